package dev.isotherm.rules;

/**
 * A value greater than a limit.
 *
 * @param limit a value greater than this starts it; the limit itself does not
 * @param clearBelow once started, it lasts until a value is less than this. Equal to {@code limit}
 *     means no hysteresis: a value that is not above the limit ends it.
 */
public record Above(double limit, double clearBelow) implements Condition {

  public Above {
    limit = Condition.finite("above", limit);
    clearBelow = Condition.finite("clearBelow", clearBelow);
    if (clearBelow > limit) {
      throw new IllegalArgumentException(
          "clearBelow " + clearBelow + ": must not be greater than above " + limit);
    }
  }

  @Override
  public boolean holds(double value, double lowest, double highest, boolean heldBefore) {
    return value > limit || (heldBefore && clearBelow < limit && value >= clearBelow);
  }

  @Override
  public double limitEntered(double value) {
    return limit;
  }

  @Override
  public double limitLeft(double value) {
    return clearBelow;
  }

  @Override
  public boolean isWithin(Condition milder) {
    return milder instanceof Above other && limit > other.limit && clearBelow >= other.clearBelow;
  }

  @Override
  public String toString() {
    return "above " + limit + (clearBelow == limit ? "" : ", clearBelow " + clearBelow);
  }
}
