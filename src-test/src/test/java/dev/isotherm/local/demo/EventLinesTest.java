package dev.isotherm.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LateReadings;
import dev.isotherm.fixtures.Transitions;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.yaml.RuleFile;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

final class EventLinesTest {
  private static final long START = Instant.parse("2025-07-01T10:34:50Z").toEpochMilli();
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final EventLines PLAIN = new EventLines(Ansi.OFF, BERLIN);
  private static final EventLines COLOURED = new EventLines(Ansi.ON, BERLIN);

  @Test
  void tellsEachTransitionInOneLine() {
    assertThat(transitions(PLAIN))
        .containsExactly(
            "12:34:51  \u25b2 WARNING   sensor_3 temperature 28.41 \u00b0C > 28",
            "12:34:52  \u25b2 CRITICAL  sensor_3 temperature 30.10 \u00b0C > 30",
            "12:35:20  \u25bc WARNING   sensor_3 temperature 29.99 \u00b0C > 28",
            "12:35:53  \u25bc resolved  sensor_3 temperature 27.50 \u00b0C \u2264 28 after 62s");
  }

  @Test
  void aSilentSourceHasNoValue() {
    assertThat(PLAIN.transition(ofSource(AlertState.FIRING, TransitionReason.SOURCE_SILENT)))
        .isEqualTo("12:35:50  \u25b2 CRITICAL  sensor_readings is silent");
    assertThat(PLAIN.transition(ofSource(AlertState.RESOLVED, TransitionReason.SOURCE_BACK)))
        .isEqualTo("12:35:50  \u25bc resolved  sensor_readings goes on after 5s");
  }

  private static Transition ofSource(AlertState state, TransitionReason reason) {
    return new Transition(
        "source_silent",
        new Series("sensor_readings", "messages"),
        Severity.CRITICAL,
        state,
        AlertState.INACTIVE,
        null,
        START + 60_000,
        0,
        Double.NaN,
        START + 55_000,
        reason,
        0,
        null,
        null,
        Map.of(),
        Map.of());
  }

  @Test
  void coloursTheKindOfTransition() {
    assertThat(transitions(COLOURED))
        .containsExactly(
            "12:34:51  \u001b[33m\u25b2 WARNING \u001b[0m  sensor_3 temperature 28.41"
                + " \u00b0C > 28",
            "12:34:52  \u001b[1m\u001b[31m\u25b2 CRITICAL\u001b[0m  sensor_3"
                + " temperature 30.10 \u00b0C > 30",
            "12:35:20  \u001b[33m\u25bc WARNING \u001b[0m  sensor_3 temperature 29.99"
                + " \u00b0C > 28",
            "12:35:53  \u001b[32m\u25bc resolved\u001b[0m  sensor_3 temperature 27.50"
                + " \u00b0C \u2264 28 after 62s");
  }

  @Test
  void anAlertThatEndsWithItsRuleHasNoValue() {
    Transition ended =
        Transitions.byReading(
            "high_temperature",
            new Series("sensor_3", "temperature"),
            Severity.WARNING,
            AlertState.RESOLVED,
            AlertState.FIRING,
            Severity.WARNING,
            START + 63_500,
            Double.NaN,
            Double.NaN,
            START + 1_000);
    assertThat(PLAIN.transition(ended))
        .isEqualTo("12:35:53  \u25bc resolved  sensor_3 temperature under other rules after 62s");
  }

  private static List<String> transitions(EventLines wording) {
    return List.of(
        wording.transition(firing(1_000, Severity.WARNING, null, 28.41, 28)),
        wording.transition(firing(2_000, Severity.CRITICAL, Severity.WARNING, 30.1, 30)),
        wording.transition(firing(30_000, Severity.WARNING, Severity.CRITICAL, 29.99, 28)),
        wording.transition(
            Transitions.byReading(
                "high_temperature",
                new Series("sensor_3", "temperature"),
                Severity.WARNING,
                AlertState.RESOLVED,
                AlertState.FIRING,
                Severity.WARNING,
                START + 63_500,
                27.5,
                28,
                START + 1_000)));
  }

  private static Transition firing(
      long after, Severity severity, Severity previous, double value, double threshold) {
    return Transitions.byReading(
        "high_temperature",
        new Series("sensor_3", "temperature"),
        severity,
        AlertState.FIRING,
        previous == null ? AlertState.INACTIVE : AlertState.FIRING,
        previous,
        START + after,
        value,
        threshold,
        START + 1_000);
  }

  @Test
  void rejectedMessagesFitIntoOneLineAndCommandNoTerminal() {
    assertThat(PLAIN.rejected(START, "NOT_JSON", "\u001b[2Jwiped\n\u2028\ud83c\udf21"))
        .isEqualTo("12:34:50  \u2717 rejected  NOT_JSON  \ufffd[2Jwiped\ufffd\ufffd\ud83c\udf21");
    assertThat(PLAIN.rejected(START, "EMPTY", "")).endsWith("EMPTY  (empty)");
    String cut = PLAIN.rejected(START, "NOT_JSON", "\ud83c\udf21".repeat(100));
    assertThat(cut.codePointCount(0, cut.length())).isEqualTo(80);
    assertThat(cut).endsWith("\ud83c\udf21\u2026");
    assertThat(COLOURED.rejected(START, "EMPTY", "")).startsWith("\u001b[2m").endsWith("\u001b[0m");
  }

