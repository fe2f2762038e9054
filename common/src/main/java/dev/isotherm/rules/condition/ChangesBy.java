package dev.isotherm.rules.condition;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.InvalidFieldException;
import java.time.Duration;

/**
 * A value that differs from a recent reading by more than a limit, up or down. The recent readings
 * are kept in sixtieths of {@code within}, so a reading may count for up to a sixtieth longer.
 *
 * @param moreThan the limit of the difference; positive
 * @param within how far to look back
 */
public record ChangesBy(double moreThan, Duration within) implements Condition {

  public ChangesBy {
    moreThan = Condition.finite("moreThan", moreThan);
    if (moreThan <= 0) {
      throw new InvalidFieldException("moreThan", moreThan, "must be greater than 0");
    }
    DurationText.require("within", within, 1);
  }

  @Override
  public Kind kind() {
    return Kind.CHANGES_BY;
  }

  @Override
  public boolean holds(double value, double lowest, double highest, boolean heldBefore) {
    return compared(value, lowest, highest) > moreThan;
  }

  /** The greatest change to a recent value, up or down. */
  @Override
  public double compared(double value, double lowest, double highest) {
    return Math.max(value - lowest, highest - value);
  }

  @Override
  public double limitOf(double compared) {
    return moreThan;
  }

  @Override
  public boolean mayFollow(Condition milder) {
    return !(milder instanceof ChangesBy other)
        || (within.equals(other.within) && moreThan >= other.moreThan);
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
