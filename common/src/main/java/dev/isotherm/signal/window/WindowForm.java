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
    return ageMillis + spanMillis() + staleMillis;
  }

  /** Whether the window has a number of readings, or all of them, however old they are. */
  public boolean countsReadings() {
    return !(span instanceof Span.Time);
  }

  /** The length of the window; 0 if it is not one of time. */
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
