package dev.isotherm.parse;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * Rejects readings from the future, so that one sensor with a fast clock does not advance the
 * watermark and make all other readings late.
 *
 * <p>The reference is part of the message, such as the timestamp of a Kafka record, and not the
 * clock of this machine, so that a replay rejects the same messages. Example: with reference
 * 12:00:00 and a skew of 5 s, a reading of 12:00:05.000 is accepted, one of 12:00:05.001 rejected.
 *
 * @param maxClockSkew how far a reading may lie after its reference; not negative
 */
public record FutureGuard(Duration maxClockSkew) implements Serializable {

  /** Rejects nothing. */
  static final FutureGuard NONE = new FutureGuard(Duration.ofMillis(Long.MAX_VALUE));

  public FutureGuard {
    if (maxClockSkew.isNegative()) {
      throw new IllegalArgumentException(
          "largest clock skew " + text(maxClockSkew) + ": must not be negative");
    }
  }

  /**
   * Returns a message as it is, or its rejection if it is from the future.
   *
   * @param parsed an accepted or a rejected message
   * @param referenceMillis when the message was written, in milliseconds since the epoch
   */
  public Parsed check(Parsed parsed, long referenceMillis) {
    if (!(parsed instanceof Accepted accepted)
        || accepted.epochMillis() <= latestMillis(referenceMillis)) {
      return parsed;
    }
    Instant reading = Instant.ofEpochMilli(accepted.epochMillis());
    Instant reference = Instant.ofEpochMilli(referenceMillis);
    return new Rejected(
        RejectionReason.FUTURE_TIMESTAMP,
        reading
            + " lies "
            + text(Duration.between(reference, reading))
            + " after "
            + reference
            + ", when the message was written; at most "
            + text(maxClockSkew)
            + " is allowed");
  }

  /** Returns the latest instant that is accepted. */
  @SuppressWarnings("ReferenceEquality") // there is one guard that rejects nothing
  long latestMillis(long referenceMillis) {
    if (this == NONE) {
      return Long.MAX_VALUE;
    }
    long skew = saturatedMillis(maxClockSkew);
    return referenceMillis > Long.MAX_VALUE - skew ? Long.MAX_VALUE : referenceMillis + skew;
  }

  private static String text(Duration duration) {
    return DurationText.format(Duration.ofMillis(saturatedMillis(duration)));
  }

  /** A producer may write any timestamp, so that the distance may exceed a long. */
  private static long saturatedMillis(Duration duration) {
    Duration longest = Duration.ofMillis(Long.MAX_VALUE);
    return duration.compareTo(longest) < 0 ? duration.toMillis() : Long.MAX_VALUE;
  }
}
