package dev.isotherm.jobs.verify.job;

import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.function.SerializableFunction;

/**
 * Parses the records of a result topic. A record that no stream with these settings has published
 * does not fail the job, because a cluster would start it again: the first one of each subtask is
 * kept in the accumulator {@link #FOREIGN}, as a sentence.
 *
 * @param <T> the results
 */
final class ParsePublished<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<PublishedRecord, T> {

  /** Accumulator of sentences about records of something else. */
  static final String FOREIGN = "foreign records";

  /** Begin of the names of accumulators that count the other records. */
  static final String PARSED = "parsed ";

  private static final long serialVersionUID = 1;

  private final String name;
  private final String topic;
  private final String what;
  private final SerializableFunction<PublishedRecord, T> parser;
  private final SerializableFunction<T, Long> order;

  private transient ListAccumulator<String> foreign;
  private transient LongCounter parsed;

  /**
   * Parses a topic.
   *
   * @param name for the names of the accumulators
   * @param what what the records are, for messages
   * @param parser throws an {@link IllegalArgumentException} or a {@link NullPointerException} for
   *     a record of something else; {@code null} drops a record
   * @param order the timestamp of each result, by which BATCH mode sorts those of a key
   */
  ParsePublished(
      String name,
      String topic,
      String what,
      SerializableFunction<PublishedRecord, T> parser,
      SerializableFunction<T, Long> order) {
    this.name = name;
    this.topic = topic;
    this.what = what;
    this.parser = parser;
    this.order = order;
  }

  @Override
  public void open() throws Exception {
    super.open();
    foreign = new ListAccumulator<>();
    parsed = new LongCounter();
    getRuntimeContext().addAccumulator(FOREIGN + " among " + name, foreign);
    getRuntimeContext().addAccumulator(PARSED + name, parsed);
  }

  /** Describes a record of something else. */
  static String sentence(
      String topic, String what, PublishedRecord published, RuntimeException notAResult) {
    return String.format(
        "topic %s: the record at partition %d, offset %d is not %s of this stream (%s);"
            + " nothing can be verified while its topics contain other data",
        topic, published.partition(), published.offset(), what, notAResult.getMessage());
  }

  @Override
  public void processElement(StreamRecord<PublishedRecord> element) {
    PublishedRecord published = element.getValue();
    T result;
    try {
      result = parser.apply(published);
    } catch (IllegalArgumentException | NullPointerException notAResult) {
      if (foreign.getLocalValue().isEmpty()) {
        foreign.add(sentence(topic, what, published, notAResult));
      }
      return;
    }
    parsed.add(1);
    if (result != null) {
      output.collect(new StreamRecord<>(result, order.apply(result)));
    }
  }
}
