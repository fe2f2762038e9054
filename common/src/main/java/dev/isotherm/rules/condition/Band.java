package dev.isotherm.rules.condition;

import dev.isotherm.model.InvalidFieldException;

/**
 * A value outside or inside of a band. The ends belong to the band.
 *
 * @param kind {@link Kind#OUTSIDE} or {@link Kind#INSIDE}
 * @param low low end of the band
 * @param high high end of the band, greater; for {@code INSIDE} it may be equal
 * @param clearLow low end of the band for hysteresis, which lies within the band for {@code
 *     OUTSIDE} and around it for {@code INSIDE}. Once started, the condition lasts until a value is
 *     strictly inside, or outside, of that band. Equal to {@code low} means no hysteresis at this
 *     end.
 * @param clearHigh high end of the band for hysteresis
 */
public record Band(Kind kind, double low, double high, double clearLow, double clearHigh)
    implements Condition {

  public Band {
    if (kind != Kind.OUTSIDE && kind != Kind.INSIDE) {
      throw new IllegalArgumentException("kind " + kind + ": must be outside or inside");
    }
    low = Condition.finite(kind.key(), low);
    high = Condition.finite(kind.key(), high);
    clearLow = Condition.finite(kind.clearKey(), clearLow);
    clearHigh = Condition.finite(kind.clearKey(), clearHigh);
    boolean outside = kind == Kind.OUTSIDE;
    if (low > high || (outside && low == high)) {
      throw new InvalidFieldException(
          kind.key(), text(low, high), "must go from the lesser to the greater");
    }
    boolean clears =
        outside
            ? low <= clearLow && clearLow < clearHigh && clearHigh <= high
            : clearLow <= low && high <= clearHigh;
    if (!clears) {
      throw new InvalidFieldException(
          kind.clearKey(),
          text(clearLow, clearHigh),
          String.format(
              "must be a band %s %s %s",
              outside ? "within" : "around", kind.key(), text(low, high)));
    }
  }

  @Override
  public boolean holds(double value, double lowest, double highest, boolean heldBefore) {
    if (kind == Kind.INSIDE) {
      return heldBefore ? value >= clearLow && value <= clearHigh : value >= low && value <= high;
    }
    return value < low
        || value > high
        || (heldBefore && clearLow > low && value <= clearLow)
        || (heldBefore && clearHigh < high && value >= clearHigh);
  }

  @Override
  public double limitEntered(double value) {
    return nearer(value, low, high);
  }

  @Override
  public double limitLeft(double value) {
    return nearer(value, clearLow, clearHigh);
  }

  private static double nearer(double value, double a, double b) {
    return Math.abs(value - a) <= Math.abs(value - b) ? a : b;
  }

  @Override
  public boolean isWithin(Condition milder) {
    if (!(milder instanceof Band other) || kind != other.kind) {
      return false;
    }
    return kind == Kind.INSIDE ? liesIn(other) : other.liesIn(this);
  }

  private boolean liesIn(Band other) {
    return low >= other.low
        && high <= other.high
        && clearLow >= other.clearLow
        && clearHigh <= other.clearHigh
        && (low > other.low || high < other.high);
  }

  @Override
  public String toString() {
    String plain = kind.key() + " " + text(low, high);
    return clearLow == low && clearHigh == high
        ? plain
        : plain + ", " + kind.clearKey() + " " + text(clearLow, clearHigh);
  }

  private static String text(double low, double high) {
    return "[" + low + ", " + high + "]";
  }
}
