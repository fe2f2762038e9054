package dev.isotherm.alert;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;

/**
 * What a transition shows of the condition that decided. Value and limit belong to one comparison,
 * so that a sentence with both is true.
 *
 * @param value what is compared with the limit
 * @param limit NaN if nothing is compared
 */
record Comparison(double value, double limit) {

  /** A value that is compared with nothing. */
  static Comparison none(double value) {
    return new Comparison(value, Double.NaN);
  }

  /**
   * The comparison that an active level stands on: its own, or where that does not hold, the one of
   * a worse level. There is no limit while the level is only kept.
   *
   * @param status after the last reading
   * @param value of the last reading
   */
  static Comparison of(Rule rule, AlertStatus status, AlertSeverity entered, double value) {
    Level itsOwn = rule.level(entered);
    for (Level level : rule.levels().subList(rule.levels().indexOf(itsOwn), rule.levels().size())) {
      if (stands(rule, status, level, value)) {
        return of(status, level, value);
      }
    }
    return of(status, itsOwn, value).withoutLimit();
  }

  /** An event is over with its own reading, so its level is never held. */
  private static boolean stands(Rule rule, AlertStatus status, Level level, double value) {
    LevelStatus now = status.level(level.severity());
    return (now != null && now.isHeldByItself())
        || (rule.timing().missing().endsAtOnce() && holds(status, level, value));
  }

  /** The comparison that ends an alert. There is no limit if the value would still be beyond it. */
  static Comparison ofEnd(Rule rule, AlertStatus status, double value) {
    if (rule.levels().isEmpty()) {
      return none(value);
    }
    Level mildest = rule.levels().get(0);
    Comparison ending = of(status, mildest, value);
    return holds(status, mildest, value) ? ending.withoutLimit() : ending;
  }

  private static Comparison of(AlertStatus status, Level level, double value) {
    double compared =
        level.condition().compared(value, status.lowest(value), status.highest(value));
    return new Comparison(compared, level.condition().limitOf(compared));
  }

  private static boolean holds(AlertStatus status, Level level, double value) {
    return level.condition().holds(value, status.lowest(value), status.highest(value), false);
  }

  private Comparison withoutLimit() {
    return none(value);
  }
}
