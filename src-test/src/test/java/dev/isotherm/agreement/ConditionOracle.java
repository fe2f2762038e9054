package dev.isotherm.agreement;

import dev.isotherm.model.Reading;
import dev.isotherm.rules.Above;
import dev.isotherm.rules.Below;
import dev.isotherm.rules.ChangesBy;
import dev.isotherm.rules.Condition;
import dev.isotherm.rules.Inside;
import dev.isotherm.rules.Outside;
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
    if (condition instanceof Above above) {
      return value > above.limit() || (before && value >= above.clearBelow() && clears(above));
    }
    if (condition instanceof Below below) {
      return value < below.limit() || (before && value <= below.clearAbove() && clears(below));
    }
    if (condition instanceof Outside band) {
      boolean low = band.clearLow() != band.low() && value <= band.clearLow();
      boolean high = band.clearHigh() != band.high() && value >= band.clearHigh();
      return value < band.low() || value > band.high() || (before && (low || high));
    }
    if (condition instanceof Inside band) {
      boolean inner = band.low() <= value && value <= band.high();
      return inner || (before && band.clearLow() <= value && value <= band.clearHigh());
    }
    return changes((ChangesBy) condition, readings);
  }

  private static boolean clears(Above above) {
    return above.clearBelow() != above.limit();
  }

  private static boolean clears(Below below) {
    return below.clearAbove() != below.limit();
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
