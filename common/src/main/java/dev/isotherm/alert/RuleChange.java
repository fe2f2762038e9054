package dev.isotherm.alert;

import dev.isotherm.model.Series;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies a new version of the rules to an alert.
 *
 * <p>If the new rule has {@linkplain Rule#hasSameSemanticsAs the same semantics}, the status stays,
 * and the new annotations come with the next transition. Otherwise the alert ends, and begins anew
 * if there still is a rule of that name.
 */
public final class RuleChange {
  private RuleChange() {}

  /**
   * Applies a version to one alert.
   *
   * @param before the rule of the alert
   * @param status after all deadlines before the change
   * @param after the rule of the same name that now watches the series; {@code null} for none
   * @param atMillis when the version becomes active
   */
  public static AlertMachine.Step applyVersion(
      Rule before, Series series, AlertStatus status, @Nullable Rule after, long atMillis) {
    if (status.isDefault() || (after != null && after.hasSameSemanticsAs(before))) {
      return new AlertMachine.Step(status, List.of());
    }
    AlertStep step = new AlertStep(before, series, status);
    step.end(
        atMillis, after == null ? TransitionReason.RULE_REMOVED : TransitionReason.RULE_CHANGED);
    return step.done();
  }
}
