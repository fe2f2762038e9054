package dev.isotherm.agreement;

import dev.isotherm.model.Reading;
import dev.isotherm.rules.condition.Band;
import dev.isotherm.rules.condition.ChangesBy;
import dev.isotherm.rules.condition.Condition;
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
    return changes((ChangesBy) condition, readings);
  }

  private static boolean holds(Threshold threshold, double value, boolean before) {
    double limit = threshold.limit();
    double clear = threshold.clear();
    boolean hysteresis = before && clear != limit;
    return threshold.kind() == Condition.Kind.ABOVE
        ? value > limit || (hysteresis && value >= clear)
        : value < limit || (hysteresis && value <= clear);
  }

  private static boolean holds(Band band, double value, boolean before) {
    boolean inner = band.low() <= value && value <= band.high();
    if (band.kind() == Condition.Kind.INSIDE) {
      return inner || (before && band.clearLow() <= value && value <= band.clearHigh());
    }
    boolean low = band.clearLow() != band.low() && value <= band.clearLow();
    boolean high = band.clearHigh() != band.high() && value >= band.clearHigh();
    return !inner || (before && (low || high));
  }

  /** Against every reading so far that lies in one of the sixtieths that count. */
  private static boolean changes(ChangesBy by, List<Reading> readings) {
    long within = by.within().toMillis();
    long sixtieth = (within + 59) / 60;
    long oldest = Math.floorDiv(last(readings).epochMillis() - within, sixtieth);
    double value = last(readings).value();
    return readings.stream()
        .filter(one -> Math.floorDiv(one.epochMillis(), sixtieth) >= oldest)
        .anyMatch(one -> Math.abs(one.value() - value) > by.moreThan());
  }

  private static Reading last(List<Reading> readings) {
    return readings.get(readings.size() - 1);
  }
}
