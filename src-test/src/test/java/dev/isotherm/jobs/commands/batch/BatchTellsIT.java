package dev.isotherm.jobs.commands.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.model.Average;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code batch} says of a run beside its averages. */
final class BatchTellsIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final String RULES =
      """
      rules:
        - { name: hot, metric: Temperature, levels: { warning: { above: 28 } } }
        - { name: dry, metric: humidity, sensors: "S*", levels: { warning: { below: 51 } } }
        - name: warm
          metric: temperature
          levels: { warning: { above: 28 }, critical: { above: 30 } }
      """;

  @TempDir Path folder;

  private Path file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private BatchRun batch(Object... arguments) {
    return BatchRun.of(FLINK, folder.resolve("out"), arguments);
  }

  /** Alerts, names with a slip of the pen, files without use, an option without effect. */
  @Test
  void tellsOfAlertsAndOfWhatLooksLikeAMistake() throws IOException {
    file(
        "in/room.csv",
        """
        timestamp,sensor_id,temperature,humidity
        2025-07-01 12:00:00,s1,35.5,50
        2025-07-01 12:10:00,s1,22.5,52
        2025-07-01 12:20:00,s1,28.5,52
        """);
    file("in/header.csv", "timestamp,sensor_id,temperature\n");
    file("in/blank.jsonl", "\n  \n");
    file("in/empty.csv", "");
    file("in/other.csv", "timestamp,value\n2025-07-01 12:00:00,1\n2025-07-01 12:10:00,2\n");
    Path rules = file("rules.yaml", RULES);

    BatchRun run =
        batch(
            folder.resolve("in"),
            "--rules=" + rules,
            "--metrics=temperature,humidty",
            "--date=2025-07-01",
            "--print=json");

    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.addsUp()).isTrue();
    assertThat(run.trial().out().lines()).hasSize(1);
    String in = folder.resolve("in") + "/";
    assertThat(run.trial().err())
        .contains(
            """
            skipped all 2 messages of %sother.csv: NO_SENSOR, such as %sother.csv:2: there is no \
            column sensor_id; there are timestamp, value; --sensor-field names the column or \
            member with the sensor, --sensor the sensor itself
            """
                .formatted(in, in))
        .contains(
            """
            2 alerts fired
              warm: 2 (1 critical, 1 warning)
              hot, dry: none
              2025-07-01T12:00:00Z warm critical temperature{s1} 35.5
              2025-07-01T12:20:00Z warm warning temperature{s1} 28.5
            """)
        .contains("warning: --date 2025-07-01 has no effect: no file is text\n")
        .contains("warning: " + in + "blank.jsonl: holds no message: only blank lines\n")
        .contains(
            "warning: "
                + in
                + "header.csv: holds no message: only a header:"
                + " \"timestamp,sensor_id,temperature\"\n")
        .contains(
            "warning: --metrics humidty: no reading has metric humidty; there are humidity,"
                + " temperature, value; perhaps humidity?\n")
        .contains("warning: rule hot watches nothing: --metrics does not name its metric Temp")
        .contains("warning: rule dry watches nothing: --metrics does not name its metric humidity")
        .contains("no sensor matches S*; there are s1; perhaps s1?")
        .doesNotContain("empty.csv")
        .doesNotContain("rule warm watches nothing");
    assertThat(run.summary())
        .contains(
            "\"alerts\":{\"hot\":{\"warning\":0,\"critical\":0,\"no_data\":0,\"flapping\":0},")
        .contains("\"warm\":{\"warning\":1,\"critical\":1,\"no_data\":0,\"flapping\":0}}")
        .contains("\"warnings\":[\"--date 2025-07-01 has no effect: no file is text\",\"");
  }

  @Test
  void aRunThatCouldUseNothingIsBadUsageAndSaysWhy() throws IOException {
    Path file =
        file("daily.csv", "timestamp,value\n2025-07-01 12:00:00,1\n2025-07-01 12:10:00,2\n");

    BatchRun run = batch(file, "--rules=default");

    assertThat(run.trial().code()).isEqualTo(2);
    assertThat(run.trial().out()).isEmpty();
    assertThat(run.trial().err())
        .isEqualTo(
            """
            2 messages = 0 accepted + 2 rejected (NO_SENSOR 2); 0 readings = 0 aggregated + 0 late
            isotherm: none of 2 messages could be used: NO_SENSOR, such as %s:2: there is no column \
            sensor_id; there are timestamp, value; --sensor-field names the column or member with \
            the sensor, --sensor the sensor itself
            Results are in %s
            isotherm: isotherm inspect %s proposes: --sensor @file
            """
                .formatted(file, run.output(), file));
    assertThat(run.rejected()).hasSize(2);
  }

  @Test
  void aFileOfOneHeaderIsNotASuccess() throws IOException {
    BatchRun run = batch(file("a.csv", "x".repeat(500) + "\n"));
    assertThat(run.trial().code()).isEqualTo(2);
    assertThat(run.trial().err())
        .contains("a.csv: holds no message: only a header: \"xxx")
        .contains("isotherm: no message could be used, because there is none\n");
  }

  @Test
  void warnsWhereNoReadingHasATimeOfDay() throws IOException {
    String midnight =
        "timestamp,sensor_id,temperature\n2025-07-01,a,20\n2025-07-02,a,21\n2025-07-02,b,21\n";
    file("in/midnight.csv", midnight);
    file("in/noon.csv", midnight + "2025-07-01 12:00:00,a,20\n");

    BatchRun hours = batch(folder.resolve("in"), "--window=1h", "--zone=Europe/Berlin");
    assertThat(hours.trial().code()).isZero();
    assertThat(hours.trial().err().lines().filter(line -> line.contains("midnight")))
        .singleElement()
        .asString()
        .contains("in/midnight.csv: every reading is at midnight (Europe/Berlin)");

    BatchRun days = batch(folder.resolve("in"), "--overwrite");
    assertThat(days.trial().err()).doesNotContain("midnight");

    Path apart =
        file(
            "apart.csv",
            """
            Date,Time (UTC),sensor_id,temperature
            2025-07-01,10:00,a,20
            2025-07-01,11:00,a,21
            """);
    BatchRun dates = batch(apart, "--timestamp-field=Date", "--overwrite");
    assertThat(dates.trial().err())
        .contains(
            "apart.csv: every reading is at midnight (UTC), though there is Time (UTC):"
                + " --timestamp-field Date,Time (UTC) joins the date and the time\n");
  }

  /** One reading of 2099 is none of history: nobody falls silent for it, and nothing fires. */
  @Test
  void oneClockThatIsWrongDoesNotMoveTheTimeOfOthers() throws IOException {
    Path resources = Path.of("src", "test", "resources", "rogue-clock");
    Path in = Files.copy(resources.resolve("in.jsonl"), folder.resolve("in.jsonl"));
    Files.setLastModifiedTime(in, FileTime.from(Instant.parse("2026-11-01T00:00:00Z")));

    BatchRun run = batch(in, "--rules=" + resources.resolve("rules.yaml"), "--print=none");

    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.lines(ResultFolder.TRANSITIONS))
        .singleElement()
        .asString()
        .contains("\"rule\":\"hot\",\"severity\":\"warning\",\"sensor_id\":\"a\",\"metric\":\"t\",")
        .contains("\"state\":\"pending\"")
        .contains("\"at\":\"2025-07-01T00:04:00Z\",\"value\":29.0");
    assertThat(run.trial().err())
        .contains("in.jsonl:19: FUTURE_TIMESTAMP: 2099-01-01T00:00:00Z lies 72 years after")
        .contains("18 accepted + 1 rejected (FUTURE_TIMESTAMP 1)")
        .contains("at most 1d is allowed (--max-clock-skew; none if that date is wrong)");
  }

  private static final String TWICE =
      """
      timestamp,sensor_id,temperature
      2025-07-01 12:20:00,s1,23.5
      2025-07-01 12:00:00,s1,31
      2025-07-01 12:00:00,s1,31
      2025-07-01 12:00:00,s2,20.0
      2025-07-01 12:00:00,s2,26.0
      """;

  @Test
  void tellsOfReadingsThatRepeatAnEarlierOne() throws IOException {
    file("in/june.csv", TWICE);
    file("in/copy-of-june.csv", TWICE);
    file("in/lines.txt", "21.5\n21.5\n");

    BatchRun counted = batch(folder.resolve("in"), "--print=none");
    assertThat(counted.trial().err())
        .contains("; 12 readings = 12 aggregated + 0 late\n")
        .contains(
            "warning: 6 of 12 readings repeat an earlier one of the same sensor, metric, instant"
                + " and value, and all count; --duplicates drop counts each once\n");

    BatchRun dropped =
        batch(
            folder.resolve("in"),
            "--duplicates=drop",
            "--window=1h",
            "--slide=30min",
            "--rules=default",
            "--print=none",
            "--overwrite");
    assertThat(dropped.trial().code()).as(dropped.trial().err()).isZero();
    assertThat(dropped.addsUp()).isTrue();
    assertThat(dropped.trial().err())
        .contains("; 12 readings \u00d7 2 windows = 12 aggregated + 0 late + 12 duplicates\n")
        .contains("1 alert fired")
        .contains(
            "warning: 1 instant has several values of one sensor and metric: they are no"
                + " duplicates, and all count; --duplicates last counts the last\n")
        .doesNotContain("repeat an earlier one");
    assertThat(dropped.summary())
        .contains("\"late\":0,\"windows_per_reading\":2,\"duplicates\":6,\"conflicts\":1,");
  }

  /** The later file wins, also where its line stands further in front. */
  @Test
  void onlyTheLastOfTheReadingsOfAnInstantCounts() throws IOException {
    Path june = file("june.csv", TWICE);
    Path corrected =
        file("corrected.csv", "timestamp,sensor_id,temperature\n2025-07-01 12:00:00,s2,19.5\n");
    Path lines = file("lines.txt", "21.5\n21.5\n");

    BatchRun last =
        batch(
            june,
            corrected,
            lines,
            "--duplicates=last",
            "--window=1h",
            "--slide=30min",
            "--rules=default",
            "--print=none");
    assertThat(last.trial().code()).as(last.trial().err()).isZero();
    assertThat(last.addsUp()).isTrue();
    assertThat(last.trial().err())
        .contains("; 8 readings \u00d7 2 windows = 10 aggregated + 0 late + 6 duplicates\n")
        .contains(
            "warning: 1 instant has several values of one sensor and metric: only the last"
                + " counts\n");
    assertThat(last.summary())
        .contains("\"late\":0,\"windows_per_reading\":2,\"duplicates\":3,\"conflicts\":1,");
    assertThat(means(last, "s2")).containsOnly(19.5);

    BatchRun first =
        batch(corrected, june, "--duplicates=last", "--window=1h", "--print=none", "--overwrite");
    assertThat(means(first, "s2")).containsExactly(26.0);
    assertThat(means(first, "s1")).containsExactly((31 + 23.5) / 2);
  }

  private static List<Double> means(BatchRun run, String sensor) {
    return run.averages().stream()
        .filter(average -> average.series().sensorId().equals(sensor))
        .map(Average::mean)
        .toList();
  }

  @Test
  void saysInWhichZoneTimesWithoutAnOffsetAreRead() throws IOException {
    String said = "isotherm: times without an offset are read as UTC (--zone)\n";
    String offset = "timestamp,sensor_id,t\n2025-07-01T12:00:00Z,s1,1\n";
    Path with = file("with/a.csv", offset + "2025-07-01T14:00:00+02:00,s1,2\n");
    assertThat(told(with)).contains("2 readings").doesNotContain(said);

    Path without = file("without/a.csv", offset + "2025-07-01 12:00,s1,2\n");
    assertThat(told(without)).contains("2 readings").containsOnlyOnce(said);
    assertThat(told(without, "--zone=UTC")).contains("2 readings").doesNotContain(said);
    String json = "{\"timestamp\":\"2025-07-01T12:00:00\",\"sensor_id\":1,\"t\":1}\n";
    assertThat(told(file("a.jsonl", json))).contains("1 readings").contains(said);

    Path dates = file("dates/a.csv", "timestamp,sensor_id,t\n2025-07-01,s1,1\n");
    assertThat(told(dates)).contains("1 readings").doesNotContain(said);
  }

  private String told(Path file, String... options) {
    List<Object> arguments = new ArrayList<>(List.of(options));
    arguments.add(file);
    arguments.add("--overwrite");
    return batch(arguments.toArray()).trial().err();
  }

  @Test
  void tellsOfTimesThatClocksShowTwice() throws IOException {
    Path file =
        file(
            "meter.csv",
            """
            timestamp,sensor_id,kW
            2025-10-26 01:30:00,m1,1.5
            2025-10-26 02:00:00,m1,10
            2025-10-26 02:00:00,m1,20
            2025-10-26 03:00:00,m1,3
            """);
    BatchRun earlier = batch(file, "--window=1h", "--zone=Europe/Berlin");
    assertThat(earlier.trial().err())
        .contains(
            "2 times of timestamp that clocks of Europe/Berlin show twice, such as \"2025-10-26"
                + " 02:00:00\": the earlier of two instants was taken; --repeated-hour earlier,"
                + " later, order (of lines) or refuse\n");
    BatchRun ordered =
        batch(file, "--window=1h", "--zone=Europe/Berlin", "--repeated-hour=order", "--overwrite");
    assertThat(ordered.trial().err()).doesNotContain("show twice");
    assertThat(ordered.averages()).extracting(Average::mean).containsExactly(1.5, 10.0, 20.0, 3.0);
  }
}
