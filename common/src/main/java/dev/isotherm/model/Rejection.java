package dev.isotherm.model;

import java.util.Arrays;
import java.util.Objects;

/**
 * A message that could not become readings, kept whole.
 *
 * @param reason why, for machines
 * @param detail why, for people: names the field, the value, and what is allowed
 * @param source where it came from: a file's path, or {@code topic-partition}
 * @param position where in the source: the offset of the line's first byte in the (unpacked) file,
 *     or the offset in the partition
 * @param raw the message's bytes as they came, without the line end; {@code null} for a Kafka
 *     record without a value (a tombstone), which is not the same as an empty one
 * @param key the key of the Kafka record; {@code null} where there was none
 * @param headers of the Kafka record, in their order; none for a line of a file
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below, by content
public record Rejection(
    RejectionReason reason,
    String detail,
    String source,
    long position,
    byte[] raw,
    byte[] key,
    Header[] headers) {

  public Rejection {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(headers, "headers");
  }

  /** A message without headers. */
  public Rejection(
      RejectionReason reason, String detail, String source, long position, byte[] raw, byte[] key) {
    this(reason, detail, source, position, raw, key, new Header[0]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rejection that
        && reason == that.reason
        && detail.equals(that.detail)
        && source.equals(that.source)
        && position == that.position
        && Arrays.equals(raw, that.raw)
        && Arrays.equals(key, that.key)
        && Arrays.equals(headers, that.headers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(reason, source, position);
  }

  @Override
  public String toString() {
    return reason + " at " + source + ":" + position + " (" + detail + ")";
  }
}
