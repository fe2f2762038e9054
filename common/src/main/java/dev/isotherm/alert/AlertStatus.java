package dev.isotherm.alert;

import dev.isotherm.model.AlertState;
import dev.isotherm.model.Severity;

/**
 * Where the alert of a rule and a series stands.
 *
 * @param state inactive or firing; resolved is the name of a transition, not of a place to stay
 * @param severity the severity it fires at; {@code null} unless firing
 * @param sinceMillis when it began to fire; 0 unless firing
 */
public record AlertStatus(AlertState state, Severity severity, long sinceMillis) {

  /** Where every alert begins. */
  public static final AlertStatus INACTIVE = new AlertStatus(AlertState.INACTIVE, null, 0);

  static AlertStatus firing(Severity severity, long sinceMillis) {
    return new AlertStatus(AlertState.FIRING, severity, sinceMillis);
  }

  public boolean isFiring() {
    return state == AlertState.FIRING;
  }
}
