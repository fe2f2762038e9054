package dev.isotherm.rules;

/**
 * A value inside of a band. The ends belong to the band.
 *
 * @param low low end of the band
 * @param high high end of the band, not less
 * @param clearLow once started, it lasts until a value is less than {@code clearLow} or greater
 *     than {@code clearHigh}, a band around the band; {@code low} for no hysteresis at this end
 * @param clearHigh the same at the other end; {@code high} for no hysteresis
 */
public record Inside(double low, double high, double clearLow, double clearHigh)
    implements Condition {

  public Inside {
    low = Condition.finite("inside", low);
    high = Condition.finite("inside", high);
    clearLow = Condition.finite("clearOutside", clearLow);
    clearHigh = Condition.finite("clearOutside", clearHigh);
    if (low > high) {
      throw new IllegalArgumentException(
          String.format("inside [%s, %s]: must go from the lesser to the greater", low, high));
    }
    if (clearLow > low || clearHigh < high) {
      throw new IllegalArgumentException(
          String.format(
              "clearOutside [%s, %s]: must be a band around inside [%s, %s]",
              clearLow, clearHigh, low, high));
    }
  }

  @Override
  public boolean holds(double value, double lowest, double highest, boolean heldBefore) {
    return heldBefore ? value >= clearLow && value <= clearHigh : value >= low && value <= high;
  }

  @Override
  public double limitEntered(double value) {
    return Condition.nearer(value, low, high);
  }

  @Override
  public double limitLeft(double value) {
    return Condition.nearer(value, clearLow, clearHigh);
  }

  @Override
  public boolean isWithin(Condition milder) {
    return milder instanceof Inside other
        && low >= other.low
        && high <= other.high
        && clearLow >= other.clearLow
        && clearHigh <= other.clearHigh
        && (low > other.low || high < other.high);
  }

  @Override
  public String toString() {
    String band = String.format("inside [%s, %s]", low, high);
    return clearLow == low && clearHigh == high
        ? band
        : band + String.format(", clearOutside [%s, %s]", clearLow, clearHigh);
  }
}
