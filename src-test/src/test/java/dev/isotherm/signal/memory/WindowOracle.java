package dev.isotherm.signal.memory;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.TimeFunction;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The functions over time by their definition, from all readings of a window. */
public final class WindowOracle {

  private static final MathContext PRECISE = new MathContext(400);

  /** The smallest doubles have 751 digits. */
  private static final MathContext EXACT_ENOUGH = new MathContext(1_200);

  /** Seven times as many digits as a double has. */
  private static final MathContext ROUGH = new MathContext(120);

  /** More than the relative error of a root and a quotient that are rough. */
  private static final int ERROR_POWER = -110;

  /** A reading of an expression. */
  record Point(long epochMillis, double value) {}

  private WindowOracle() {}

  /**
   * Returns the result of a function; NaN or infinite if it is absent.
   *
   * @param known all readings up to the end of the window
   * @param before the reading that stood at the start of the window, if it is known
   */
  static double result(
      Expression.OverTime overTime, List<Point> known, List<Point> window, List<Point> before) {
    List<Double> sorted = new ArrayList<>(window.stream().map(Point::value).toList());
    Collections.sort(sorted);
    if (overTime.function() == TimeFunction.COUNT) {
      return known.isEmpty() ? Double.NaN : window.size();
    }
    if (overTime.function() == TimeFunction.COUNT_WHERE) {
      return known.isEmpty() ? Double.NaN : Collections.frequency(sorted, 1.0);
    }
    if (overTime.function() == TimeFunction.CHANGES) {
      return known.isEmpty() ? Double.NaN : changes(before, window);
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
      case FIRST -> window.get(0).value();
      case LAST -> window.get(window.size() - 1).value();
      case MEDIAN -> percentile(sorted, 50);
      case PERCENTILE -> percentile(sorted, overTime.percent());
      case SLOPE_PER_SECOND, SLOPE_PER_MINUTE, SLOPE_PER_HOUR ->
          slope(window, overTime.function().unit().toMillis());
      default -> increase(before, window, overTime.function().unit().toMillis());
    };
  }

  /** Returns how far a value is from others; NaN or infinite if this is absent. */
  public static double deviation(double value, List<Double> others, double floor) {
    BigDecimal n = BigDecimal.valueOf(others.size());
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    for (double other : others) {
      BigDecimal exact = new BigDecimal(other);
      sum = sum.add(exact);
      squares = squares.add(exact.multiply(exact));
    }
    BigDecimal distance = n.multiply(new BigDecimal(value)).subtract(sum);
    BigDecimal spread = n.multiply(squares).subtract(sum.multiply(sum));
    if (average(others).stddev() < floor) {
      return distance.divide(n.multiply(new BigDecimal(floor)), EXACT_ENOUGH).doubleValue();
    }
    if (average(others).stddev() == 0) {
      return Double.NaN;
    }
    return quotientByRoot(distance, spread);
  }

  /** The long root is slow, and needed only where the rough one may be rounded either way. */
  private static double quotientByRoot(BigDecimal dividend, BigDecimal square) {
    BigDecimal rough = dividend.divide(square.round(ROUGH).sqrt(ROUGH), ROUGH);
    BigDecimal error = rough.scaleByPowerOfTen(ERROR_POWER);
    double nearer = rough.subtract(error).doubleValue();
    return nearer == rough.add(error).doubleValue()
        ? nearer
        : dividend.divide(square.sqrt(EXACT_ENOUGH), EXACT_ENOUGH).doubleValue();
  }

  public static Average average(List<Double> values) {
    AverageAccumulator accumulator = new AverageAccumulator();
    values.forEach(accumulator::add);
    return accumulator.toAverage(new Series("s", "m"), 0, 1, 0);
  }

  public static double percentile(List<Double> sorted, double percent) {
    double rank = percent * (sorted.size() - 1) / 100;
    double low = sorted.get((int) Math.floor(rank));
    double high = sorted.get((int) Math.ceil(rank));
    double weight = rank - Math.floor(rank);
    return low == high ? low : low * (1 - weight) + high * weight;
  }

  private static double changes(List<Point> before, List<Point> window) {
    List<Point> points = new ArrayList<>(before);
    points.addAll(window);
    int changes = 0;
    for (int i = 1; i < points.size(); i++) {
      changes += points.get(i).value() == points.get(i - 1).value() ? 0 : 1;
    }
    return window.isEmpty() ? 0 : changes;
  }

  private static double increase(List<Point> before, List<Point> window, long unit) {
    List<Point> points = new ArrayList<>(before);
    points.addAll(window);
    if (points.size() < 2) {
      return Double.NaN;
    }
    BigDecimal total = BigDecimal.ZERO;
    for (int i = 1; i < points.size(); i++) {
      BigDecimal from = new BigDecimal(points.get(i - 1).value());
      BigDecimal to = new BigDecimal(points.get(i).value());
      total = total.add(to.compareTo(from) < 0 ? to : to.subtract(from));
    }
    if (unit == 0) {
      return total.doubleValue();
    }
    long elapsed = points.get(points.size() - 1).epochMillis() - points.get(0).epochMillis();
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
      BigDecimal time = BigDecimal.valueOf(point.epochMillis());
      BigDecimal value = new BigDecimal(point.value());
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
