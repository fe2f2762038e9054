package dev.isotherm.rules;

import dev.isotherm.alert.RecentRange;
import java.time.Duration;

/**
 * A value that differs from some reading of the last while by more than so much, up or down. How
 * far it looks back is counted in sixtieths of {@code within}, see {@link RecentRange}.
 *
 * @param moreThan a greater difference than this; positive
 * @param within how far to look back
 */
public record ChangesBy(double moreThan, Duration within) implements Condition {

  public ChangesBy {
    moreThan = Condition.finite("moreThan", moreThan);
    if (moreThan <= 0) {
      throw new IllegalArgumentException("moreThan " + moreThan + ": must be greater than 0");
    }
    Timing.require("within", within, 1);
  }

  @Override
  public boolean holds(double value, double lowest, double highest, boolean heldBefore) {
    return value - lowest > moreThan || highest - value > moreThan;
  }

  @Override
  public double limitEntered(double value) {
    return moreThan;
  }

  @Override
  public double limitLeft(double value) {
    return moreThan;
  }

  @Override
  public boolean isWithin(Condition milder) {
    return milder instanceof ChangesBy other
        && within.equals(other.within)
        && moreThan > other.moreThan;
  }

  @Override
  public long withinMillis() {
    return within.toMillis();
  }

  @Override
  public String toString() {
    return "changesBy {moreThan " + moreThan + ", within " + within + "}";
  }
}
