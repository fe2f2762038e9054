package dev.isotherm.signal.window;

import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.Span;

/**
 * A function of earlier readings, and how long ago.
 *
 * @param function an {@link Expression.OverTime}, or a {@link Deviation} with a span
 * @param span of the function
 * @param ageMillis how long ago the window ends; 0 for now
 * @param staleMillis for how long a reading stands
 */
public record WindowForm(Expression.Lookup function, Span span, long ageMillis, long staleMillis) {

  /** For how long after a reading the result may change without another one. */
  public long lookBackMillis() {
    long longest =
        span instanceof Span.Calendar calendar ? calendar.longest().toMillis() : spanMillis();
    return ageMillis + longest + staleMillis;
  }

  /** Whether the window has a number of readings, or all of them, however old they are. */
  public boolean countsReadings() {
    return !isOfTime();
  }

  /** Whether the window begins at an instant, and not with a certain reading. */
  boolean isOfTime() {
    return span instanceof Span.Time || span instanceof Span.Calendar;
  }

  /** The length of the window; 0 if it has no fixed one. */
  long spanMillis() {
    return span instanceof Span.Time time ? time.duration().toMillis() : 0;
  }

  /** How many readings the window has, if it is not one of time. */
  long mostReadings() {
    long counted = span instanceof Span.Readings readings ? readings.count() : 0;
    return counted + (comparesNewest() ? 1 : 0);
  }

  /** Whether the newest reading is compared with the others, and does not count itself. */
  boolean comparesNewest() {
    return function instanceof Deviation deviation && !deviation.isOfSignal();
  }

  /**
   * Whether readings that leave the window still count, so that their sums are part of its state.
   */
  boolean keepsAll() {
    return span instanceof Span.All;
  }
}
