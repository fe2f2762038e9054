package dev.isotherm.signal;

import dev.isotherm.model.InvalidFieldException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far the latest value of an expression is from the mean of earlier ones, in standard
 * deviations: {@code (value − mean) / max(stddev, floor)}. The latest value does not count in mean
 * and standard deviation. It is absent if there are fewer earlier values than {@code least}, or if
 * the standard deviation is 0 and there is no floor.
 *
 * @param argument of what: an expression that results in a reading with each message, or {@link
 *     Expression.Value}, which has a reading with each evaluation
 * @param span the earlier values; {@code null} for those of a learned baseline, which is of one
 *     metric
 * @param floor the least standard deviation; 0 for none
 * @param least how many earlier values are needed
 */
public record Deviation(Expression argument, @Nullable Span span, double floor, int least)
    implements Expression.Lookup {

  /** How many earlier values are needed, if an expression does not say it. */
  public static final int DEFAULT_LEAST = 10;

  /** With fewer values, a standard deviation says nothing. */
  private static final int SMALLEST_LEAST = 2;

  public Deviation {
    Requirements.requireType(Type.NUMBER, argument);
    floor += 0.0; // -0.0 becomes 0.0
    if (!(floor >= 0 && floor < Double.POSITIVE_INFINITY)) {
      throw new InvalidFieldException("floor", floor, "must be a finite number, and not negative");
    }
    if (least < SMALLEST_LEAST || least > Span.MOST_READINGS) {
      throw new InvalidFieldException(
          "least number",
          least + " readings",
          "must be from " + SMALLEST_LEAST + " to " + Span.MOST_READINGS + " readings");
    }
    if (span instanceof Span.Readings readings && readings.count() < least) {
      throw new InvalidFieldException(
          "window", span, "has fewer readings than deviation needs, which is " + least);
    }
    boolean isOfMetric = argument instanceof Metric || argument instanceof OtherSensor;
    if (span == null && !isOfMetric) {
      throw new IllegalArgumentException(
          "deviation without a window is of one metric; with one, as in deviation(x, 1d), it is of"
              + " any formula");
    }
  }

  /** Whether it compares the value of the signal with earlier ones. */
  public boolean isOfSignal() {
    return argument instanceof Value;
  }

  /** Whether a condition compares the value of the signal with earlier ones. */
  public static boolean comparesSignal(Expression condition) {
    return condition.all().anyMatch(part -> part instanceof Deviation one && one.isOfSignal());
  }

  /** Whether it compares with a learned baseline. */
  public boolean isOfBaseline() {
    return span == null;
  }

  /** Returns those in expressions that compare with a learned baseline, each once. */
  public static Set<Deviation> ofBaseline(List<Expression> expressions) {
    return expressions.stream()
        .flatMap(Expression::all)
        .filter(part -> part instanceof Deviation one && one.isOfBaseline())
        .map(Deviation.class::cast)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public List<Expression> operands() {
    return List.of(argument);
  }
}
