package dev.isotherm.jobs.verify.job;

import dev.isotherm.jobs.verify.compare.Difference;
import dev.isotherm.jobs.verify.compare.ExplainedBy;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import org.jspecify.annotations.Nullable;

/**
 * A difference of a series, or what helps to decide whether a later message may explain it; public
 * only because Flink serialises it.
 *
 * @param instantMillis the instant of the reading; of a difference the last instant of the readings
 *     that may explain it
 * @param value the value of the reading; NaN of a difference
 * @param excludedFrom of an entry of the late log; else {@code null}
 * @param difference {@code null} unless this is one
 */
public record Clue(
    What what,
    Series series,
    long instantMillis,
    double value,
    @Nullable Exclusion excludedFrom,
    @Nullable Difference difference) {

  private static final long LIMIT = 1L << 61;

  /** What a clue is. */
  public enum What {
    /** The last reading of the series that the rules have evaluated. */
    LAST_EVALUATED,
    /** A reading of a message that is later than the compared ones. */
    LATER_READING,
    /** A reading that the late log names. */
    LATE_ENTRY,
    /** A difference that later messages may explain. */
    DIFFERENCE
  }

  static Clue lastEvaluated(Reading reading) {
    return of(What.LAST_EVALUATED, reading, null);
  }

  static Clue laterReading(Reading reading) {
    return of(What.LATER_READING, reading, null);
  }

  static Clue lateEntry(LateReading late) {
    return of(What.LATE_ENTRY, late.reading(), late.excludedFrom());
  }

  /** As {@link #lateEntry(LateReading)}, of another series: that of the group of its sensor. */
  static Clue lateEntry(LateReading late, Series series) {
    return of(What.LATE_ENTRY, late.reading().in(series), late.excludedFrom());
  }

  private static Clue of(What what, Reading reading, @Nullable Exclusion excludedFrom) {
    return new Clue(
        what, reading.series(), reading.epochMillis(), reading.value(), excludedFrom, null);
  }

  static Clue difference(Difference difference) {
    ExplainedBy by = difference.explainedBy();
    return new Clue(What.DIFFERENCE, by.series(), by.toMillis(), Double.NaN, null, difference);
  }

  /** Sorts by instant; a difference comes after the readings of its instant. */
  long order() {
    if (what == What.LAST_EVALUATED) {
      return 2 * -LIMIT - 1;
    }
    long bounded = Math.max(-LIMIT, Math.min(LIMIT, instantMillis));
    return 2 * bounded + (what == What.DIFFERENCE ? 1 : 0);
  }
}
