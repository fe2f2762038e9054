package dev.isotherm.alert;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.Reading;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.condition.When;
import dev.isotherm.signal.Truth;
import dev.isotherm.signal.memory.SignalResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the levels of a rule are evaluated with at an instant: a reading, or the result of a signal.
 *
 * @param value of the reading or the signal; NaN if the signal is absent
 * @param conditions the truth of each condition {@code when} of the rule, in its order
 * @param members the members of a group that its alert names; {@code null} for none
 */
public record Evidence(
    long atMillis, double value, List<Truth> conditions, @Nullable String members) {

  /** Of anything but a group. */
  public Evidence(long atMillis, double value, List<Truth> conditions) {
    this(atMillis, value, conditions, null);
  }

  /** A reading, for a rule on a metric. */
  static Evidence of(Reading reading) {
    return new Evidence(reading.epochMillis(), reading.value(), List.of());
  }

  /** The result of a signal. */
  public static Evidence of(long atMillis, SignalResult result) {
    return of(atMillis, result, null);
  }

  /**
   * The result of a signal.
   *
   * @param members the members of a group that its alert names; {@code null} for none
   */
  public static Evidence of(long atMillis, SignalResult result, @Nullable String members) {
    return new Evidence(atMillis, result.value().orElse(Double.NaN), result.levels(), members);
  }

  /** What is kept of it until the next one. */
  AlertStatus.LastReading asLast() {
    return new AlertStatus.LastReading(atMillis, value, members);
  }

  /** Whether it tells nothing of any level: then there is nothing to evaluate. */
  public boolean isEmpty(Rule rule) {
    boolean usesValue =
        rule.levels().isEmpty()
            || rule.levels().stream().anyMatch(level -> !(level.condition() instanceof When));
    return !(usesValue && !Double.isNaN(value))
        && conditions.stream().allMatch(one -> one == Truth.UNKNOWN);
  }

  /**
   * Whether a level holds. Where that is not known, it is as before.
   *
   * @param condition the place of the level among those with a condition {@code when}
   * @param status with what the levels look back on
   */
  boolean holds(Level level, int condition, AlertStatus status, boolean heldBefore) {
    if (level.condition() instanceof When) {
      Truth truth = conditions.get(condition);
      return truth == Truth.UNKNOWN ? heldBefore : truth == Truth.TRUE;
    }
    return Double.isNaN(value)
        ? heldBefore
        : level.condition().holds(value, status.lowest(value), status.highest(value), heldBefore);
  }

  /** The worst severity by itself, without regard to what was before; {@code null} for none. */
  @Nullable AlertSeverity severity(Rule rule) {
    AlertSeverity worst = null;
    int condition = 0;
    for (Level level : rule.levels()) {
      if (holds(level, condition, AlertStatus.INACTIVE, false)) {
        worst = level.severity();
      }
      condition += level.condition() instanceof When ? 1 : 0;
    }
    return worst;
  }
}
