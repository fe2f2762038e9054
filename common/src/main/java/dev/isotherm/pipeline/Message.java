package dev.isotherm.pipeline;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;

/**
 * What one Kafka record turned out to be, on its way from the source to where readings and
 * rejections part. Exactly one of the two is there.
 *
 * @param partition where the record lay
 * @param offset its place there
 * @param readings of one instant, at least one; {@code null} for a rejected message
 * @param rejection {@code null} for an accepted message
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a list would need a serializer
public record Message(int partition, long offset, Reading[] readings, Rejection rejection) {

  public static Message accepted(int partition, long offset, Reading... readings) {
    return new Message(partition, offset, readings, null);
  }

  public static Message rejected(int partition, long offset, Rejection rejection) {
    return new Message(partition, offset, null, rejection);
  }

  public boolean isAccepted() {
    return rejection == null;
  }

  /** The instant of an accepted message, in milliseconds since the epoch. */
  public long epochMillis() {
    return readings[0].epochMillis();
  }
}
