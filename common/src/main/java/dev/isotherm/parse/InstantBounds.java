package dev.isotherm.parse;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.text.InstantText;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import dev.isotherm.parse.time.InstantSyntax;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * Rejects readings whose instants are not believable. A device whose clock is not set yet writes
 * 1970 or 2106. One such reading would open windows of its own, and one from the future would
 * advance the watermark and make all other readings late.
 *
 * <p>The reference of the future is part of the input, such as the timestamp of a Kafka record or
 * the last change of a file, and not the clock of this machine, so that a replay rejects the same
 * messages. Example: with reference 12:00:00 and a skew of 5 s, a reading of 12:00:05.000 is
 * accepted, one of 12:00:05.001 rejected. The date of a file may itself be one that is not
 * believable, because archives and images of containers may not keep it. If it lies before the
 * earliest instant, nothing in the file is rejected as future.
 *
 * @param earliestMillis the earliest instant that is accepted, in milliseconds since the epoch
 * @param maxClockSkew how far a reading may lie after its reference; not negative
 * @param reference what the reference is
 */
public record InstantBounds(long earliestMillis, Duration maxClockSkew, Reference reference)
    implements Serializable {

  /** No limit of the future. */
  public static final Duration ANY_SKEW = Duration.ofMillis(Long.MAX_VALUE);

  /** Rejects nothing. */
  public static final InstantBounds NONE =
      new InstantBounds(InstantSyntax.NO_EARLIEST, ANY_SKEW, Reference.RECORD);

  /** The instant after which readings lie in the future. */
  public enum Reference {
    /** The timestamp of a Kafka record. */
    RECORD("when the message was written", "(--max-clock-skew)"),
    /** The last change of a file. */
    FILE("when the file was last changed", "(--max-clock-skew; none if that date is wrong)");

    private final String words;
    private final String remedy;

    Reference(String words, String remedy) {
      this.words = words;
      this.remedy = remedy;
    }
  }

  public InstantBounds {
    if (maxClockSkew.isNegative()) {
      throw new IllegalArgumentException(
          "largest clock skew " + text(maxClockSkew) + ": must not be negative");
    }
  }

  /** Returns bounds with no limit of the future, for messages of which no reference is known. */
  InstantBounds withoutReference() {
    return new InstantBounds(earliestMillis, ANY_SKEW, reference);
  }

  /**
   * Returns a message as it is, or its rejection if its instant is out of bounds.
   *
   * @param parsed an accepted or a rejected message
   * @param referenceMillis the reference, in milliseconds since the epoch
   */
  public Parsed check(Parsed parsed, long referenceMillis) {
    if (!(parsed instanceof Accepted accepted)) {
      return parsed;
    }
    if (accepted.epochMillis() < earliestMillis) {
      return new Rejected(
          RejectionReason.PAST_TIMESTAMP,
          InstantText.of(accepted.epochMillis())
              + " lies before "
              + InstantText.of(earliestMillis)
              + "; --earliest accepts earlier instants");
    }
    return accepted.epochMillis() > latestMillis(referenceMillis)
        ? future(accepted.epochMillis(), referenceMillis)
        : parsed;
  }

  private Rejected future(long epochMillis, long referenceMillis) {
    Instant reading = Instant.ofEpochMilli(epochMillis);
    Instant written = Instant.ofEpochMilli(referenceMillis);
    return new Rejected(
        RejectionReason.FUTURE_TIMESTAMP,
        reading
            + " lies "
            + DurationText.rounded(Duration.between(written, reading))
            + " after "
            + written
            + ", "
            + reference.words
            + "; at most "
            + text(maxClockSkew)
            + " is allowed "
            + reference.remedy);
  }

  /** Returns the latest instant that is accepted. */
  long latestMillis(long referenceMillis) {
    long skew = saturatedMillis(maxClockSkew);
    boolean undated = reference == Reference.FILE && referenceMillis < earliestMillis;
    return undated || referenceMillis > Long.MAX_VALUE - skew
        ? Long.MAX_VALUE
        : referenceMillis + skew;
  }

  private static String text(Duration duration) {
    return DurationText.format(Duration.ofMillis(saturatedMillis(duration)));
  }

  private static long saturatedMillis(Duration duration) {
    return duration.compareTo(ANY_SKEW) < 0 ? duration.toMillis() : Long.MAX_VALUE;
  }
}
