package dev.isotherm.jobs.verify.compare;

import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Series;

/**
 * Which readings of messages after the last checkpoint may explain a difference; public only
 * because Flink serialises it.
 *
 * <p>The results in the topics may already include such messages. A reading of them can change only
 * what was not final at the last checkpoint. There is one exception: the late log may name a
 * reading that is in the compared messages and, with the same value, in the later ones. Nobody
 * knows which of both the entry means, so the replay may have excluded the wrong one.
 *
 * @param series the series of the readings
 * @param fromMillis their first instant; {@link #NONE} if no reading of a later message may explain
 *     the difference by itself
 * @param toMillis their last instant
 * @param afterLastEvaluated whether only readings count that are newer than the last reading of the
 *     series that the rules have evaluated: the others are out of order, and change no alert
 * @param lateFor what readings that the late log names too are excluded from
 * @param lateFromMillis the first instant of readings that the late log names too
 * @param value the value of the readings; NaN for any
 */
public record ExplainedBy(
    Series series,
    long fromMillis,
    long toMillis,
    boolean afterLastEvaluated,
    Exclusion lateFor,
    long lateFromMillis,
    double value) {

  /** After the last instant of all readings. */
  public static final long NONE = Long.MAX_VALUE;

  /** Readings of any value. */
  public static ExplainedBy anyValue(
      Series series,
      long fromMillis,
      long toMillis,
      boolean afterLastEvaluated,
      Exclusion lateFor,
      long lateFromMillis) {
    return new ExplainedBy(
        series, fromMillis, toMillis, afterLastEvaluated, lateFor, lateFromMillis, Double.NaN);
  }
}
