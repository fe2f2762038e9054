package dev.isotherm.jobs.kafka.sink;

import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.flow.progress.ProgressUpdate;
import dev.isotherm.group.GroupAverage;
import dev.isotherm.jobs.kafka.AlertsTopic;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.GroupAverageLine;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.wire.RuleStatusRecord;
import dev.isotherm.wire.RuleStatusRecord.ValidationResult;
import dev.isotherm.wire.StreamProgress;
import java.nio.charset.StandardCharsets;
import org.apache.flink.util.function.SerializableFunction;

/**
 * Converts results to records. Keys are JSON. Results that belong together, such as the revisions
 * of a window, have the same key, so that they stay in order and a compacted topic keeps the last.
 */
public final class ResultRecords {

  /** Header of a rejected message: the reason as a word. */
  public static final String REASON = "isotherm.reason";

  /** Header of a rejected message: the reason as a sentence. */
  public static final String DETAIL = "isotherm.detail";

  /** Header of a rejected message: its topic and partition. */
  public static final String SOURCE = "isotherm.source";

  /** Header of a rejected message: its offset. */
  public static final String POSITION = "isotherm.position";

  /**
   * Header of rejected elements of an array: the index of the first one, from 0 on. The value is
   * the message without its other elements.
   */
  public static final String ELEMENT = "isotherm.element";

  /** Header of rejected elements of an array: their number. */
  public static final String ELEMENTS = "isotherm.elements";

  /**
   * Header of a rejected message whose readings have the timestamp of the record as their instant:
   * this timestamp, in milliseconds since the epoch.
   */
  public static final String TIMESTAMP = "isotherm.timestamp";

  /**
   * Header of a rejected message whose value is truncated because it would be too large for its
   * topic: the original size of the value in bytes.
   */
  public static final String CUT = "isotherm.cut";

  /**
   * Header of a rejected message whose original headers are omitted because it would be too large
   * for its topic: their number.
   */
  public static final String CUT_HEADERS = "isotherm.cut-headers";

  /**
   * Header of a reinjected message: the {@code topic-partition:offset} of its dead letter. Kept if
   * the message is rejected again.
   */
  public static final String REINJECTED = "isotherm.reinjected";

  /**
   * Prefix of the names of these headers. When a message is rejected, its own headers with this
   * prefix are dropped, except for {@link #REINJECTED}, so that nothing can forge them.
   */
  public static final String PREFIX = "isotherm.";

  /** Upper bound of the size that these headers and Kafka's framing add to a rejected message. */
  static final int HEADER_BYTES = 16 * 1024;

  private ResultRecords() {}

  /** A withdrawn window becomes a tombstone, which deletes its key. */
  public static SerializableFunction<AverageUpdate, ResultRecord> averages(String topic) {
    return keyed(
        topic,
        update -> JsonLinesWriter.keyOf(update.window()),
        update -> update.isWithdrawal() ? null : JsonLinesWriter.of(update.average()));
  }

  public static SerializableFunction<GroupAverage, ResultRecord> groupAverages(String topic) {
    return keyed(topic, GroupAverageLine::keyOf, GroupAverageLine::of);
  }

  /**
   * Transitions, with the group in a header.
   *
   * @param group the consumer group of the stream
   */
  public static SerializableFunction<Transition, ResultRecord> transitions(
      String topic, String group) {
    return transition ->
        new ResultRecord(
            topic,
            JsonLinesWriter.keyOf(transition),
            JsonLinesWriter.of(transition),
            new MessageHeader[] {
              new MessageHeader(AlertsTopic.GROUP, group.getBytes(StandardCharsets.UTF_8))
            });
  }

  public static SerializableFunction<LateReading, ResultRecord> late(String topic) {
    return keyed(
        topic, late -> JsonLinesWriter.keyOf(late.reading().series()), JsonLinesWriter::of);
  }

  public static SerializableFunction<ProgressUpdate, ResultRecord> progress(
      String topic, String group, SerializableFunction<ProgressUpdate, byte[]> line) {
    return keyed(topic, progress -> StreamProgress.key(group), line);
  }

  public static SerializableFunction<ValidationResult, ResultRecord> rulesStatus(
      String topic, String group) {
    return keyed(
        topic,
        result -> new RuleStatusRecord(group, result).key(),
        result -> new RuleStatusRecord(group, result).line());
  }

  private static <T> SerializableFunction<T, ResultRecord> keyed(
      String topic, SerializableFunction<T, byte[]> key, SerializableFunction<T, byte[]> value) {
    return element -> new ResultRecord(topic, key.apply(element), value.apply(element));
  }

  /**
   * Rejected messages with their original key, value and headers.
   *
   * @param maxBytes maximal size of a record of the topic
   */
  public static SerializableFunction<Rejection, ResultRecord> rejected(String topic, int maxBytes) {
    return rejection -> RejectedRecords.of(topic, maxBytes, rejection);
  }
}
