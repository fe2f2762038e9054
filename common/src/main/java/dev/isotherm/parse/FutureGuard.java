package dev.isotherm.parse;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * Rejects what claims to come from the future, so that one sensor with a fast clock does not drive
 * the watermark ahead and make all others late.
 *
 * <p>The reference is part of the message (a Kafka record's own timestamp), not the clock of this
 * machine: a replay next year rejects the same messages. Example: reference 12:00:00, skew 5 s; a
 * reading of 12:00:05.000 passes, one of 12:00:05.001 does not.
 *
 * @param maxClockSkew how far a reading may lie after its reference; not negative
 */
public record FutureGuard(Duration maxClockSkew) implements Serializable {

  public FutureGuard {
    if (maxClockSkew.isNegative()) {
      throw new IllegalArgumentException(
          "largest clock skew " + words(maxClockSkew) + ": must not be negative");
    }
  }

  /**
   * Lets a message pass, or turns it into a rejection.
   *
   * @param parsed an accepted message is looked at, a rejected one returned as it is
   * @param referenceMillis when the message was written, in milliseconds since the epoch
   */
  public Parsed check(Parsed parsed, long referenceMillis) {
    if (!(parsed instanceof Accepted accepted)) {
      return parsed;
    }
    if (accepted.epochMillis() <= latestMillis(referenceMillis)) {
      return parsed;
    }
    Instant reading = Instant.ofEpochMilli(accepted.epochMillis());
    Instant reference = Instant.ofEpochMilli(referenceMillis);
    return new Rejected(
        RejectionReason.FUTURE_TIMESTAMP,
        reading
            + " lies "
            + words(Duration.between(reference, reading))
            + " after "
            + reference
            + ", when the message was written; at most "
            + words(maxClockSkew)
            + " is allowed");
  }

  /** The latest instant that is let pass. */
  long latestMillis(long referenceMillis) {
    long skew = saturatedMillis(maxClockSkew);
    return referenceMillis > Long.MAX_VALUE - skew ? Long.MAX_VALUE : referenceMillis + skew;
  }

  /** In the largest unit that leaves no rest, as the command line takes it: 90s, 2min, 1h. */
  private static String words(Duration duration) {
    long millis = saturatedMillis(duration);
    return millis % 3_600_000 == 0
        ? millis / 3_600_000 + "h"
        : millis % 60_000 == 0
            ? millis / 60_000 + "min"
            : millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }

  /** A producer may have written any timestamp, and so any distance from it. */
  private static long saturatedMillis(Duration duration) {
    Duration longest = Duration.ofMillis(Long.MAX_VALUE);
    return duration.compareTo(longest) < 0 ? duration.toMillis() : Long.MAX_VALUE;
  }
}
