package dev.isotherm.jobs.copy;

import dev.isotherm.jobs.kafka.AlertsTopic;
import dev.isotherm.jobs.postgres.RowChunk;
import dev.isotherm.jobs.postgres.RunCounts;
import dev.isotherm.model.Average;
import dev.isotherm.wire.JsonFieldsReader;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.StreamProgress;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Makes rows of records. What is no result of the stream is left out. */
final class ResultRows {

  /** The windowing of averages that the windows of the stream cannot be. */
  static final String OTHER = "other";

  private final ResultTopics topics;
  private final String windowing;

  ResultRows(ResultTopics topics) {
    this.topics = topics;
    this.windowing = topics.windowing().toString();
  }

  /**
   * Adds a record to a chunk.
   *
   * @return why it is no result; {@code null} if it is one, or one of another stream
   */
  @Nullable String add(ConsumerRecord<byte[], byte[]> record, RowChunk chunk) {
    try {
      if (record.topic().equals(topics.averages())) {
        addAverage(record, chunk);
      } else if (record.topic().equals(topics.alerts())) {
        addTransition(record, chunk);
      } else {
        addProgress(record, chunk);
      }
      return null;
    } catch (IllegalArgumentException | NullPointerException | ArithmeticException notAResult) {
      String why =
          "%s, partition %d, offset %d: is no result of a stream: %s"
              .formatted(
                  record.topic(), record.partition(), record.offset(), notAResult.getMessage());
      chunk.leaveOut(why);
      return why;
    }
  }

  private void addAverage(ConsumerRecord<byte[], byte[]> record, RowChunk chunk) {
    if (record.value() == null) {
      JsonFieldsReader key = JsonFieldsReader.of(record.key());
      chunk.withdraw(windowing, JsonLinesReader.readSeries(key), key.instant("window_start"));
      return;
    }
    Average average = JsonLinesReader.readAverage(record.value());
    boolean isOfStream =
        topics.windowing().isWindow(average.windowStartMillis(), average.windowEndMillis());
    chunk.add(isOfStream ? windowing : OTHER, average);
  }

  private void addTransition(ConsumerRecord<byte[], byte[]> record, RowChunk chunk) {
    Header owner = record.headers().lastHeader(AlertsTopic.GROUP);
    if (owner != null && topics.group().equals(new String(owner.value(), StandardCharsets.UTF_8))) {
      chunk.add(JsonLinesReader.readTransition(record.value()));
    }
  }

  private void addProgress(ConsumerRecord<byte[], byte[]> record, RowChunk chunk) {
    StreamProgress progress = StreamProgress.read(record.value());
    if (progress.group().equals(topics.group())) {
      chunk.set(new RunCounts(topics.stream(), progress.allRuns(), progress.watermarkMillis()));
    }
  }
}
