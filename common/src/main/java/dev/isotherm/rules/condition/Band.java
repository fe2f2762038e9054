package dev.isotherm.rules.condition;

import dev.isotherm.model.InvalidFieldException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A value outside or inside of a band. The ends belong to the band.
 *
 * @param kind {@link Kind#OUTSIDE} or {@link Kind#INSIDE}
 * @param limits the band; its ends may be equal for {@code INSIDE} alone
 * @param clear the band for hysteresis, which lies within the other for {@code OUTSIDE} and around
 *     it for {@code INSIDE}: once started, the condition lasts until a value is strictly inside, or
 *     outside, of it. {@code null} for any value that would not start it.
 */
public record Band(Kind kind, Interval limits, @Nullable Interval clear) implements Condition {

  /** All values from one to another, both included. */
  public record Interval(double low, double high) implements Serializable {

    public Interval {
      low += 0.0; // makes -0.0 to 0.0
      high += 0.0;
    }

    boolean contains(double value) {
      return low <= value && value <= high;
    }

    boolean contains(Interval other) {
      return low <= other.low && other.high <= high;
    }

    boolean hasInside(double value) {
      return low < value && value < high;
    }

    double nearer(double value) {
      return Math.abs(value - low) <= Math.abs(value - high) ? low : high;
    }

    @Override
    public String toString() {
      return "[" + low + ", " + high + "]";
    }
  }

  public Band {
    if (kind != Kind.OUTSIDE && kind != Kind.INSIDE) {
      throw new IllegalArgumentException("kind " + kind + ": must be outside or inside");
    }
    requireOrder(kind.key(), limits, kind == Kind.OUTSIDE);
    if (clear != null) {
      requireClear(kind, limits, clear);
    }
  }

  /** Without hysteresis. */
  public Band(Kind kind, double low, double high) {
    this(kind, new Interval(low, high), null);
  }

  private static void requireOrder(String key, Interval band, boolean needsInside) {
    Condition.finite(key, band.low);
    Condition.finite(key, band.high);
    if (band.low > band.high || (needsInside && band.low == band.high)) {
      throw new InvalidFieldException(key, band, "must go from the lesser to the greater");
    }
  }

  private static void requireClear(Kind kind, Interval limits, Interval clear) {
    boolean outside = kind == Kind.OUTSIDE;
    String key = kind.clearKeys().get(0);
    requireOrder(key, clear, outside);
    if (!(outside ? limits.contains(clear) : clear.contains(limits))) {
      throw new InvalidFieldException(
          key,
          clear,
          String.format(
              "must be a band %s %s %s", outside ? "within" : "around", kind.key(), limits));
    }
  }

  @Override
  public boolean holds(double value, double lowest, double highest, boolean heldBefore) {
    return starts(value) || (heldBefore && clear != null && !ends(value));
  }

  private boolean starts(double value) {
    return limits.contains(value) == (kind == Kind.INSIDE);
  }

  private boolean ends(double value) {
    return kind == Kind.INSIDE ? !clear.contains(value) : clear.hasInside(value);
  }

  @Override
  public double limitOf(double compared) {
    return (clear == null || starts(compared) ? limits : clear).nearer(compared);
  }

  @Override
  public boolean hasHysteresis() {
    return clear != null;
  }

  @Override
  public boolean mayFollow(Condition milder) {
    if (!(milder instanceof Band other) || kind != other.kind) {
      return true;
    }
    return kind == Kind.INSIDE ? isWithin(other) : other.isWithin(this);
  }

  private boolean isWithin(Band other) {
    return other.limits.contains(limits) && other.lasting().contains(lasting());
  }

  /** The band that decides when the condition ends. */
  private Interval lasting() {
    return clear == null ? limits : clear;
  }

  @Override
  public String toString() {
    String plain = kind.key() + " " + limits;
    return clear == null ? plain : plain + ", " + kind.clearKeys().get(0) + " " + clear;
  }
}
