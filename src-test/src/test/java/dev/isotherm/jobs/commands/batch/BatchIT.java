package dev.isotherm.jobs.commands.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.model.Average;
import dev.isotherm.rules.yaml.RuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code batch} makes of good files, to the last character. */
final class BatchIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final String CSV_HEADER =
      "sensor_id,metric,window_start,window_end,count,sum,mean,min,max,stddev,revision\n";

  @TempDir Path folder;

  private Path file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content.getBytes(UTF_8));
    return file;
  }

  private BatchRun batch(Object... arguments) {
    BatchRun run = BatchRun.of(FLINK, folder.resolve("out"), arguments);
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.addsUp()).as(run.summary()).isTrue();
    return run;
  }

  @Test
  void averagesADayOfNumbersAndNamesTheLineThatIsNone() throws IOException {
    Path file =
        file(
            "daily_readings.txt",
            IntStream.rangeClosed(21, 30).mapToObj(i -> i + "\n").collect(Collectors.joining())
                + "abc\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2025-07-01T18:00:00Z")));

    BatchRun run = batch(file);

    assertThat(run.trial().out())
        .isEqualTo(
            """
            2025-07-01 (UTC)
              sensor          metric       count   mean    min    max  stddev
              daily_readings  temperature     10  25.50  21.00  30.00    2.87

            """);
    assertThat(run.trial().err())
        .contains("daily_readings.txt:11: NOT_A_NUMBER: \"abc\" is not a decimal number\n")
        .contains(
            "11 messages = 10 accepted + 1 rejected (NOT_A_NUMBER 1);"
                + " 10 readings = 10 aggregated + 0 late\n");
    assertThat(run.lines("averages"))
        .containsExactly(
            "{\"sensor_id\":\"daily_readings\",\"metric\":\"temperature\","
                + "\"window_start\":\"2025-07-01T00:00:00Z\",\"window_end\":\"2025-07-02T00:00:00Z\","
                + "\"count\":10,\"sum\":255.0,\"mean\":25.5,\"min\":21.0,\"max\":30.0,"
                + "\"stddev\":2.8722813232690143,\"revision\":0}");
    assertThat(run.summary())
        .isEqualTo(
            "{\"messages\":11,\"accepted\":10,\"rejected\":{\"NOT_A_NUMBER\":1},"
                + "\"readings\":10,\"aggregated\":10,\"late\":0}");
  }

  @Test
  void printsCsvAndNothingElse() throws IOException {
    Path file =
        file(
            "readings.csv",
            """
            timestamp,sensor_id,temperature,humidity
            2025-07-01T12:00:00Z,a,20,40
            2025-07-01T12:30:00Z,a,30,
            2025-07-01T13:00:00Z,"b, left",1.5,50
            nonsense
            """);
    assertThat(batch(file, "--print=csv", "--window=1h").trial().out())
        .isEqualTo(
            CSV_HEADER
                + "a,humidity,2025-07-01T12:00:00Z,2025-07-01T13:00:00Z,"
                + "1,40.0,40.0,40.0,40.0,0.0,0\n"
                + "a,temperature,2025-07-01T12:00:00Z,2025-07-01T13:00:00Z,"
                + "2,50.0,25.0,20.0,30.0,5.0,0\n"
                + "\"b, left\",humidity,2025-07-01T13:00:00Z,2025-07-01T14:00:00Z,"
                + "1,50.0,50.0,50.0,50.0,0.0,0\n"
                + "\"b, left\",temperature,2025-07-01T13:00:00Z,2025-07-01T14:00:00Z,"
                + "1,1.5,1.5,1.5,1.5,0.0,0\n");
  }

  @Test
  void percentilesAreInTheFilesAndColumns() throws IOException {
    Path file =
        file(
            "daily_readings.txt",
            IntStream.rangeClosed(21, 30).mapToObj(i -> i + "\n").collect(Collectors.joining()));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2025-07-01T18:00:00Z")));

    BatchRun run = batch(file, "--percentiles=99.9,50");

    assertThat(run.trial().out())
        .isEqualTo(
            """
            2025-07-01 (UTC)
              sensor          metric       count   mean    min    max  stddev    p50  p99.9
              daily_readings  temperature     10  25.50  21.00  30.00    2.87  25.13  30.00

            """);
    assertThat(run.lines("averages"))
        .singleElement()
        .asString()
        .endsWith(
            "\"stddev\":2.8722813232690143,\"percentiles\":{\"50\":25.125,\"99.9\":30.0},"
                + "\"revision\":0}");
    assertThat(BatchRun.of(FLINK, folder.resolve("no"), file, "--percentiles=50,100").trial())
        .satisfies(
            wrong -> {
              assertThat(wrong.code()).isEqualTo(2);
              assertThat(wrong.err())
                  .contains("--percentiles")
                  .contains("50,100")
                  .contains("has '100'; must be numbers above 0 and below 100");
            });
  }

  @Test
  void aTableWithIntervalsGivesAveragesTheirCoverage() throws IOException {
    Path table = file("sensors.csv", "sensor,metric,expectedInterval\nb*,temperature,20s\n");
    Path file =
        file(
            "in/readings.csv",
            """
            timestamp,sensor_id,temperature,humidity
            2025-07-01T12:00:00Z,a,20,40
            2025-07-01T12:00:10Z,boiler,30,50
            2025-07-01T12:00:20Z,boiler,30,50
            """);
    BatchRun run = batch(file, "--window=1min", "--sensors=" + table);
    assertThat(run.lines("averages").stream().filter(line -> line.contains("\"expected\"")))
        .singleElement()
        .asString()
        .startsWith("{\"sensor_id\":\"boiler\",\"metric\":\"temperature\",")
        .endsWith("\"stddev\":0.0,\"expected\":3,\"coverage\":0.6666666666666666,\"revision\":0}");
    BatchRun sessions =
        BatchRun.of(
            FLINK, folder.resolve("sessions"), file, "--session-gap=1min", "--sensors=" + table);
    assertThat(sessions.lines("averages")).hasSize(4).noneMatch(line -> line.contains("expected"));
  }

  @Test
  void printsJsonAndNothingElse() throws IOException {
    Path file =
        file(
            "readings.jsonl",
            """
            {"timestamp":"2025-07-01T12:00:00","sensor_id":"a","temperature":20}
            {"sensor_id":"b","temperature":0.1,"timestamp":1751371201}
            {"sensor_id":"b","temperature":0.2,"timestamp":1751371202000}
            {"sensor_id":"b"}
            """);
    BatchRun run = batch(file, "--print=json");
    assertThat(run.trial().out())
        .isEqualTo(
            "{\"sensor_id\":\"a\",\"metric\":\"temperature\","
                + "\"window_start\":\"2025-07-01T00:00:00Z\","
                + "\"window_end\":\"2025-07-02T00:00:00Z\",\"count\":1,\"sum\":20.0,\"mean\":20.0,"
                + "\"min\":20.0,\"max\":20.0,\"stddev\":0.0,\"revision\":0}\n"
                + "{\"sensor_id\":\"b\",\"metric\":\"temperature\","
                + "\"window_start\":\"2025-07-01T00:00:00Z\","
                + "\"window_end\":\"2025-07-02T00:00:00Z\",\"count\":2,"
                + "\"sum\":0.30000000000000004,\"mean\":0.15000000000000002,"
                + "\"min\":0.1,\"max\":0.2,\"stddev\":0.05,\"revision\":0}\n");
    assertThat(run.trial().out().lines().sorted().toList()).isEqualTo(run.lines("averages"));
  }

  @Test
  void printsNothingWhereNothingIsWanted() throws IOException {
    BatchRun run = batch(file("a_2025-07-01.txt", "1\n"), "--print=none");
    assertThat(run.trial().out()).isEmpty();
    assertThat(run.trial().err()).contains("1 messages = 1 accepted + 0 rejected");
  }

  @Test
  void aDayInAutumnHas25Hours() throws IOException {
    Path file =
        file(
            "autumn.csv",
            """
            timestamp,sensor_id,temperature
            2025-10-25T21:59:59.999Z,a,99
            2025-10-25T22:00:00Z,a,10
            2025-10-26T02:30:00,a,20
            2025-10-26T22:59:59.999Z,a,30
            2025-10-26T23:00:00Z,a,99
            """);
    BatchRun run = batch(file, "--zone=Europe/Berlin");
    assertThat(run.averages())
        .filteredOn(average -> average.count() == 3)
        .singleElement()
        .satisfies(
            day -> {
              assertThat(Instant.ofEpochMilli(day.windowStartMillis()))
                  .isEqualTo("2025-10-25T22:00:00Z");
              assertThat(Instant.ofEpochMilli(day.windowEndMillis()))
                  .isEqualTo("2025-10-26T23:00:00Z");
              assertThat(day.mean()).isEqualTo(20.0);
            });
    assertThat(run.averages()).hasSize(3);
    assertThat(run.trial().out()).contains("2025-10-26 (Europe/Berlin)");
  }

  /** A transition per change; the order of the lines matters within an instant only. */
  @Test
  void evaluatesTheBuiltInRulesInTheOrderOfTime() throws IOException {
    file("in/1.csv", "timestamp,sensor_id,temperature,humidity\n104,a,28.0,99\n103,a,28.5,\n");
    file("in/2.csv", "timestamp,sensor_id,temperature\n100,a,27\n102,a,30.5\n101,a,28.1\n");
    file("in/3.csv", "timestamp,sensor_id,temperature\n101,b,31\n101,b,29\n100,c,28\n");

    BatchRun run = batch(folder.resolve("in"), "--rules=default", "--earliest=1970-01-01");

    assertThat(run.lines("transitions"))
        .extracting(line -> line.substring(line.indexOf("\"rule\"")))
        .containsExactlyInAnyOrder(
            transition("warning", "a", "firing", "inactive", null, 101, 28.1, 28, 101),
            transition("critical", "a", "firing", "firing", "warning", 102, 30.5, 30, 101),
            transition("warning", "a", "firing", "firing", "critical", 103, 28.5, 28, 101),
            transition("warning", "a", "resolved", "firing", "warning", 104, 28, 28, 101),
            transition("critical", "b", "firing", "inactive", null, 101, 31, 30, 101),
            transition("warning", "b", "firing", "firing", "critical", 101, 29, 28, 101)
                .replace("\"reading\"", "\"reading\",\"repeat\":1"));
    assertThat(run.lines("late")).isEmpty();
  }

  private static String transition(
      String severity,
      String sensor,
      String state,
      String previous,
      String previousSeverity,
      long at,
      double value,
      double threshold,
      long since) {
    return String.format(
        "\"rule\":\"high_temperature\",\"severity\":\"%s\",\"sensor_id\":\"%s\","
            + "\"metric\":\"temperature\",\"state\":\"%s\",\"previous\":\"%s\","
            + "\"previous_severity\":%s,\"at\":\"%s\",\"value\":%s,\"threshold\":%s,"
            + "\"since\":\"%s\",\"reason\":\"reading\",\"rules_version\":\"%s\"}",
        severity,
        sensor,
        state,
        previous,
        previousSeverity == null ? null : '"' + previousSeverity + '"',
        Instant.ofEpochSecond(at),
        value,
        threshold,
        Instant.ofEpochSecond(since),
        RuleFile.builtIn().fingerprint());
  }

  @Test
  void printsTheFirstOfManyAverages() throws IOException {
    StringBuilder csv = new StringBuilder("timestamp,sensor_id,temperature\n");
    for (int i = 1_002; i >= 0; i--) {
      csv.append(String.format(Locale.ROOT, "2025-07-01T12:00:00Z,s%04d,%d%n", i, i));
    }
    BatchRun run = batch(file("wide.csv", csv.toString()), "--print=table");
    String out = run.trial().out();
    assertThat(out.lines().filter(line -> line.matches(" +s\\d{4} .*")))
        .hasSize(1_000)
        .isSorted()
        .allMatch(line -> line.contains(" s0"));
    assertThat(out).contains("… and 3 more averages in ");
    assertThat(run.trial().err()).contains("1003 readings = 1003 aggregated + 0 late");
  }

  /** Sorting, so that each series goes its own way, must not mix up series or windows. */
  @Test
  void keepsManySeriesAndWindowsApart() throws IOException {
    StringBuilder csv = new StringBuilder("timestamp,sensor_id,temperature\n");
    for (int i = 0; i < 5_000; i++) {
      // Sensor i % 50 in hour i % 7 measures 10 * sensor + hour, always.
      int value = 10 * (i % 50) + i % 7;
      csv.append(i % 7 * 3_600 + i % 3_600).append(",s").append(i % 50).append(',');
      csv.append(value).append('\n');
    }
    BatchRun run =
        batch(
            file("many.csv", csv.toString()),
            "--window=1h",
            "--print=none",
            "--timestamp-format=epoch-s",
            "--earliest=1970-01-01");
    assertThat(run.averages()).hasSize(350);
    assertThat(run.averages().stream().mapToLong(Average::count).sum()).isEqualTo(5_000);
    assertThat(run.averages())
        .allSatisfy(
            average -> {
              long hour = average.windowStartMillis() / 3_600_000;
              int sensor = Integer.parseInt(average.series().sensorId().substring(1));
              assertThat(average.min()).isEqualTo((double) (10L * sensor + hour));
              assertThat(average.max()).isEqualTo(average.min());
              assertThat(average.mean()).isEqualTo(average.min());
            });
  }
}
