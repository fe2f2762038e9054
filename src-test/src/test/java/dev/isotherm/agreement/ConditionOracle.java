package dev.isotherm.agreement;

import dev.isotherm.model.Reading;
import dev.isotherm.rules.condition.Band;
import dev.isotherm.rules.condition.ChangesBy;
import dev.isotherm.rules.condition.Condition;
import dev.isotherm.rules.condition.Equality;
import dev.isotherm.rules.condition.Threshold;
import java.util.List;

/** Says once more, by docs/rules.md, when a condition holds. */
final class ConditionOracle {
  private ConditionOracle() {}

  /**
   * Whether it holds at the last of some readings of a series.
   *
   * @param before whether it did at the one before
   */
  static boolean holds(Condition condition, List<Reading> readings, boolean before) {
    double value = last(readings).value();
    if (condition instanceof Threshold threshold) {
      return holds(threshold, value, before);
    }
    if (condition instanceof Band band) {
      return holds(band, value, before);
    }
    if (condition instanceof Equality equality) {
      boolean equal = value == equality.number();
      return equality.kind() == Condition.Kind.EQUALS ? equal : !equal;
    }
    return change((ChangesBy) condition, readings) > ((ChangesBy) condition).moreThan();
  }

  private static boolean holds(Threshold threshold, double value, boolean before) {
    boolean starts =
        switch (threshold.kind()) {
          case ABOVE -> value > threshold.limit();
          case AT_LEAST -> value >= threshold.limit();
          case BELOW -> value < threshold.limit();
          default -> value <= threshold.limit();
        };
    if (starts || !before || threshold.clear() == null) {
      return starts;
    }
    double clear = threshold.clear().limit();
    return switch (threshold.clearKey()) {
      case "clearBelow" -> value >= clear;
      case "clearAtMost" -> value > clear;
      case "clearAbove" -> value <= clear;
      default -> value < clear;
    };
  }

  private static boolean holds(Band band, double value, boolean before) {
    boolean inner = band.limits().low() <= value && value <= band.limits().high();
    boolean starts = (band.kind() == Condition.Kind.INSIDE) == inner;
    if (starts || !before || band.clear() == null) {
      return starts;
    }
    return band.kind() == Condition.Kind.INSIDE
        ? band.clear().low() <= value && value <= band.clear().high()
        : value <= band.clear().low() || value >= band.clear().high();
  }

  /**
   * What a level compares: the value, or the greatest change to a reading that counts.
   *
   * @param readings of a series until the one that counts
   */
  static double compared(Condition condition, List<Reading> readings) {
    return condition instanceof ChangesBy by ? change(by, readings) : last(readings).value();
  }

  /** Against every reading so far that lies in one of the sixtieths that count. */
  private static double change(ChangesBy by, List<Reading> readings) {
    long within = by.within().toMillis();
    long sixtieth = (within + 59) / 60;
    long oldest = Math.floorDiv(last(readings).epochMillis() - within, sixtieth);
    double value = last(readings).value();
    return readings.stream()
        .filter(one -> Math.floorDiv(one.epochMillis(), sixtieth) >= oldest)
        .mapToDouble(one -> Math.abs(one.value() - value))
        .max()
        .orElseThrow();
  }

  private static Reading last(List<Reading> readings) {
    return readings.get(readings.size() - 1);
  }
}