  @Test
  void aBlockHasARowPerSensorAndTheTrendOfTheWatchedMetric() {
    WindowPanel block = new WindowPanel(PLAIN, RuleFile.builtIn());
    block.lines(window(0, 21, 28.5), false);
    assertThat(block.lines(window(10_000, 23, 30.5), false))
        .containsExactly(
            "12:35:00 \u2013 12:35:10         temperature \u00b0C             humidity % count",
            "  sensor_2           23.00  22.50 \u2026  23.50  44.00  43.50 \u2026  44.50"
                + "    80 \u2581\u2583",
            "  sensor_10          30.50  30.00 \u2026  31.00"
                + " ".repeat(23)
                + "    40 \u2586\u2588");
  }

  @Test
  void aBlockColoursWhatIsBeyondALimit() {
    List<String> lines =
        new WindowPanel(COLOURED, RuleFile.builtIn()).lines(window(0, 28.5, 30.5), true);
    assertThat(lines.get(0)).startsWith("\u001b[1m").endsWith("count\u001b[0m  (more)");
    assertThat(lines.get(1))
        .contains("  \u001b[33m28.50\u001b[0m  28.00 \u2026  29.00  44.00  43.50");
    assertThat(lines.get(2)).contains("  \u001b[1m\u001b[31m30.50\u001b[0m  30.00 \u2026");
  }

  @Test
  void aBlockSaysThatItIsShownAgainWhereItIsRevised() {
    Average late =
        new Average(
            new Series("sensor_1", "temperature"), START, START + 10_000, 2, 50, 25, 25, 25, 0, 1);
    assertThat(new WindowPanel(PLAIN, RuleFile.builtIn()).lines(List.of(late), true).get(0))
        .endsWith("count  (again)");
  }

  @Test
  void aLargeFleetIsCutShortButCounted() {
    List<Average> averages = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      averages.add(average("sensor_" + i, "temperature", 0, 25));
    }
    List<String> lines = new WindowPanel(PLAIN, RuleFile.builtIn()).lines(averages, false);
    assertThat(lines).hasSize(14);
    assertThat(lines.get(12)).startsWith("  sensor_12 ");
    assertThat(lines.get(13)).isEqualTo("          \u2026 and 38 more sensors");
  }

  private static List<Average> window(long after, double one, double other) {
    return List.of(
        average("sensor_10", "temperature", after, other),
        average("sensor_2", "humidity", after, 44),
        average("sensor_2", "temperature", after, one));
  }

  private static Average average(String sensor, String metric, long after, double mean) {
    return new Average(
        new Series(sensor, metric),
        START + after,
        START + after + 10_000,
        40,
        mean * 40,
        mean,
        mean - 0.5,
        mean + 0.5,
        0.25,
        0);
  }

  @Test
  void theSummaryAddsUpOnlyIfAllPlacesAgree() {
    DemoCounts tally = new DemoCounts();
    tally.add(average("sensor_1", "temperature", 0, 25));
    tally.add(average("sensor_1", "temperature", 10_000, 25));
    tally.add(firing(1_000, Severity.WARNING, null, 28.41, 28));
    tally.add(RejectionReason.NOT_JSON);
    DemoShutdown.Counts counts = new DemoShutdown.Counts(82, 82, 82, 81, 80);
    assertThat(PLAIN.summary(Duration.ofMillis(20_400), counts, tally))
        .containsExactly(
            "",
            "Summary of 20s",
            "  Messages: 82 sent = 81 accepted + 1 rejected",
            "                1 NOT_JSON",
            "  Readings: 80 in the accepted messages = 80 in averages + 0 late",
            "  Averages: 2 published, for 2 windows",
            "  Alerts:   1 published: 1 warning",
            "  It adds up: nothing got lost.");
    assertThat(new DemoShutdown.Counts(83, 82, 82, 81, 80).addUp(tally)).isFalse();
    assertThat(new DemoShutdown.Counts(82, 82, 82, 80, 80).addUp(tally)).isFalse();
    assertThat(new DemoShutdown.Counts(82, 82, 82, 81, 81).addUp(tally)).isFalse();
    DemoShutdown.Counts behind = new DemoShutdown.Counts(90, 90, 82, 81, 80);
    assertThat(PLAIN.summary(Duration.ofSeconds(9), behind, tally))
        .contains("  Messages: 90 sent = 81 accepted + 1 rejected + 8 not read any more");
  }

  @Test
  void aRevisionReplacesWhatWasCountedAndLateReadingsCountBesideIt() {
    DemoCounts tally = new DemoCounts();
    Average first = average("sensor_1", "temperature", 0, 25);
    tally.add(first);
    tally.add(
        new Average(first.series(), START, START + 10_000, 42, 42 * 25, 25, 24.5, 25.5, 0.25, 1));
    Reading reading = new Reading(first.series(), START, 25);
    tally.add(LateReadings.ofAverages(reading, new SeriesWindow(reading.series(), 0, 60_000)));
    tally.add(LateReadings.ofAlerts(reading));
    assertThat(tally.accounting(22, 22, 43).addsUp()).isTrue();
    assertThat(tally.averages()).isEqualTo("2 published, for 1 window");
    assertThat(tally.alerts()).isEqualTo("0 published; 1 readings came out of order");
  }
}
