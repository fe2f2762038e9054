package dev.isotherm.rules;

/**
 * A value outside of a band: below its low end or above its high end. The ends belong to the band.
 *
 * @param low low end of the band
 * @param high high end of the band, greater
 * @param clearLow once started, it lasts until a value lies between {@code clearLow} and {@code
 *     clearHigh}, a band within the band; {@code low} for no hysteresis at this end
 * @param clearHigh the same at the other end; {@code high} for no hysteresis
 */
public record Outside(double low, double high, double clearLow, double clearHigh)
    implements Condition {

  public Outside {
    low = Condition.finite("outside", low);
    high = Condition.finite("outside", high);
    clearLow = Condition.finite("clearInside", clearLow);
    clearHigh = Condition.finite("clearInside", clearHigh);
    if (low >= high) {
      throw new IllegalArgumentException(
          String.format("outside [%s, %s]: must go from the lesser to the greater", low, high));
    }
    if (clearLow >= clearHigh || clearLow < low || clearHigh > high) {
      throw new IllegalArgumentException(
          String.format(
              "clearInside [%s, %s]: must be a band within outside [%s, %s]",
              clearLow, clearHigh, low, high));
    }
  }

  @Override
  public boolean holds(double value, double lowest, double highest, boolean heldBefore) {
    return value < low
        || value > high
        || (heldBefore && clearLow > low && value <= clearLow)
        || (heldBefore && clearHigh < high && value >= clearHigh);
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
    return milder instanceof Outside other
        && low <= other.low
        && high >= other.high
        && clearLow <= other.clearLow
        && clearHigh >= other.clearHigh
        && (low < other.low || high > other.high);
  }

  @Override
  public String toString() {
    String band = String.format("outside [%s, %s]", low, high);
    return clearLow == low && clearHigh == high
        ? band
        : band + String.format(", clearInside [%s, %s]", clearLow, clearHigh);
  }
}
