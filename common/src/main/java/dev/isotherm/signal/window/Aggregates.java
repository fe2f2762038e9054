package dev.isotherm.signal.window;

import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.TimeFunction;

/** The aggregates of functions over time. */
final class Aggregates {

  private static final double MIDDLE = 50;

  private Aggregates() {}

  /** Returns a new aggregate of an empty window. */
  static Aggregate of(WindowForm form) {
    return form.function() instanceof Deviation deviation
        ? new DeviationFromEarlier(deviation)
        : of((Expression.OverTime) form.function(), form.staleMillis());
  }

  private static Aggregate of(Expression.OverTime overTime, long staleMillis) {
    TimeFunction function = overTime.function();
    return switch (function) {
      case MEAN, SUM, STDDEV -> new Moments(function);
      case MIN, MAX, RANGE -> new Extremes(function);
      case MEDIAN -> new Ranks(MIDDLE);
      case PERCENTILE -> new Ranks(overTime.percent());
      case COUNT -> Aggregates::count;
      case FIRST -> Aggregates::first;
      case LAST -> Aggregates::last;
      case INCREASE, RATE_PER_SECOND, RATE_PER_MINUTE, RATE_PER_HOUR ->
          new Increase(function.unit().toMillis());
      case SLOPE_PER_SECOND, SLOPE_PER_MINUTE, SLOPE_PER_HOUR ->
          new Slope(function.unit().toMillis());
      case CHANGES -> new Changes();
      case SECONDS_WHERE -> new SecondsWhere(staleMillis);
      case COUNT_WHERE -> new CountWhere();
      case SECONDS_SINCE -> new SecondsSince();
    };
  }

  private static double count(Window window) {
    return orZeroOnceKnown(window, (double) (window.end() - window.start()));
  }

  private static double first(Window window) {
    return window.isEmpty() ? Double.NaN : window.log().value(window.start());
  }

  private static double last(Window window) {
    return window.isEmpty() ? Double.NaN : window.log().value(window.end() - 1);
  }

  /** Returns a count or a duration, which is absent until the first reading has come. */
  static double orZeroOnceKnown(Window window, double result) {
    return window.end() > 0 ? result : Double.NaN;
  }
}
