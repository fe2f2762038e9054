package dev.isotherm.alert;

import static dev.isotherm.model.AlertState.FIRING;
import static dev.isotherm.model.AlertState.INACTIVE;
import static dev.isotherm.model.AlertState.RESOLVED;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Transition;

/**
 * The life of an alert, as a pure function of rule, status and reading. Readings of a series must
 * come in the order of their instants.
 *
 * <p>Scenario, with warning above 28 and critical above 30:
 *
 * <pre>
 * 27.0  nothing
 * 28.5  inactive → firing (warning)
 * 29.0  nothing: a transition comes once per change, not once per reading
 * 30.5  firing (warning) → firing (critical)
 * 28.5  firing (critical) → firing (warning)
 * 28.0  firing (warning) → resolved
 * </pre>
 */
public final class AlertMachine {
  private AlertMachine() {}

  /**
   * What a reading led to.
   *
   * @param status where the alert stands now
   * @param transition how it came there; {@code null} where nothing changed
   */
  public record Step(AlertStatus status, Transition transition) {}

  /** Shows a reading to the alert of a rule and the reading's series. */
  public static Step observe(Rule rule, AlertStatus status, Reading reading) {
    Level level = rule.levelAt(reading.value(), status.severity());
    if (level == null) {
      return status.isFiring() ? resolve(rule, status, reading) : new Step(status, null);
    }
    if (level.severity() == status.severity()) {
      return new Step(status, null);
    }
    return fire(rule, status, level, reading);
  }

  private static Step fire(Rule rule, AlertStatus status, Level level, Reading reading) {
    long since = status.isFiring() ? status.sinceMillis() : reading.epochMillis();
    double crossed = status.isFiring() ? crossed(rule, status, level) : level.above();
    Transition transition =
        new Transition(
            rule.name(),
            reading.series(),
            level.severity(),
            FIRING,
            status.isFiring() ? FIRING : INACTIVE,
            status.severity(),
            reading.epochMillis(),
            reading.value(),
            crossed,
            since);
    return new Step(AlertStatus.firing(level.severity(), since), transition);
  }

  /** On the way up the limit entered, on the way down the limit left behind. */
  private static double crossed(Rule rule, AlertStatus status, Level level) {
    boolean worse = level.severity().compareTo(status.severity()) > 0;
    return worse ? level.above() : rule.level(status.severity()).clearBelow();
  }

  private static Step resolve(Rule rule, AlertStatus status, Reading reading) {
    Transition transition =
        new Transition(
            rule.name(),
            reading.series(),
            status.severity(),
            RESOLVED,
            FIRING,
            status.severity(),
            reading.epochMillis(),
            reading.value(),
            rule.levels().get(0).clearBelow(),
            status.sinceMillis());
    return new Step(AlertStatus.INACTIVE, transition);
  }
}
