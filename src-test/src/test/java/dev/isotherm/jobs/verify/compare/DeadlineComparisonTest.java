package dev.isotherm.jobs.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Transitions;
import dev.isotherm.jobs.verify.compare.AlertComparison.Replayed;
import dev.isotherm.jobs.verify.compare.Difference.Kind;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.OffsetRange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What falls due after the last reading of its series; the watermark is at 50. */
class DeadlineComparisonTest {

  private static final OffsetRange NOTHING = new OffsetRange("t", Map.of(), Map.of());

  private static final Series SERIES = new Series("a", "temperature");

  @Test
  void aDeadlineThatTheWatermarkHasPassedMustHaveBeenPublished() {
    RecordedFindings findings = compare(50, due(50));
    assertThat(findings.sentences(Kind.TRANSITION))
        .singleElement()
        .asString()
        .startsWith("transition ");
  }

  @Test
  void oneThatIsAheadNeedNot() {
    assertThat(compare(50, due(51)).differences()).isEmpty();
  }

  @Test
  void oneThatIsAheadMayHaveBeenPublished() {
    RecordedFindings findings = compare(50, due(51), due(51));
    assertThat(findings.differences()).isEmpty();
    assertThat(findings.matching()).isEqualTo(1);
  }

  @Test
  void oneThatTheLogDoesNotGiveMustNot() {
    assertThat(compare(50, null, due(51)).sentences(Kind.TRANSITION)).hasSize(1);
  }

  @Test
  void inSilenceNoDeadlineMustHavePassed() {
    assertThat(compare(Long.MIN_VALUE, due(50)).differences()).isEmpty();
  }

  private static RecordedFindings compare(
      long deadlinesMillis, Transition log, Transition... published) {
    RecordedFindings findings = new RecordedFindings();
    new AlertComparison(
            new ComparisonScope(NOTHING, true, true, Long.MIN_VALUE, 50, deadlinesMillis),
            new WatermarkTransitions(
                Set.of("of averages"), Set.of(), Set.of(), Set.of(), 0, false, false))
        .compare(
            log == null ? List.of() : List.of(new Replayed(log, true)),
            List.of(published),
            findings);
    return findings;
  }

  private static Transition due(long at) {
    return Transitions.byReading(
        "r",
        SERIES,
        Severity.WARNING,
        AlertState.NO_DATA,
        AlertState.INACTIVE,
        null,
        at,
        1,
        Double.NaN,
        at);
  }
}
