package dev.isotherm.jobs.page.feed;

import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.jobs.page.model.PageModel;
import dev.isotherm.jobs.page.model.RejectedMessage;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.wire.JsonFieldsReader;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.StreamProgress;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Puts the records of the topics of results into the model. Foreign records are counted. */
final class ResultRecordsReader {

  /** Longest text of a rejected message that the page shows, in characters. */
  private static final int LONGEST_EXCERPT = 200;

  private static final int LONGEST_DETAIL = 500;

  private final TopicNames topics;
  private final PageModel model;
  private final BiConsumer<StreamProgress, Long> onProgress;
  private final Runnable onRules;

  /**
   * Creates a reader.
   *
   * @param onProgress is given the progress of a stream and the timestamp of its record
   * @param onRules is called when the topic of rules has a further record
   */
  ResultRecordsReader(
      TopicNames topics,
      PageModel model,
      BiConsumer<StreamProgress, Long> onProgress,
      Runnable onRules) {
    this.topics = topics;
    this.model = model;
    this.onProgress = onProgress;
    this.onRules = onRules;
  }

  void accept(ConsumerRecord<byte[], byte[]> record) {
    try {
      read(record);
    } catch (IllegalArgumentException | NullPointerException | ArithmeticException foreign) {
      model.addUnreadable(
          String.format(
              "topic %s, partition %d, offset %d: %s",
              record.topic(), record.partition(), record.offset(), foreign.getMessage()));
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    String topic = record.topic();
    if (topic.equals(topics.averages())) {
      readAverage(record);
    } else if (topic.equals(topics.alerts())) {
      model.put(JsonLinesReader.readTransition(value(record)));
    } else if (topic.equals(topics.late())) {
      readLate(JsonLinesReader.readLate(value(record)));
    } else if (topic.equals(topics.rejected())) {
      model.add(rejected(record));
    } else if (topic.equals(topics.progress())) {
      if (record.value() != null) {
        onProgress.accept(StreamProgress.read(record.value()), record.timestamp());
      }
    } else if (topic.equals(topics.rules())) {
      onRules.run();
    }
  }

  /** The late log has repeats and implausible readings, too, but these were in time. */
  private void readLate(LateReading entry) {
    if (!entry.excludedFrom().isFromEverything() && !entry.excludedFrom().isOfCheck()) {
      model.addLate(entry.reading().series());
    }
  }

  private static byte[] value(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      throw new IllegalArgumentException("the record has no value");
    }
    return record.value();
  }

  private void readAverage(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() != null) {
      model.put(JsonLinesReader.readAverage(record.value()));
      return;
    }
    if (record.key() == null) {
      throw new IllegalArgumentException("the record has neither key nor value");
    }
    JsonFieldsReader key = JsonFieldsReader.of(record.key());
    Series series = new Series(key.text("sensor_id"), key.text("metric"));
    long start = key.instant("window_start");
    model.withdraw(new SeriesWindow(series, start, start + 1));
  }

  private static RejectedMessage rejected(ConsumerRecord<byte[], byte[]> record) {
    return new RejectedMessage(
        record.timestamp(),
        header(record, ResultRecords.REASON, LONGEST_EXCERPT),
        header(record, ResultRecords.DETAIL, LONGEST_DETAIL),
        header(record, ResultRecords.SOURCE, LONGEST_EXCERPT)
            + ":"
            + header(record, ResultRecords.POSITION, LONGEST_EXCERPT),
        text(record.value(), LONGEST_EXCERPT));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name, int longest) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : text(header.value(), longest);
  }

  /** The beginning of a text. Bytes that are not UTF-8 become replacement characters. */
  private static String text(byte @Nullable [] bytes, int longest) {
    if (bytes == null) {
      return "";
    }
    // A character has at most 4 bytes.
    int length = Math.min(bytes.length, 4 * longest);
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    int[] shown = text.codePoints().limit(longest).toArray();
    String beginning = new String(shown, 0, shown.length);
    return beginning.length() < text.length() || length < bytes.length
        ? beginning + "\u2026"
        : beginning;
  }
}
