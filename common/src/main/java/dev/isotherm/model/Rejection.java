package dev.isotherm.model;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message that could not become readings, with all its bytes.
 *
 * @param reason the reason as a code
 * @param detail the reason as a sentence that names the field, the value, and what is allowed
 * @param source the path of a file, or {@code topic-partition}
 * @param position the offset of the first byte of the line in the (uncompressed) file, or the
 *     offset in the partition
 * @param raw the bytes of the message, without the line end; {@code null} for a Kafka record
 *     without a value (a tombstone)
 * @param key the key of the Kafka record; {@code null} if it has none
 * @param headers headers of the Kafka record, in their order; empty for a line of a file
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below, by content
public record Rejection(
    RejectionReason reason,
    String detail,
    String source,
    long position,
    byte @Nullable [] raw,
    byte @Nullable [] key,
    MessageHeader[] headers) {

  public Rejection {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(headers, "headers");
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
