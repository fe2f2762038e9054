package dev.isotherm.alert;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes back a transition that a stream published before a crash, and that is not true after it.
 *
 * <p>Scenario: a stream published that an alert fires since 10:00:40, because the watermark had
 * passed that deadline. After the crash, it first reads a value of 10:00:38, which ends the
 * condition. So the alert has never fired, and a transition from firing to the true state says so.
 */
public final class Retraction {

  /** The state that an alert really is in, and since when it is not inactive. */
  private record Truth(AlertState state, @Nullable AlertSeverity severity, long sinceMillis) {}

  private Retraction() {}

  /** Whether a published transition leads to the state that the alert is in. */
  public static boolean isTrue(Transition published, AlertStatus status) {
    return isState(published, reportedState(status), status.severity());
  }

  /** Whether a published transition leads to the state that a later transition leaves. */
  public static boolean isBefore(Transition published, Transition next) {
    return isState(published, next.previous(), next.previousSeverity());
  }

  private static boolean isState(
      Transition published, AlertState state, @Nullable AlertSeverity severity) {
    AlertState said = active(published.state());
    if (said != active(state)) {
      return false;
    }
    return said != AlertState.FIRING || Objects.equals(published.severity(), severity);
  }

  private static AlertState active(AlertState state) {
    return state == AlertState.RESOLVED ? AlertState.INACTIVE : state;
  }

  /** While an alert is flapping, only that is reported. */
  private static AlertState reportedState(AlertStatus status) {
    return status.flaps().flapping() ? AlertState.FLAPPING : status.state();
  }

  /**
   * The transition from what was published to the true status.
   *
   * @param published the last transition of the alert that was published
   * @param status the status that the alert is in
   * @param rulesVersion fingerprint of the active rules; {@code null} if unknown
   */
  public static Transition of(
      Transition published, AlertStatus status, @Nullable String rulesVersion) {
    return of(
        published,
        new Truth(reportedState(status), status.severity(), status.sinceMillis()),
        published.severities(),
        rulesVersion);
  }

  /**
   * The transition from what was published to the state that a later transition leaves.
   *
   * @param next the transition that is published next
   */
  public static Transition before(Transition published, Transition next) {
    AlertSeverity left =
        next.previousSeverity() == null ? next.severity() : next.previousSeverity();
    return of(
        published,
        new Truth(next.previous(), left, next.sinceMillis()),
        next.severities(),
        next.rulesVersion());
  }

  private static Transition of(
      Transition published, Truth truth, Severities severities, @Nullable String rulesVersion) {
    boolean over = active(truth.state) == AlertState.INACTIVE;
    boolean itsOwn = over || truth.severity == null;
    boolean fired = published.state() != AlertState.PENDING;
    AlertState ended = fired ? AlertState.RESOLVED : AlertState.INACTIVE;
    return new Transition(
        published.rule(),
        published.series(),
        itsOwn ? published.severity() : truth.severity,
        over ? ended : truth.state,
        published.state(),
        published.state() == AlertState.FIRING ? published.severity() : null,
        published.atMillis(),
        Double.NaN,
        Double.NaN,
        over ? published.sinceMillis() : truth.sinceMillis,
        TransitionReason.TAKEN_BACK,
        published.repeat(),
        rulesVersion,
        words(published),
        Map.of(),
        published.labels(),
        itsOwn ? published.severities() : severities);
  }

  private static String words(Transition published) {
    return String.format(
        "%s of %s: %s is taken back",
        published.rule(), published.series().sensorId(), EnumText.lowerCase(published.state()));
  }
}
