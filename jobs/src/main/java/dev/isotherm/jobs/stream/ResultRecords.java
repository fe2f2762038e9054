package dev.isotherm.jobs.stream;

import dev.isotherm.jobs.format.JsonLines;
import dev.isotherm.jobs.progress.StreamProgress;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.Transition;
import dev.isotherm.pipeline.AverageUpdate;
import dev.isotherm.pipeline.Progress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * How results become records. Keys are JSON: what belongs together, such as the revisions of one
 * window, has one key, so that it stays in order and a compacted topic keeps the last of it.
 */
public final class ResultRecords {

  /** Header of a rejected message: why, as a word. */
  public static final String REASON = "isotherm.reason";

  /** Header of a rejected message: why, as a sentence. */
  public static final String DETAIL = "isotherm.detail";

  /** Header of a rejected message: topic and partition it came from. */
  public static final String SOURCE = "isotherm.source";

  /** Header of a rejected message: its offset there. */
  public static final String POSITION = "isotherm.position";

  /**
   * Header of a rejected message that fits into no record of its topic, so that only its first
   * bytes are there: how many bytes its value had.
   */
  public static final String CUT = "isotherm.cut";

  /** What headers and Kafka's own framing add to a rejected message at most: a detail is short. */
  static final int HEADER_BYTES = 16 * 1024;

  private ResultRecords() {}

  /** A window that is withdrawn has a record without a value, which deletes what its key had. */
  static KafkaRecordSerializationSchema<AverageUpdate> averages(String topic) {
    return keyed(
        topic,
        update -> JsonLines.keyOf(update.window()),
        update -> update.isWithdrawal() ? null : JsonLines.of(update.average()));
  }

  static KafkaRecordSerializationSchema<Transition> transitions(String topic) {
    return keyed(topic, JsonLines::keyOf, JsonLines::of);
  }

  static KafkaRecordSerializationSchema<LateReading> late(String topic) {
    return keyed(topic, late -> JsonLines.keyOf(late.reading().series()), JsonLines::of);
  }

  static KafkaRecordSerializationSchema<Progress> progress(
      String topic, String group, SerializableFunction<Progress, byte[]> line) {
    return keyed(topic, progress -> StreamProgress.key(group), line);
  }

  private static <T> KafkaRecordSerializationSchema<T> keyed(
      String topic, SerializableFunction<T, byte[]> key, SerializableFunction<T, byte[]> value) {
    return (element, context, timestamp) ->
        new ProducerRecord<>(topic, key.apply(element), value.apply(element));
  }

  /**
   * Key and value as they came; why and whence in headers.
   *
   * <p>Brokers limit records as they are sent, and a producer may have packed many megabytes into a
   * few. What the topic would not take is cut, because it would fail the job again and again.
   *
   * @param largestBytes what a record of the topic may have
   */
  static KafkaRecordSerializationSchema<Rejection> rejected(String topic, int largestBytes) {
    return (rejection, context, timestamp) -> {
      byte[] key = rejection.key();
      byte[] value = rejection.raw();
      int room = largestBytes - HEADER_BYTES;
      int roomForValue = room - (key == null ? 0 : key.length);
      boolean cut = (value == null ? 0 : value.length) > roomForValue;
      ProducerRecord<byte[], byte[]> dead =
          cut
              ? new ProducerRecord<>(
                  topic, roomForValue < 0 ? null : key, first(value, roomForValue))
              : new ProducerRecord<>(topic, key, value);
      if (cut) {
        add(dead.headers(), CUT, Integer.toString(value == null ? 0 : value.length));
      }
      add(dead.headers(), REASON, rejection.reason().name());
      add(dead.headers(), DETAIL, rejection.detail());
      add(dead.headers(), SOURCE, rejection.source());
      add(dead.headers(), POSITION, Long.toString(rejection.position()));
      return dead;
    };
  }

  private static byte[] first(byte[] value, int bytes) {
    return value == null ? null : Arrays.copyOf(value, Math.min(value.length, Math.max(0, bytes)));
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
