package dev.isotherm.jobs.commands.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.files.ResultFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Readings of files that are no measurements, by the sensor table. */
final class BatchPlausibilityIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final String RULES =
      """
      rules:
        - name: hot
          metric: temperature
          levels: { warning: { above: 80 } }
      """;

  @TempDir Path folder;
  private Path readings;

  @BeforeEach
  void writeReadings() throws IOException {
    readings =
        write(
            "r.csv",
            """
            timestamp,sensor_id,temperature,pressure
            2025-07-01 12:00:00,boiler-7,20,1
            2025-07-01 12:01:00,boiler-7,850,3
            2025-07-01 12:02:00,boiler-7,-999,5
            2025-07-01 12:00:00,boiler-8,850,1
            """);
    write("rules.yaml", RULES);
    write("sensors.csv", "sensor,metric,min,max\nboiler-7,temperature,-50,400\n");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private BatchRun batch(String... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                readings,
                "--rules=" + folder.resolve("rules.yaml"),
                "--sensors=" + folder.resolve("sensors.csv")));
    arguments.addAll(List.of(more));
    return BatchRun.of(FLINK, folder.resolve("out"), arguments.toArray());
  }

  @Test
  void excludesThemFromAveragesAndRulesAndSaysSo() throws IOException {
    BatchRun run = batch("--report=" + folder.resolve("report.html"));
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.trial().err())
        .contains(
            "4 messages = 4 accepted + 0 rejected; 8 readings = 6 aggregated + 0 late + 2"
                + " implausible\n",
            "excluded 2 readings of temperature{boiler-7} outside of the valid range, such as 850.0"
                + " at 2025-07-01T12:01:00Z\n");
    assertThat(run.averages())
        .extracting(one -> one.series() + " " + one.count() + " " + one.sum())
        .containsExactlyInAnyOrder(
            "boiler-7/temperature 1 20.0",
            "boiler-7/pressure 3 9.0",
            "boiler-8/temperature 1 850.0",
            "boiler-8/pressure 1 1.0");
    assertThat(run.lines(ResultFolder.LATE))
        .containsExactly(
            late("2025-07-01T12:01:00Z", "850.0"), late("2025-07-01T12:02:00Z", "-999.0"));
    assertThat(run.lines(ResultFolder.TRANSITIONS))
        .singleElement()
        .asString()
        .contains("\"sensor_id\":\"boiler-8\"");
    assertThat(run.summary()).contains("\"late\":0,\"implausible\":2");
    assertThat(run.addsUp()).isTrue();
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("Implausible readings", "6 aggregated + 0 late + 2 implausible");
  }

  private static String late(String instant, String value) {
    return "{\"sensor_id\":\"boiler-7\",\"metric\":\"temperature\",\"timestamp\":\""
        + instant
        + "\",\"value\":"
        + value
        + ",\"excluded_from\":[\"averages\",\"alerts\",\"average_alerts\"],"
        + "\"reason\":\"implausible_range\"}";
  }

  @Test
  void valuesThatAreStuckAreExcluded() throws IOException {
    StringBuilder rows = new StringBuilder("timestamp,sensor_id,temperature\n");
    double[] values = {99, 99, 99, 99, 20, 99};
    for (int i = values.length - 1; i >= 0; i--) {
      rows.append("2025-07-01 12:0%d:00,a,%s\n".formatted(i, values[i]));
      rows.append("2025-07-01 12:0%d:00,b,%s\n".formatted(i, values[i]));
    }
    Files.writeString(readings, rows);
    write("sensors.csv", "sensor,stuckAfter\na,2min\n");
    BatchRun run = batch();
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.trial().err())
        .contains(
            "12 readings = 11 aggregated + 0 late + 1 implausible\n",
            "excluded 1 reading of temperature{a} with a value that is stuck, such as 99.0 at"
                + " 2025-07-01T12:03:00Z\n");
    assertThat(run.averages())
        .extracting(one -> one.series() + " " + one.count())
        .containsExactly("a/temperature 5", "b/temperature 6");
    assertThat(run.lines(ResultFolder.LATE))
        .singleElement()
        .asString()
        .contains("\"timestamp\":\"2025-07-01T12:03:00Z\"", "\"reason\":\"implausible_stuck\"");
    assertThat(run.addsUp()).isTrue();
  }

  @Test
  void theyComeBeforeDuplicates() throws IOException {
    Files.writeString(
        readings,
        Files.readString(readings).repeat(2).replaceFirst("(?s)(.*)timestamp[^\n]*\n", "$1"));
    BatchRun run = batch("--duplicates=drop");
    assertThat(run.trial().err())
        .contains("16 readings = 6 aggregated + 0 late + 4 implausible + 6 duplicates\n");
    assertThat(run.addsUp()).isTrue();
  }

  @Test
  void countsThemIfThatIsAskedFor() {
    BatchRun run = batch("--implausible=count");
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.trial().err()).contains("8 readings = 8 aggregated + 0 late\n");
    assertThat(run.lines(ResultFolder.LATE)).isEmpty();
    assertThat(run.lines(ResultFolder.TRANSITIONS)).hasSize(3);
  }

  @Test
  void rulesDiffDoesNotEvaluateThem() throws IOException {
    write("new.yaml", RULES.replace("80", "500"));
    CommandTrial trial = diff();
    assertThat(trial.code()).as(trial.err()).isZero();
    assertThat(trial.err())
        .contains("4 messages, 0 of them rejected; 8 readings, 2 of them implausible\n");
    assertThat(trial.out()).doesNotContain("boiler-7");
    CommandTrial counted = diff("--implausible=count");
    assertThat(counted.err()).contains("4 messages, 0 of them rejected; 8 readings\n");
  }

  private CommandTrial diff(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "rules",
                "diff",
                folder.resolve("rules.yaml").toString(),
                folder.resolve("new.yaml").toString(),
                "--on=" + readings,
                "--sensors=" + folder.resolve("sensors.csv")));
    arguments.addAll(List.of(more));
    return CommandTrial.run(Isotherm.commandLine(FLINK::create), arguments.toArray(String[]::new));
  }
}
