package dev.isotherm.signal.window;

import dev.isotherm.signal.Expression;
import dev.isotherm.signal.Span;

/**
 * A function over time, and how long ago.
 *
 * @param ageMillis how long ago the window ends; 0 for now
 * @param staleMillis for how long a reading stands
 */
public record WindowForm(Expression.OverTime overTime, long ageMillis, long staleMillis) {

  Aggregate newAggregate() {
    return Aggregates.of(overTime, staleMillis);
  }

  /** For how long after a reading the result may change without another one. */
  public long lookBackMillis() {
    return ageMillis + spanMillis() + staleMillis;
  }

  /** The length of the window; 0 for a number of readings. */
  long spanMillis() {
    return overTime.span() instanceof Span.Time time ? time.duration().toMillis() : 0;
  }
}
