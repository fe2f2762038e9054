package dev.isotherm.rules;

/**
 * A value less than a limit.
 *
 * @param limit a value less than this starts it; the limit itself does not
 * @param clearAbove once started, it lasts until a value is greater than this. Equal to {@code
 *     limit} means no hysteresis: a value that is not below the limit ends it.
 */
public record Below(double limit, double clearAbove) implements Condition {

  public Below {
    limit = Condition.finite("below", limit);
    clearAbove = Condition.finite("clearAbove", clearAbove);
    if (clearAbove < limit) {
      throw new IllegalArgumentException(
          "clearAbove " + clearAbove + ": must not be less than below " + limit);
    }
  }

  @Override
  public boolean holds(double value, double lowest, double highest, boolean heldBefore) {
    return value < limit || (heldBefore && clearAbove > limit && value <= clearAbove);
  }

  @Override
  public double limitEntered(double value) {
    return limit;
  }

  @Override
  public double limitLeft(double value) {
    return clearAbove;
  }

  @Override
  public boolean isWithin(Condition milder) {
    return milder instanceof Below other && limit < other.limit && clearAbove <= other.clearAbove;
  }

  @Override
  public String toString() {
    return "below " + limit + (clearAbove == limit ? "" : ", clearAbove " + clearAbove);
  }
}
