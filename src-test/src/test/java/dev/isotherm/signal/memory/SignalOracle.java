package dev.isotherm.signal.memory;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.NaiveEvaluator;
import dev.isotherm.signal.Span;
import dev.isotherm.signal.TimeFunction;
import dev.isotherm.signal.Truth;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Evaluates the expressions of one sensor from all messages that it ever sent, each time anew.
 * Instants, windows and the time after which values are stale are multiples of {@link #TICK}.
 */
final class SignalOracle {

  static final long TICK = 100;

  private static final MathContext PRECISE = new MathContext(400);

  /** A reading of an expression. */
  private record Point(long epochMillis, double value) {}

  private final long staleMillis;
  private final double hotLimit;
  private final List<SensorReadings> messages = new ArrayList<>();

  SignalOracle(long staleMillis, double hotLimit) {
    this.staleMillis = staleMillis;
    this.hotLimit = hotLimit;
  }

  void add(SensorReadings message) {
    messages.add(message);
  }

  /** Returns a number at the last message. */
  OptionalDouble number(Expression expression) {
    return at(messages.size() - 1, OptionalDouble.empty()).number(expression);
  }

  /** Returns a condition at the last message. */
  Truth truth(Expression expression, OptionalDouble signal) {
    return at(messages.size() - 1, signal).truth(expression);
  }

  private NaiveEvaluator at(int message, OptionalDouble signal) {
    long now = messages.get(message).epochMillis();
    return new NaiveEvaluator(lookup -> lookup(lookup, message, now, signal));
  }

  private OptionalDouble lookup(
      Expression.Lookup lookup, int message, long now, OptionalDouble signal) {
    if (lookup instanceof Expression.Metric metric) {
      return newest(points(metric.name(), message), now, staleMillis);
    }
    if (lookup instanceof Expression.Now) {
      return OptionalDouble.of(now / 1000.0);
    }
    if (lookup instanceof Expression.Limit limit) {
      return limit.name().equals("hot") ? OptionalDouble.of(hotLimit) : OptionalDouble.empty();
    }
    if (lookup instanceof Expression.Value) {
      return signal;
    }
    if (lookup instanceof Expression.OverTime overTime) {
      return overTime(overTime, now, message);
    }
    Expression.Ago ago = (Expression.Ago) lookup;
    return new NaiveEvaluator(inner -> past(inner, ago, message, now)).number(ago.argument());
  }

  private OptionalDouble past(Expression.Lookup inner, Expression.Ago ago, int message, long now) {
    long then = now - ago.age().toMillis();
    if (inner instanceof Expression.OverTime overTime) {
      return overTime(overTime, then, message);
    }
    if (!(inner instanceof Expression.Metric metric)) {
      return lookup(inner, message, then, OptionalDouble.empty());
    }
    List<Point> points = points(metric.name(), message);
    return ago.tolerance() == null
        ? newest(points, then, staleMillis)
        : nearest(points, then, ago.tolerance().toMillis());
  }

  private static OptionalDouble newest(List<Point> points, long now, long reach) {
    OptionalDouble newest = OptionalDouble.empty();
    for (Point point : points) {
      if (point.epochMillis <= now) {
        newest =
            now - point.epochMillis <= reach
                ? OptionalDouble.of(point.value)
                : OptionalDouble.empty();
      }
    }
    return newest;
  }

  /** Of the same distance, the earlier instant; of the same instant, the last one. */
  private static OptionalDouble nearest(List<Point> points, long then, long reach) {
    for (long distance = 0; distance <= reach; distance += TICK) {
      for (long instant : new long[] {then - distance, then + distance}) {
        for (int i = points.size() - 1; i >= 0; i--) {
          if (points.get(i).epochMillis == instant) {
            return OptionalDouble.of(points.get(i).value);
          }
        }
      }
    }
    return OptionalDouble.empty();
  }

  private List<Point> points(String metric, int last) {
    return messages.subList(0, last + 1).stream()
        .filter(message -> message.values().containsKey(metric))
        .map(message -> new Point(message.epochMillis(), message.values().get(metric)))
        .toList();
  }

  /** The readings of an expression: one with each message of its metrics, if it is not absent. */
  private List<Point> points(Expression argument, int last) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      List<String> brought = List.copyOf(messages.get(i).values().keySet());
      boolean concerned =
          argument
              .all()
              .anyMatch(e -> e instanceof Expression.Metric m && brought.contains(m.name()));
      OptionalDouble value = concerned ? reading(argument, i) : OptionalDouble.empty();
      if (value.isPresent()) {
        points.add(new Point(messages.get(i).epochMillis(), value.getAsDouble()));
      }
    }
    return points;
  }

  private OptionalDouble reading(Expression argument, int message) {
    NaiveEvaluator then = at(message, OptionalDouble.empty());
    if (argument.type() == Expression.Type.NUMBER) {
      return then.number(argument);
    }
    Truth truth = then.truth(argument);
    return truth == Truth.UNKNOWN
        ? OptionalDouble.empty()
        : OptionalDouble.of(truth == Truth.TRUE ? 1 : 0);
  }

  private OptionalDouble overTime(Expression.OverTime overTime, long now, int last) {
    List<Point> known =
        points(overTime.argument(), last).stream()
            .filter(point -> point.epochMillis <= now)
            .collect(Collectors.toList());
    List<Point> window;
    List<Point> before = List.of();
    if (overTime.span() instanceof Span.Time time) {
      long start = now - time.duration().toMillis();
      window = known.stream().filter(point -> point.epochMillis > start).toList();
      before =
          known.stream()
              .filter(point -> point.epochMillis <= start)
              .reduce((first, second) -> second)
              .filter(point -> start - point.epochMillis <= staleMillis)
              .map(List::of)
              .orElse(List.of());
      if (overTime.function() == TimeFunction.SECONDS_WHERE) {
        return known.isEmpty() ? OptionalDouble.empty() : secondsWhere(known, start, now);
      }
    } else {
      int count = ((Span.Readings) overTime.span()).count();
      window = known.subList(Math.max(0, known.size() - count), known.size());
    }
    double result = result(overTime, known, window, before);
    return Double.isFinite(result) ? OptionalDouble.of(result) : OptionalDouble.empty();
  }

  /** Looks at each tick of the window by itself. */
  private OptionalDouble secondsWhere(List<Point> known, long start, long now) {
    int ticks = 0;
    for (long tick = start; tick < now; tick += TICK) {
      Point standing = null;
      for (Point point : known) {
        standing = point.epochMillis <= tick ? point : standing;
      }
      if (standing != null && standing.value == 1 && tick - standing.epochMillis < staleMillis) {
        ticks++;
      }
    }
    return OptionalDouble.of(ticks * TICK / 1000.0);
  }

  private double result(
      Expression.OverTime overTime, List<Point> known, List<Point> window, List<Point> before) {
    List<Double> sorted = new ArrayList<>(window.stream().map(Point::value).toList());
    Collections.sort(sorted);
    if (overTime.function() == TimeFunction.COUNT) {
      return known.isEmpty() ? Double.NaN : window.size();
    }
    if (overTime.function() == TimeFunction.COUNT_WHERE) {
      return known.isEmpty() ? Double.NaN : Collections.frequency(sorted, 1.0);
    }
    if (window.isEmpty()) {
      return Double.NaN;
    }
    double least = sorted.get(0);
    double greatest = sorted.get(sorted.size() - 1);
    return switch (overTime.function()) {
      case MEAN -> average(sorted).mean();
      case SUM -> average(sorted).sum();
      case STDDEV -> average(sorted).stddev();
      case MIN -> least;
      case MAX -> greatest;
      case RANGE -> greatest - least;
      case FIRST -> window.get(0).value;
      case LAST -> window.get(window.size() - 1).value;
      case MEDIAN -> percentile(sorted, 50);
      case PERCENTILE -> percentile(sorted, overTime.percent());
      case SLOPE_PER_SECOND, SLOPE_PER_MINUTE, SLOPE_PER_HOUR ->
          slope(window, overTime.function().unit().toMillis());
      default -> increase(before, window, overTime.function().unit().toMillis());
    };
  }

  private static Average average(List<Double> values) {
    AverageAccumulator accumulator = new AverageAccumulator();
    values.forEach(accumulator::add);
    return accumulator.toAverage(new Series("s", "m"), 0, 1, 0);
  }

  private static double percentile(List<Double> sorted, double percent) {
    double rank = percent * (sorted.size() - 1) / 100;
    double low = sorted.get((int) Math.floor(rank));
    double high = sorted.get((int) Math.ceil(rank));
    double weight = rank - Math.floor(rank);
    return low == high ? low : low * (1 - weight) + high * weight;
  }

  private static double increase(List<Point> before, List<Point> window, long unit) {
    List<Point> points = new ArrayList<>(before);
    points.addAll(window);
    if (points.size() < 2) {
      return Double.NaN;
    }
    BigDecimal total = BigDecimal.ZERO;
    for (int i = 1; i < points.size(); i++) {
      BigDecimal from = new BigDecimal(points.get(i - 1).value);
      BigDecimal to = new BigDecimal(points.get(i).value);
      total = total.add(to.compareTo(from) < 0 ? to : to.subtract(from));
    }
    if (unit == 0) {
      return total.doubleValue();
    }
    long elapsed = points.get(points.size() - 1).epochMillis - points.get(0).epochMillis;
    return elapsed == 0
        ? Double.NaN
        : total
            .multiply(BigDecimal.valueOf(unit))
            .divide(BigDecimal.valueOf(elapsed), PRECISE)
            .doubleValue();
  }

  private static double slope(List<Point> points, long unit) {
    BigDecimal n = BigDecimal.valueOf(points.size());
    BigDecimal x = BigDecimal.ZERO;
    BigDecimal y = BigDecimal.ZERO;
    BigDecimal xx = BigDecimal.ZERO;
    BigDecimal xy = BigDecimal.ZERO;
    for (Point point : points) {
      BigDecimal time = BigDecimal.valueOf(point.epochMillis);
      BigDecimal value = new BigDecimal(point.value);
      x = x.add(time);
      y = y.add(value);
      xx = xx.add(time.multiply(time));
      xy = xy.add(time.multiply(value));
    }
    BigDecimal spread = n.multiply(xx).subtract(x.multiply(x));
    return spread.signum() == 0
        ? Double.NaN
        : n.multiply(xy)
            .subtract(x.multiply(y))
            .multiply(BigDecimal.valueOf(unit))
            .divide(spread, PRECISE)
            .doubleValue();
  }
}
