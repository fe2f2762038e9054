package dev.isotherm.jobs.notify;

import static dev.isotherm.jobs.notify.TestClock.START;
import static dev.isotherm.jobs.notify.TestTransitions.fires;
import static dev.isotherm.jobs.notify.TestTransitions.resolves;
import static dev.isotherm.jobs.notify.TestTransitions.takenBack;
import static dev.isotherm.jobs.notify.TestTransitions.transition;
import static dev.isotherm.model.AlertState.FIRING;
import static dev.isotherm.model.AlertState.FLAPPING;
import static dev.isotherm.model.AlertState.NO_DATA;
import static dev.isotherm.model.AlertState.PENDING;
import static dev.isotherm.model.AlertState.RESOLVED;
import static dev.isotherm.model.Severity.CRITICAL;
import static dev.isotherm.model.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isotherm.fixtures.GoldenState;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AlertmanagerOutboxTest {

  private static final long MINUTE = 60_000;

  private final AlertmanagerOutbox alerts = new AlertmanagerOutbox();
  private long now = START;

  /** Sends what is due, and confirms it. */
  private List<LiveAlert> send() {
    List<LiveAlert> batch = alerts.next(256, now);
    alerts.delivered(batch, now);
    return batch;
  }

  /** Returns the alerts that are to be sent, as {@code sensor severity [state] (+|-)}. */
  private Set<String> sent() {
    Set<String> words = new TreeSet<>();
    for (LiveAlert alert : send()) {
      Map<String, String> labels = alert.labels();
      words.add(
          labels.get("sensor_id")
              + " "
              + labels.get("severity")
              + (labels.containsKey("state") ? " " + labels.get("state") : "")
              + (alert.hasEnded() ? " -" : " +"));
    }
    return words;
  }

  private void enter(AlertState state, Severity severity) {
    alerts.accept(transition("a", state, severity, now), now);
  }

  @Test
  void tellsAtOnceThenEveryMinuteThenForAWhileThatItIsOver() {
    alerts.accept(fires("a", now), now);
    assertThat(sent()).containsExactly("a warning +");
    assertThat(alerts.next(256, now)).isEmpty();
    assertThat(alerts.idleMillis(now)).isEqualTo(MINUTE);
    now += MINUTE - 1;
    assertThat(sent()).isEmpty();
    now += 1;
    assertThat(sent()).containsExactly("a warning +");
    alerts.accept(resolves("a", now), now);
    for (int minute = 0; minute <= 15; minute++) {
      assertThat(sent()).as("minute %d", minute).containsExactly("a warning -");
      now += MINUTE;
    }
    assertThat(sent()).isEmpty();
    assertThat(alerts.size()).isZero();
  }

  @Test
  void anEscalationEndsTheWarningAndBeginsTheCriticalAlertAtItsInstant() {
    alerts.accept(transition("a", FIRING, WARNING, START - 10_000), now);
    sent();
    alerts.accept(transition("a", FIRING, CRITICAL, START - 4_000), now);
    assertThat(alerts.next(256, now))
        .extracting(LiveAlert::startsAtMillis, LiveAlert::endsAtMillis)
        .containsExactlyInAnyOrder(
            tuple(START - 10_000, START - 4_000), tuple(START - 4_000, LiveAlert.ACTIVE));
    assertThat(sent()).containsExactly("a critical +", "a warning -");
    enter(FIRING, WARNING);
    assertThat(sent()).containsExactly("a critical -", "a warning +");
  }

  @Test
  void missingDataResolvesNothing() {
    enter(FIRING, CRITICAL);
    enter(NO_DATA, CRITICAL);
    assertThat(sent()).containsExactly("a critical +", "a critical no_data +");
    long since = alerts.contents().get(0).startsAtMillis();
    now += 1_000;
    enter(FIRING, CRITICAL);
    assertThat(sent()).containsExactly("a critical +", "a critical no_data -");
    assertThat(alerts.contents())
        .filteredOn(alert -> !alert.hasEnded())
        .extracting(LiveAlert::startsAtMillis)
        .containsExactly(since);
  }

  /** It was sent before a crash, and this outbox is of the checkpoint before. */
  @Test
  void anAlertThatIsTakenBackEndsAlsoIfItIsUnknown() {
    alerts.accept(takenBack("a", CRITICAL, RESOLVED, now), now);
    assertThat(sent()).containsExactly("a critical -");
    alerts.accept(takenBack("b", WARNING, PENDING, now), now);
    assertThat(sent()).containsExactly("b warning -");
    alerts.accept(transition("c", FIRING, WARNING, now), now);
    alerts.accept(takenBack("c", CRITICAL, FIRING, now), now);
    assertThat(sent()).containsExactly("c critical -", "c warning +");
  }

  @Test
  void flappingIsToldBesideWhatWasKnownUntilItIsClearAgain() {
    enter(FIRING, WARNING);
    enter(FLAPPING, WARNING);
    assertThat(sent()).containsExactly("a warning +", "a warning flapping +");
    enter(RESOLVED, WARNING);
    assertThat(sent()).containsExactly("a warning -", "a warning flapping -");
    enter(PENDING, WARNING);
    assertThat(sent()).isEmpty();
  }

  @Test
  void anAlertWhoseRuleHasOtherLabelsNowIsAnotherAlert() {
    alerts.accept(transition("a", FIRING, WARNING, now, Map.of("team", "old")), now);
    alerts.accept(transition("a", FIRING, WARNING, now, Map.of("team", "new")), now);
    assertThat(alerts.next(256, now))
        .extracting(alert -> alert.labels().get("team") + " " + alert.hasEnded())
        .containsExactlyInAnyOrder("old true", "new false");
  }

  @Test
  void whatChangesWhileItIsOnItsWayIsSentAgain() {
    alerts.accept(fires("a", now), now);
    List<LiveAlert> underWay = alerts.next(256, now);
    alerts.accept(resolves("a", now), now);
    alerts.delivered(underWay, now);
    assertThat(sent()).containsExactly("a warning -");
  }

  @Test
  void remembersOnlyTheLatestStateHoweverLongNobodyTakesIt() {
    for (int i = 0; i < 100_000; i++) {
      String sensor = "s" + i % 10;
      alerts.accept(
          i / 10 % 3 == 2
              ? resolves(sensor, now)
              : transition(sensor, FIRING, i / 10 % 3 == 0 ? WARNING : CRITICAL, now),
          now);
      now += 10;
      assertThat(alerts.size()).isLessThanOrEqualTo(20);
      assertThat(alerts.waiting()).isLessThanOrEqualTo(20);
    }
    assertThat(alerts.contents()).hasSize(20).filteredOn(alert -> !alert.hasEnded()).hasSize(10);
  }

  /** Sensors come and go; an Alertmanager that is never there must not make this grow for good. */
  @Test
  void forgetsAfterADayWhatEndedAndNobodyTook() {
    for (int hour = 0; hour < 100; hour++) {
      alerts.accept(fires("s" + hour, now), now);
      alerts.accept(resolves("s" + hour, now), now);
      alerts.next(256, now);
      now += 60 * MINUTE;
      assertThat(alerts.size()).isLessThanOrEqualTo(25);
    }
  }

  @Test
  void goesOnAfterARestartWithAllThatItKnew() {
    alerts.accept(fires("a", now), now);
    alerts.accept(fires("b", now), now);
    alerts.accept(resolves("b", now), now);
    sent();
    AlertmanagerOutbox restored = new AlertmanagerOutbox();
    alerts.contents().forEach(restored::restore);
    assertThat(restored.contents()).containsExactlyInAnyOrderElementsOf(alerts.contents());
    assertThat(restored.next(256, now)).hasSize(2);
  }

  @Test
  void tellsAllAnewWhoWasAway() {
    alerts.accept(fires("a", now), now);
    sent();
    alerts.recovered();
    assertThat(sent()).containsExactly("a warning +");
  }

  /** Otherwise one clock ahead would make Alertmanager refuse: an end before its start. */
  @Test
  void nothingStartsAheadOfTheClockOrEndsBeforeItStarts() {
    alerts.accept(fires("a", now + Duration.ofDays(1).toMillis()), now);
    assertThat(send()).extracting(LiveAlert::startsAtMillis).containsExactly(now);
    alerts.accept(resolves("a", now - MINUTE), now);
    assertThat(send()).extracting(LiveAlert::endsAtMillis).containsExactly(now);
  }

  @Test
  void aClockThatIsSetBackDoesNotKeepAlertsFromBeingRepeated() {
    alerts.accept(fires("a", now), now);
    sent();
    now -= Duration.ofDays(1).toMillis();
    assertThat(sent()).containsExactly("a warning +");
  }

  @Test
  void leavesAloneWhatWasRefusedUntilItChangesOrForTenMinutes() {
    alerts.accept(fires("a", now), now);
    alerts.refused(alerts.next(256, now).get(0), now);
    now += 9 * MINUTE;
    assertThat(sent()).isEmpty();
    now += MINUTE;
    alerts.refused(alerts.next(256, now).get(0), now);
    alerts.accept(resolves("a", now), now);
    assertThat(sent()).containsExactly("a warning -");
  }

  @Test
  void savepointsKeepTheirForm() throws Exception {
    LiveAlert firing = LiveAlert.firing(TestTransitions.fires("a", 1), 1);
    GoldenState.assertRestored("live-alert-0.2.0", LiveAlert.TYPE, firing.ended(5, 7));
    GoldenState.assertRestored("live-alert-before-severities", LiveAlert.TYPE, firing.ended(5, 7));
    GoldenState.assertKept("live-alert", LiveAlert.TYPE, firing.ended(5, 7));
  }
}
