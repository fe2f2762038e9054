package dev.isotherm.rules.condition;

import dev.isotherm.model.InvalidFieldException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A value beyond a limit.
 *
 * @param kind {@code ABOVE}, {@code AT_LEAST}, {@code BELOW} or {@code AT_MOST}
 * @param limit a value beyond it starts the condition; the limit itself does so for {@code
 *     AT_LEAST} and {@code AT_MOST}
 * @param clear what ends the condition once it has started; {@code null} for any value that would
 *     not start it
 */
public record Threshold(Kind kind, double limit, @Nullable Clear clear) implements Condition {

  /**
   * A second limit, for hysteresis.
   *
   * @param limit a value beyond it, on the other side, ends the condition
   * @param isInclusive whether the limit itself ends it, too
   */
  public record Clear(double limit, boolean isInclusive) implements Serializable {

    public Clear {
      limit += 0.0; // makes -0.0 to 0.0
    }
  }

  public Threshold {
    if (!isUpwards(kind) && kind != Kind.BELOW && kind != Kind.AT_MOST) {
      throw new IllegalArgumentException(
          "kind " + kind + ": must be above, atLeast, below or atMost");
    }
    limit = Condition.finite(kind.key(), limit);
    if (clear != null) {
      String key = clearKey(kind, clear);
      Condition.finite(key, clear.limit);
      requireOnTheOtherSide(kind, limit, key, clear);
    }
  }

  /** Without hysteresis. */
  public Threshold(Kind kind, double limit) {
    this(kind, limit, null);
  }

  private static void requireOnTheOtherSide(Kind kind, double limit, String key, Clear clear) {
    boolean wrong = isUpwards(kind) ? clear.limit > limit : clear.limit < limit;
    if (wrong) {
      throw new InvalidFieldException(
          key,
          clear.limit,
          String.format(
              "must not be %s than %s %s",
              isUpwards(kind) ? "greater" : "less", kind.key(), limit));
    }
    if (clear.limit == limit && clear.isInclusive && isInclusive(kind)) {
      throw new InvalidFieldException(
          key, clear.limit, "must not be " + kind.key() + " " + limit + ", which starts the alert");
    }
  }

  private static boolean isUpwards(Kind kind) {
    return kind == Kind.ABOVE || kind == Kind.AT_LEAST;
  }

  private static boolean isInclusive(Kind kind) {
    return kind == Kind.AT_LEAST || kind == Kind.AT_MOST;
  }

  /** The key of the second limit; the first one of its kind if there is none. */
  public String clearKey() {
    return clear == null ? kind.clearKeys().get(0) : clearKey(kind, clear);
  }

  private static String clearKey(Kind kind, Clear clear) {
    return kind.clearKeys().get(clear.isInclusive ? 1 : 0);
  }

  /** Whether a greater value is worse. */
  public boolean isUpwards() {
    return isUpwards(kind);
  }

  @Override
  public boolean holds(double value, double lowest, double highest, boolean heldBefore) {
    return isBeyond(value) || (heldBefore && clear != null && !isCleared(value));
  }

  private boolean isBeyond(double value) {
    return (isUpwards(kind) ? value > limit : value < limit)
        || (isInclusive(kind) && value == limit);
  }

  private boolean isCleared(double value) {
    return (isUpwards(kind) ? value < clear.limit : value > clear.limit)
        || (clear.isInclusive && value == clear.limit);
  }

  @Override
  public double limitOf(double compared) {
    return clear == null || isBeyond(compared) ? limit : clear.limit;
  }

  @Override
  public boolean hasHysteresis() {
    return clear != null;
  }

  @Override
  public boolean mayFollow(Condition milder) {
    if (!(milder instanceof Threshold other) || isUpwards() != other.isUpwards()) {
      return true;
    }
    double sign = isUpwards() ? 1 : -1;
    double further = sign * Double.compare(limit, other.limit);
    boolean starts =
        further > 0 || (further == 0 && (isInclusive(other.kind) || !isInclusive(kind)));
    return starts && endsNoLater(other, sign);
  }

  /** Whether no value ends the milder condition and leaves this one. */
  private boolean endsNoLater(Threshold other, double sign) {
    if (other.clear == null) {
      return clear == null || other.isBeyondOrStays(clear, sign);
    }
    double own = clear == null ? limit : clear.limit;
    double further = sign * Double.compare(own, other.clear.limit);
    boolean endsAtOwn = clear == null ? !isInclusive(kind) : clear.isInclusive;
    return further > 0 || (further == 0 && (endsAtOwn || !other.clear.isInclusive));
  }

  /** Whether all values down to a second limit are beyond the limit of this condition. */
  private boolean isBeyondOrStays(Clear second, double sign) {
    double further = sign * Double.compare(second.limit, limit);
    return further > 0 || (further == 0 && (isInclusive(kind) || second.isInclusive));
  }

  @Override
  public String toString() {
    String plain = kind.key() + " " + limit;
    return clear == null ? plain : plain + ", " + clearKey() + " " + clear.limit;
  }
}
