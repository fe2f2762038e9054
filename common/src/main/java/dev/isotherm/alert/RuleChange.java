package dev.isotherm.alert;

import dev.isotherm.model.Series;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.Rule;
import java.util.List;

/**
 * What becomes of an alert when other rules come into force.
 *
 * <p>A rule that {@linkplain Rule#hasSameSemanticsAs means the same} as before goes on with all
 * that is known: only what its alerts carry changes, from their next transition on. With any other,
 * the alert ends, and begins anew if the rule is still there: what was known was an answer to
 * another question.
 */
public final class RuleChange {
  private RuleChange() {}

  /**
   * Takes an alert over.
   *
   * @param before the rule that it is of
   * @param status where it stands, after all that fell due before the change
   * @param after the rule of the same name that now watches the series; {@code null} for none
   * @param atMillis when that comes into force
   */
  public static AlertMachine.Step applyVersion(
      Rule before, Series series, AlertStatus status, Rule after, long atMillis) {
    if (status.isDefault() || (after != null && after.hasSameSemanticsAs(before))) {
      return new AlertMachine.Step(status, List.of());
    }
    AlertStep step = new AlertStep(before, series, status);
    step.end(
        atMillis, after == null ? TransitionReason.RULE_REMOVED : TransitionReason.RULE_CHANGED);
    return step.done();
  }
}
