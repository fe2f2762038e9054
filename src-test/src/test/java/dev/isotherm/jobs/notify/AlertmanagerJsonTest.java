package dev.isotherm.jobs.notify;

import static dev.isotherm.model.AlertState.FIRING;
import static dev.isotherm.model.AlertState.FLAPPING;
import static dev.isotherm.model.AlertState.INACTIVE;
import static dev.isotherm.model.AlertState.NO_DATA;
import static dev.isotherm.model.AlertState.PENDING;
import static dev.isotherm.model.AlertState.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of docs/alertmanager.md. */
class AlertmanagerJsonTest {

  @Test
  void whatStandsForAStateEndsWithTheStatesThatSayItIsOver() {
    Map<AlertState, List<AlertState>> endsWith =
        Map.of(
            FIRING, List.of(INACTIVE, PENDING, FIRING, RESOLVED),
            NO_DATA, List.of(INACTIVE, PENDING, FIRING, RESOLVED, NO_DATA, FLAPPING),
            FLAPPING, List.of(INACTIVE, PENDING, FIRING, RESOLVED, NO_DATA, FLAPPING));
    for (AlertState standsFor : AlertState.values()) {
      assertThat(AlertmanagerJson.fires(standsFor)).isEqualTo(endsWith.containsKey(standsFor));
    }
    endsWith.forEach(
        (standsFor, entered) ->
            assertThat(AlertState.values())
                .filteredOn(state -> AlertmanagerJson.ends(standsFor, state))
                .containsExactlyInAnyOrderElementsOf(entered));
  }

  @Test
  void labelsAreTheIdentityAndTheStateIsOneOnlyWhereItIsNotFiring() {
    Transition fires =
        TestTransitions.transition("s", FIRING, Severity.CRITICAL, 1, Map.of("team", "a"));
    assertThat(AlertmanagerJson.labels(fires))
        .isEqualTo(
            Map.of(
                "alertname", "overheating",
                "sensor_id", "s",
                "metric", "temperature",
                "severity", "critical",
                "team", "a"));
    assertThat(
            AlertmanagerJson.labels(TestTransitions.transition("s", NO_DATA, Severity.WARNING, 1)))
        .containsEntry("state", "no_data");
  }

  @Test
  void theSeverityOfAFileIsTheLabel() {
    Transition disaster =
        TestTransitions.transition("s", FIRING, AlertSeverity.of("disaster"), 1, Map.of());
    assertThat(AlertmanagerJson.labels(disaster)).containsEntry("severity", "disaster");
  }

  @Test
  void aLabelOfTheRuleCannotTakeThePlaceOfOneOfOurs() {
    Map<String, String> labels =
        AlertmanagerJson.labels(
            TestTransitions.transition(
                "s",
                FIRING,
                Severity.WARNING,
                1,
                Map.of(
                    "severity", "page",
                    "exported_severity", "email",
                    "state", "no_data",
                    "empty", "")));
    assertThat(labels)
        .containsEntry("severity", "warning")
        .containsEntry("exported_state", "no_data")
        .doesNotContainKeys("state", "empty")
        .containsEntry("exported_severity", "email")
        .containsEntry("exported_exported_severity", "page");
  }

  @Test
  void whatCanChangeIsAnAnnotation() {
    Transition fires = TestTransitions.transition("s", FIRING, Severity.WARNING, 1);
    assertThat(AlertmanagerJson.annotations(fires))
        .isEqualTo(
            Map.of(
                "summary", "s is hot",
                "value", "31.5",
                "threshold", "28.0",
                "since", "2026-03-01T09:59:00Z",
                "transition_id", fires.id(),
                "rules_version", "v1"));
    assertThat(
            AlertmanagerJson.annotations(
                TestTransitions.transition("s", NO_DATA, Severity.WARNING, 1)))
        .doesNotContainKey("threshold");
  }

  @Test
  void anAlertThatFiresIsValidForAWhileAndOneThatEndedHasItsEnd() {
    LiveAlert fires = LiveAlert.firing(TestTransitions.fires("s", 1_000), 1_000);
    String json =
        AlertmanagerJson.array(List.of(fires, fires.ended(2_000, 5_000)), TestClock.START);
    assertThat(json)
        .startsWith("[{\"labels\":{\"alertname\":\"overheating\",")
        .contains("\"startsAt\":\"1970-01-01T00:00:01Z\",\"endsAt\":\"2026-03-01T10:00:00Z\"},{")
        .endsWith("\"startsAt\":\"1970-01-01T00:00:01Z\",\"endsAt\":\"1970-01-01T00:00:02Z\"}]");
  }
}
