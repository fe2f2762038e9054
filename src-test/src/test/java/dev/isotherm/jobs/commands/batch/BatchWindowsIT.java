package dev.isotherm.jobs.commands.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Windows that overlap, or are not known before their readings, through the command line. */
final class BatchWindowsIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  @TempDir Path folder;

  private BatchRun batch(Object... arguments) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("readings.csv"),
            """
            timestamp,sensor_id,temperature
            2025-07-01T12:00:00Z,a,1
            2025-07-01T12:00:25Z,a,3
            2025-07-01T12:01:10Z,a,8
            """);
    Object[] all = new Object[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = file;
    BatchRun run = BatchRun.of(FLINK, folder.resolve("out"), all);
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.addsUp()).as(run.summary() + run.trial().err()).isTrue();
    return run;
  }

  @Test
  void eachReadingIsInEveryWindowAroundIt() throws IOException {
    BatchRun run = batch("--window=1min", "--slide=30s", "--print=none");
    assertThat(run.averages())
        .extracting(average -> average.window() + " " + average.sum())
        .containsExactly(
            "a/temperature in [2025-07-01T11:59:30Z, 2025-07-01T12:00:30Z) 4.0",
            "a/temperature in [2025-07-01T12:00:00Z, 2025-07-01T12:01:00Z) 4.0",
            "a/temperature in [2025-07-01T12:00:30Z, 2025-07-01T12:01:30Z) 8.0",
            "a/temperature in [2025-07-01T12:01:00Z, 2025-07-01T12:02:00Z) 8.0");
    assertThat(run.summary())
        .endsWith("\"readings\":3,\"aggregated\":6,\"late\":0,\"windows_per_reading\":2}");
    assertThat(run.trial().err()).contains("3 readings \u00d7 2 windows = 6 aggregated + 0 late");
  }

  @Test
  void aSessionLastsFromSilenceToSilence() throws IOException {
    BatchRun run = batch("--session-gap=30s");
    assertThat(run.averages())
        .extracting(average -> average.window() + " " + average.sum())
        .containsExactly(
            "a/temperature in [2025-07-01T12:00:00Z, 2025-07-01T12:00:55Z) 4.0",
            "a/temperature in [2025-07-01T12:01:10Z, 2025-07-01T12:01:40Z) 8.0");
    assertThat(run.trial().out())
        .isEqualTo(
            """
            2025-07-01 12:00 \u2013 12:00:55
              sensor  metric       count  mean   min   max  stddev
              a       temperature      2  2.00  1.00  3.00    1.00

            2025-07-01 12:01:10 \u2013 12:01:40
              a       temperature      1  8.00  8.00  8.00    0.00

            """);
    assertThat(run.summary()).endsWith("\"readings\":3,\"aggregated\":3,\"late\":0}");
  }

  @Test
  void whereNothingIsPublishedBeforeTheEndNothingIsWithdrawnInStreamingModeEither()
      throws IOException {
    BatchRun run = batch("--session-gap=30s", "-D", "execution.runtime-mode=STREAMING");
    assertThat(run.averages()).hasSize(2).allMatch(average -> average.revision() == 0);
  }

  /** Time ends with the last window, though the latest reading lies before. */
  @Test
  void rulesOnAveragesSeeEachWindowAtItsEnd() throws IOException {
    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            """
            rules:
              - name: mean
                metric: temperature
                on: averages
                levels: { warning: { above: 2.5 } }
                noDataAfter: 1m
            """);
    Path other =
        Files.writeString(
            folder.resolve("b.csv"), "timestamp,sensor_id,temperature\n2025-07-01T12:00:30Z,b,2\n");
    BatchRun run = batch("--window=1min", "--rules=" + rules, other);
    assertThat(run.lines(ResultFolder.TRANSITIONS))
        .map(line -> JsonLinesReader.readTransition(line.getBytes(UTF_8)))
        .extracting(
            one -> one.series().sensorId(),
            Transition::state,
            one -> JsonLinesWriter.instant(one.atMillis()),
            Transition::value)
        .containsExactlyInAnyOrder(
            tuple("a", AlertState.FIRING, "2025-07-01T12:02:00Z", 8.0),
            tuple("b", AlertState.NO_DATA, "2025-07-01T12:02:00Z", 2.0));
  }

  /** The windows of the job do not matter; the batch ends with the last window of the rule. */
  @Test
  void aRuleWithItsOwnWindowSeesThese() throws IOException {
    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            """
            rules:
              - name: mean
                metric: temperature
                on: averages
                window: 1min
                levels: { warning: { above: 2.5 } }
                noDataAfter: 1m
            """);
    Path other =
        Files.writeString(
            folder.resolve("b.csv"), "timestamp,sensor_id,temperature\n2025-07-01T12:00:30Z,b,2\n");
    BatchRun run = batch("--window=day", "--rules=" + rules, other);
    assertThat(run.lines(ResultFolder.TRANSITIONS))
        .map(line -> JsonLinesReader.readTransition(line.getBytes(UTF_8)))
        .extracting(
            one -> one.series().sensorId(),
            Transition::state,
            one -> JsonLinesWriter.instant(one.atMillis()),
            Transition::value)
        .containsExactlyInAnyOrder(
            tuple("a", AlertState.FIRING, "2025-07-01T12:02:00Z", 8.0),
            tuple("b", AlertState.NO_DATA, "2025-07-01T12:02:00Z", 2.0));
    assertThat(run.averages())
        .allMatch(one -> one.windowEndMillis() - one.windowStartMillis() == 86_400_000L);
  }
}
