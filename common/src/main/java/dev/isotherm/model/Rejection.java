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
 * @param element index of the first rejected element of the array whose elements are messages;
 *     {@link #WHOLE} if there is no such array
 * @param messages how many messages these are: more than one if several elements of an array have
 *     the same reason
 * @param raw the bytes of the message, without the line end; without those elements of its array
 *     that are not rejected for this reason; {@code null} for a Kafka record without a value (a
 *     tombstone)
 * @param key the key of the Kafka record; {@code null} if it has none
 * @param recordMillis the timestamp of the Kafka record, if it is the instant of its readings, in
 *     milliseconds since the epoch; else {@link #UNTIMED}
 * @param headers headers of the Kafka record, in their order; empty for a line of a file
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below, by content
public record Rejection(
    RejectionReason reason,
    String detail,
    String source,
    long position,
    int element,
    int messages,
    byte @Nullable [] raw,
    byte @Nullable [] key,
    long recordMillis,
    MessageHeader[] headers) {

  /** The timestamp of a record where it does not matter. */
  public static final long UNTIMED = -1;

  /** The element of a message that is no array. */
  public static final int WHOLE = -1;

  public Rejection {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(headers, "headers");
  }

  /** A message that is no array, and has its own instant. */
  public Rejection(
      RejectionReason reason,
      String detail,
      String source,
      long position,
      byte @Nullable [] raw,
      byte @Nullable [] key,
      MessageHeader[] headers) {
    this(reason, detail, source, position, WHOLE, 1, raw, key, UNTIMED, headers);
  }

  /** Where the message is: {@code source:position}, and {@code [element]} behind it. */
  public String place() {
    return source + ':' + position + (element == WHOLE ? "" : "[" + element + ']');
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rejection that
        && reason == that.reason
        && detail.equals(that.detail)
        && source.equals(that.source)
        && position == that.position
        && element == that.element
        && messages == that.messages
        && Arrays.equals(raw, that.raw)
        && Arrays.equals(key, that.key)
        && recordMillis == that.recordMillis
        && Arrays.equals(headers, that.headers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(reason, source, position);
  }

  @Override
  public String toString() {
    return reason + " at " + place() + " (" + detail + ")";
  }
}
