package dev.isotherm.jobs.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Transitions;
import dev.isotherm.jobs.verify.compare.AlertComparison.Replayed;
import dev.isotherm.jobs.verify.compare.Difference.Kind;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.wire.OffsetRange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The last published transition of an alert must say in which state the alert is. */
class AlertComparisonTest {

  private static final OffsetRange NOTHING = new OffsetRange("t", Map.of(), Map.of());
  private static final Series SERIES = new Series("a", "temperature");

  private static final Transition FIRES =
      transition(10, Severity.WARNING, AlertState.FIRING, AlertState.INACTIVE, null);
  private static final Transition WORSENS =
      transition(20, Severity.CRITICAL, AlertState.FIRING, AlertState.FIRING, Severity.WARNING);
  private static final Transition ENDS =
      transition(30, Severity.CRITICAL, AlertState.RESOLVED, AlertState.FIRING, Severity.CRITICAL);

  private long deadlinesMillis = 100;
  private long sinceMillis = Long.MIN_VALUE;

  @Test
  void repeatsAfterACrashAreNoDifference() {
    RecordedFindings findings =
        compare(List.of(FIRES, WORSENS, ENDS), FIRES, WORSENS, FIRES, WORSENS, ENDS);
    assertThat(findings.differences()).isEmpty();
    assertThat(findings.matching()).isEqualTo(3);
  }

  @Test
  void theLastPublishedTransitionMustBeTheLastOfTheLog() {
    RecordedFindings findings = compare(List.of(FIRES, WORSENS, ENDS), FIRES, WORSENS, ENDS, FIRES);
    assertThat(findings.matching()).isEqualTo(3);
    assertThat(findings.kinds()).containsExactly(Kind.ALERT);
    assertThat(findings.sentences())
        .singleElement()
        .asString()
        .startsWith(
            "alert of rule r, a/temperature: by the log it is resolved since"
                + " 1970-01-01T00:00:00.030Z, the last published transition says firing (warning)"
                + " since 1970-01-01T00:00:00.010Z");
    // All three are of compared messages: no later one can be the reason.
    assertThat(findings.differences().get(0).explainedBy().fromMillis())
        .isEqualTo(ExplainedBy.NONE);
  }

  @Test
  void theSeverityOfAFiringAlertMatters() {
    assertThat(compare(List.of(FIRES, WORSENS), WORSENS, FIRES).kinds())
        .containsExactly(Kind.ALERT);
  }

  @Test
  void anAlertThatWasNeverResolvedIsReportedBesideTheLostTransition() {
    RecordedFindings findings = compare(List.of(FIRES, WORSENS, ENDS), FIRES, WORSENS);
    assertThat(findings.kinds()).containsExactly(Kind.TRANSITION, Kind.ALERT);
    assertThat(findings.sentences(Kind.ALERT))
        .singleElement()
        .asString()
        .contains("the last published transition says firing (critical)");
  }

  @Test
  void anAlertThatFiresForNoReasonIsReported() {
    RecordedFindings findings = compare(List.of(), FIRES);
    assertThat(findings.kinds()).containsExactly(Kind.TRANSITION, Kind.ALERT);
    assertThat(findings.sentences(Kind.ALERT)).singleElement().asString().contains("is inactive,");
    // A later message may have a reading of this instant.
    assertThat(findings.differences())
        .allMatch(one -> one.explainedBy().fromMillis() == 10 && one.explainedBy().toMillis() == 10)
        .allMatch(one -> one.explainedBy().afterLastEvaluated());
  }

  @Test
  void aResolvedAlertIsInactive() {
    Transition untrue =
        transition(40, Severity.WARNING, AlertState.RESOLVED, AlertState.FIRING, Severity.WARNING);
    assertThat(compare(List.of(), untrue).kinds()).containsExactly(Kind.TRANSITION);
  }

  @Test
  void anUntrueTransitionIsExcusedIfItIsTakenBack() {
    Transition takenBack = takenBack(WORSENS, AlertState.FIRING, Severity.WARNING);
    assertThat(compare(List.of(FIRES), FIRES, WORSENS, takenBack).differences()).isEmpty();
    assertThat(compare(List.of(FIRES), FIRES, takenBack, WORSENS).kinds())
        .as("in this order it takes back nothing")
        .contains(Kind.TRANSITION, Kind.ALERT);
  }

  @Test
  void aTrueTransitionMustNotBeTakenBack() {
    RecordedFindings findings =
        compare(List.of(FIRES), FIRES, takenBack(FIRES, AlertState.RESOLVED, Severity.WARNING));
    assertThat(findings.sentences(Kind.TRANSITION))
        .singleElement()
        .asString()
        .contains("it takes back a transition that the log gives, or that was never published");
    assertThat(findings.sentences(Kind.ALERT)).hasSize(1);
  }

  private static Transition takenBack(Transition taken, AlertState state, Severity severity) {
    return new Transition(
        taken.rule(),
        SERIES,
        severity,
        state,
        taken.state(),
        taken.severity(),
        taken.atMillis(),
        Double.NaN,
        Double.NaN,
        taken.sinceMillis(),
        TransitionReason.TAKEN_BACK,
        0,
        null,
        null,
        Map.of(),
        Map.of());
  }

  @Test
  void whatIsNotDueNeedNotBeTheLast() {
    deadlinesMillis = 29;
    RecordedFindings findings = new RecordedFindings();
    comparison()
        .compare(
            List.of(
                new Replayed(FIRES, false), new Replayed(WORSENS, false), new Replayed(ENDS, true)),
            List.of(FIRES, WORSENS),
            findings);
    assertThat(findings.differences()).isEmpty();
  }

  @Test
  void whatCameBeforeTheRequestedInstantIsNotCompared() {
    sinceMillis = 31;
    assertThat(compare(List.of(FIRES, WORSENS, ENDS), FIRES).differences()).isEmpty();
    sinceMillis = 30;
    assertThat(compare(List.of(FIRES, WORSENS, ENDS), FIRES, WORSENS).kinds())
        .containsExactly(Kind.TRANSITION, Kind.ALERT);
  }

  private AlertComparison comparison() {
    return new AlertComparison(
        new ComparisonScope(NOTHING, true, true, sinceMillis, 100, deadlinesMillis),
        new WatermarkTransitions(Set.of(), Set.of(), Set.of(), Set.of(), 0, false, false));
  }

  private RecordedFindings compare(List<Transition> log, Transition... published) {
    RecordedFindings findings = new RecordedFindings();
    comparison()
        .compare(
            log.stream().map(one -> new Replayed(one, false)).toList(),
            Stream.of(published).toList(),
            findings);
    return findings;
  }

  private static Transition transition(
      long at,
      Severity severity,
      AlertState state,
      AlertState previous,
      Severity previousSeverity) {
    return Transitions.byReading(
        "r", SERIES, severity, state, previous, previousSeverity, at, 29, 28, 10);
  }
}
