package dev.isotherm.rules.condition;

import dev.isotherm.model.InvalidFieldException;

/**
 * A value beyond a limit.
 *
 * @param kind {@link Kind#ABOVE} or {@link Kind#BELOW}
 * @param limit a value beyond it starts the condition; the limit itself does not
 * @param clear once started, the condition lasts until a value is beyond this on the other side.
 *     Equal to {@code limit} means no hysteresis: a value that is not beyond the limit ends it.
 */
public record Threshold(Kind kind, double limit, double clear) implements Condition {

  public Threshold {
    if (kind != Kind.ABOVE && kind != Kind.BELOW) {
      throw new IllegalArgumentException("kind " + kind + ": must be above or below");
    }
    limit = Condition.finite(kind.key(), limit);
    clear = Condition.finite(kind.clearKey(), clear);
    if (kind == Kind.ABOVE ? clear > limit : clear < limit) {
      throw new InvalidFieldException(
          kind.clearKey(),
          clear,
          String.format(
              "must not be %s than %s %s",
              kind == Kind.ABOVE ? "greater" : "less", kind.key(), limit));
    }
  }

  @Override
  public boolean holds(double value, double lowest, double highest, boolean heldBefore) {
    return kind == Kind.ABOVE
        ? value > limit || (heldBefore && clear < limit && value >= clear)
        : value < limit || (heldBefore && clear > limit && value <= clear);
  }

  @Override
  public double limitEntered(double value) {
    return limit;
  }

  @Override
  public double limitLeft(double value) {
    return clear;
  }

  @Override
  public boolean isWithin(Condition milder) {
    if (!(milder instanceof Threshold other) || kind != other.kind) {
      return false;
    }
    return kind == Kind.ABOVE
        ? limit > other.limit && clear >= other.clear
        : limit < other.limit && clear <= other.clear;
  }

  @Override
  public String toString() {
    String plain = kind.key() + " " + limit;
    return clear == limit ? plain : plain + ", " + kind.clearKey() + " " + clear;
  }
}
