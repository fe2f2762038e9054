package dev.isotherm.signal.memory;

import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.NaiveEvaluator;
import dev.isotherm.signal.Span;
import dev.isotherm.signal.TimeFunction;
import dev.isotherm.signal.Truth;
import dev.isotherm.signal.memory.WindowOracle.Point;
import dev.isotherm.window.CalendarWindows.Unit;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Evaluates the expressions of one sensor from all messages that it ever sent. Windows are looked
 * through each time anew; what an expression was with an earlier message does not change, and is
 * remembered. Instants, windows and the time after which values are stale are multiples of {@link
 * #TICK}.
 */
public final class SignalOracle {

  public static final long TICK = 100;

  private final long staleMillis;
  private final double hotLimit;
  private final List<SensorReadings> messages = new ArrayList<>();

  /** What an expression was with each message; empty with those that bring none of its metrics. */
  private final IdentityHashMap<Expression, List<OptionalDouble>> readings =
      new IdentityHashMap<>();

  private Expression signal = new Expression.Constant(0);
  private List<String> metrics = List.of();

  public SignalOracle(long staleMillis, double hotLimit) {
    this.staleMillis = staleMillis;
    this.hotLimit = hotLimit;
  }

  /** Names the signal, of which the conditions of levels may use earlier values. */
  public void setSignal(Expression signal, List<String> metricsOfRule) {
    this.signal = signal;
    metrics = metricsOfRule;
  }

  public void add(SensorReadings message) {
    messages.add(message);
  }

  /** Returns a number at an instant, which is not before that of the last message. */
  public OptionalDouble number(Expression expression, long now) {
    return at(messages.size() - 1, now, OptionalDouble.empty()).number(expression);
  }

  /** Returns a condition at an instant, which is not before that of the last message. */
  public Truth truth(Expression expression, long now, OptionalDouble signal) {
    return at(messages.size() - 1, now, signal).truth(expression);
  }

  private NaiveEvaluator at(int message, long now, OptionalDouble signal) {
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
    if (lookup instanceof Deviation deviation) {
      return deviation.isOfSignal()
          ? ofSignal(deviation, now, message, signal)
          : deviation(deviation, now, message);
    }
    Expression.Ago ago = (Expression.Ago) lookup;
    return new NaiveEvaluator(inner -> past(inner, ago, message, now)).number(ago.argument());
  }

  private OptionalDouble past(Expression.Lookup inner, Expression.Ago ago, int message, long now) {
    long then = now - ago.age().toMillis();
    if (inner instanceof Expression.OverTime overTime) {
      return overTime(overTime, then, message);
    }
    if (inner instanceof Deviation deviation) {
      return deviation(deviation, then, message);
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
      if (point.epochMillis() <= now) {
        newest =
            now - point.epochMillis() <= reach
                ? OptionalDouble.of(point.value())
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
          if (points.get(i).epochMillis() == instant) {
            return OptionalDouble.of(points.get(i).value());
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
      long instant = messages.get(i).epochMillis();
      reading(argument, i).ifPresent(value -> points.add(new Point(instant, value)));
    }
    return points;
  }

  private OptionalDouble reading(Expression argument, int message) {
    List<OptionalDouble> known = readings.computeIfAbsent(argument, any -> new ArrayList<>());
    for (int i = known.size(); i <= message; i++) {
      known.add(isConcerned(argument, i) ? value(argument, i) : OptionalDouble.empty());
    }
    return known.get(message);
  }

  private boolean isConcerned(Expression argument, int message) {
    Set<String> brought = messages.get(message).values().keySet();
    return argument
        .all()
        .anyMatch(e -> e instanceof Expression.Metric m && brought.contains(m.name()));
  }

  private OptionalDouble value(Expression argument, int message) {
    long instant = messages.get(message).epochMillis();
    NaiveEvaluator then = at(message, instant, OptionalDouble.empty());
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
            .filter(point -> point.epochMillis() <= now)
            .collect(Collectors.toList());
    List<Point> window;
    List<Point> before = List.of();
    if (overTime.span() instanceof Span.Calendar calendar) {
      return inPeriod(overTime, calendar, known, now);
    }
    if (overTime.span() instanceof Span.Time time) {
      long start = now - time.duration().toMillis();
      window = known.stream().filter(point -> point.epochMillis() > start).toList();
      before =
          known.stream()
              .filter(point -> point.epochMillis() <= start)
              .reduce((first, second) -> second)
              .filter(point -> start - point.epochMillis() <= staleMillis)
              .map(List::of)
              .orElse(List.of());
      if (overTime.function() == TimeFunction.SECONDS_WHERE) {
        return known.isEmpty() ? OptionalDouble.empty() : secondsWhere(known, start, now);
      }
      if (overTime.function() == TimeFunction.SECONDS_SINCE) {
        return secondsSince(known, start, now);
      }
    } else {
      int count = ((Span.Readings) overTime.span()).count();
      window = known.subList(Math.max(0, known.size() - count), known.size());
    }
    double result = WindowOracle.result(overTime, known, window, before);
    return Double.isFinite(result) ? OptionalDouble.of(result) : OptionalDouble.empty();
  }

  /** A day or a week: the readings whose local date is not before its first one. */
  private OptionalDouble inPeriod(
      Expression.OverTime overTime, Span.Calendar calendar, List<Point> known, long now) {
    LocalDate first = date(now, calendar.zone());
    while (calendar.unit() == Unit.WEEK && first.getDayOfWeek() != DayOfWeek.MONDAY) {
      first = first.minusDays(1);
    }
    LocalDate firstDay = first;
    long start = firstDay.atStartOfDay(calendar.zone()).toInstant().toEpochMilli();
    Predicate<Point> isInside =
        point -> !date(point.epochMillis(), calendar.zone()).isBefore(firstDay);
    if (overTime.function() == TimeFunction.SECONDS_WHERE) {
      return known.isEmpty() ? OptionalDouble.empty() : secondsWhere(known, start, now);
    }
    if (overTime.function() == TimeFunction.SECONDS_SINCE) {
      return secondsSince(known, start - TICK, now);
    }
    List<Point> window = known.stream().filter(isInside).toList();
    List<Point> before =
        known.stream()
            .filter(isInside.negate())
            .reduce((one, two) -> two)
            .filter(point -> start - point.epochMillis() <= staleMillis)
            .filter(point -> window.stream().noneMatch(one -> one.epochMillis() == start))
            .map(List::of)
            .orElse(List.of());
    double result = WindowOracle.result(overTime, known, window, before);
    return Double.isFinite(result) ? OptionalDouble.of(result) : OptionalDouble.empty();
  }

  private static LocalDate date(long epochMillis, ZoneId zone) {
    return Instant.ofEpochMilli(epochMillis).atZone(zone).toLocalDate();
  }

  /** Compares the newest reading with those before it. */
  private OptionalDouble deviation(Deviation deviation, long now, int last) {
    List<Point> known = new ArrayList<>(points(deviation.argument(), last));
    known.removeIf(point -> point.epochMillis() > now);
    if (known.isEmpty()) {
      return OptionalDouble.empty();
    }
    Point newest = known.remove(known.size() - 1);
    boolean isInWindow =
        !(deviation.span() instanceof Span.Time time)
            || newest.epochMillis() > now - time.duration().toMillis();
    return isInWindow && now - newest.epochMillis() <= staleMillis
        ? deviation(deviation, newest.value(), known, now)
        : OptionalDouble.empty();
  }

  /** Compares the signal with its values after earlier messages. */
  private OptionalDouble ofSignal(Deviation deviation, long now, int last, OptionalDouble value) {
    List<Point> known = new ArrayList<>();
    for (int i = 0; i < last; i++) {
      SensorReadings message = messages.get(i);
      OptionalDouble then =
          metrics.stream().anyMatch(message.values()::containsKey)
              ? at(i, message.epochMillis(), OptionalDouble.empty()).number(signal)
              : OptionalDouble.empty();
      then.ifPresent(earlier -> known.add(new Point(message.epochMillis(), earlier)));
    }
    return value.isEmpty() ? value : deviation(deviation, value.getAsDouble(), known, now);
  }

  private static OptionalDouble deviation(
      Deviation deviation, double value, List<Point> earlier, long now) {
    List<Point> window = new ArrayList<>(earlier);
    if (deviation.span() instanceof Span.Time time) {
      window.removeIf(point -> point.epochMillis() <= now - time.duration().toMillis());
    } else if (deviation.span() instanceof Span.Readings some) {
      window.subList(0, Math.max(0, window.size() - some.count())).clear();
    }
    double result =
        window.size() < deviation.least()
            ? Double.NaN
            : WindowOracle.deviation(
                value, window.stream().map(Point::value).toList(), deviation.floor());
    return Double.isFinite(result) ? OptionalDouble.of(result) : OptionalDouble.empty();
  }

  /** Goes back tick by tick. Before the first reading, there is nothing to find. */
  private static OptionalDouble secondsSince(List<Point> known, long start, long now) {
    long end = known.isEmpty() ? now : Math.max(start, known.get(0).epochMillis() - TICK);
    for (long tick = now; tick > end; tick -= TICK) {
      for (Point point : known) {
        if (point.epochMillis() == tick && point.value() == 1) {
          return OptionalDouble.of((now - tick) / 1000.0);
        }
      }
    }
    return OptionalDouble.empty();
  }

  /** Looks at each tick of the window by itself. Before the first reading, nothing stands. */
  private OptionalDouble secondsWhere(List<Point> known, long start, long now) {
    int ticks = 0;
    for (long tick = Math.max(start, known.get(0).epochMillis()); tick < now; tick += TICK) {
      Point standing = null;
      for (Point point : known) {
        standing = point.epochMillis() <= tick ? point : standing;
      }
      if (standing != null
          && standing.value() == 1
          && tick - standing.epochMillis() < staleMillis) {
        ticks++;
      }
    }
    return OptionalDouble.of(ticks * TICK / 1000.0);
  }
}
