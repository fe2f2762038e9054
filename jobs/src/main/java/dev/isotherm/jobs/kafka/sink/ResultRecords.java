package dev.isotherm.jobs.kafka.sink;

import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.flow.progress.Progress;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLines;
import dev.isotherm.wire.RuleStatusRecord;
import dev.isotherm.wire.RuleStatusRecord.ValidationResult;
import dev.isotherm.wire.StreamProgress;
import org.apache.flink.util.function.SerializableFunction;

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

  /**
   * Header of a rejected message that would fit into a record of its topic but for the headers that
   * it came with, which are left out: how many.
   */
  public static final String CUT_HEADERS = "isotherm.cut-headers";

  /**
   * Header of a message that was published again: the {@code topic-partition:offset} of the dead
   * letter that it was. Kept if it is rejected again.
   */
  public static final String REINJECTED = "isotherm.reinjected";

  /**
   * How the names of our headers begin. A message's own headers of such a name are not kept when it
   * is rejected, {@link #REINJECTED} excepted: ours must not be mistaken.
   */
  public static final String PREFIX = "isotherm.";

  /** What our headers and Kafka's framing add to a rejected message at most: a detail is short. */
  static final int HEADER_BYTES = 16 * 1024;

  private ResultRecords() {}

  /** A window that is withdrawn has a record without a value, which deletes what its key had. */
  public static SerializableFunction<AverageUpdate, ResultRecord> averages(String topic) {
    return keyed(
        topic,
        update -> JsonLines.keyOf(update.window()),
        update -> update.isWithdrawal() ? null : JsonLines.of(update.average()));
  }

  public static SerializableFunction<Transition, ResultRecord> transitions(String topic) {
    return keyed(topic, JsonLines::keyOf, JsonLines::of);
  }

  public static SerializableFunction<LateReading, ResultRecord> late(String topic) {
    return keyed(topic, late -> JsonLines.keyOf(late.reading().series()), JsonLines::of);
  }

  public static SerializableFunction<Progress, ResultRecord> progress(
      String topic, String group, SerializableFunction<Progress, byte[]> line) {
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
   * Rejected messages, as they came.
   *
   * @param largestBytes what a record of the topic may have
   */
  public static SerializableFunction<Rejection, ResultRecord> rejected(
      String topic, int largestBytes) {
    return new RejectedRecords(topic, largestBytes);
  }
}
