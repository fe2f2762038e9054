package dev.isotherm.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * The proof that a dead letter was reinjected, committed in one transaction with its message. The
 * same letter always has the same mark, to the byte.
 *
 * @param key {@code {"topic","partition","offset"}} of the letter
 * @param value {@code {"reason","rejected_at"}}: the timestamp of the letter distinguishes it from
 *     a letter at the same position of an earlier topic of the same name
 */
public record ReinjectionMark(String key, String value) {

  /** The mark of the letter at a position. */
  public static ReinjectionMark of(
      String topic, int partition, long offset, String reason, long rejectedAtMillis) {
    byte[] key =
        JsonLinesWriter.object(
            json -> {
              json.writeStringField("topic", topic);
              json.writeNumberField("partition", partition);
              json.writeNumberField("offset", offset);
            });
    byte[] value =
        JsonLinesWriter.object(
            json -> {
              json.writeStringField("reason", reason);
              json.writeStringField("rejected_at", JsonLinesWriter.instant(rejectedAtMillis));
            });
    return read(key, value);
  }

  /** Reads a record of the topic of marks. A record that is not a mark equals no mark. */
  public static ReinjectionMark read(byte @Nullable [] key, byte @Nullable [] value) {
    return new ReinjectionMark(text(key), text(value));
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }
}
