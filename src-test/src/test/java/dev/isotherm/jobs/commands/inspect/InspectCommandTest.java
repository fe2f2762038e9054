package dev.isotherm.jobs.commands.inspect;

import static dev.isotherm.fixtures.CommandTrial.isotherm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code isotherm inspect} says; what it proposes for other shapes: {@link InspectCasesTest}.
 */
final class InspectCommandTest {

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void proposesNothingForWhatIsReadAsItIs() throws IOException {
    Path file =
        file(
            "plain.csv",
            """
            timestamp,sensor_id,temperature
            2025-07-01T12:00:00Z,a,21.5
            2025-07-01T12:10:00Z,a,22.5
            """);
    CommandTrial trial = isotherm("inspect", file.toString());
    assertThat(trial.code()).isZero();
    assertThat(trial.out())
        .contains("table (csv), delimiter \",\", UTF-8; 2 messages of 88 bytes looked at")
        .contains("temperature  number      100 %  21.5 to 22.5  21.5 | 22.5")
        .contains("2025-07-01T12:00:00Z  a  temperature  21.5")
        .contains("2 messages accepted with 2 readings, 0 rejected")
        .endsWith("isotherm batch " + file + "\n");
  }

  @Test
  void refusesAnArchiveWhoseFieldsAreNoMetrics() throws IOException {
    Path file =
        file("kept.jsonl", "{\"archive\":1,\"topic\":\"t\",\"partition\":0,\"offset\":0}\n");
    CommandTrial trial = isotherm("inspect", file.toString());
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.out()).contains("is of an archive of a stream; batch and verify read it");
  }

  /** Elements are of one array only: those of the others would be left out. */
  @Test
  void proposesNoneOfSeveralArrays() throws IOException {
    Path file =
        file(
            "series.json",
            """
            {"temperature": [{"ts": 1782756000000, "value": 20.5}, {"ts": 1782756060000, "value": 21}],
             "humidity": [{"ts": 1782756000000, "value": 40.5}, {"ts": 1782756060000, "value": 41}]}
            """);
    CommandTrial trial = isotherm("inspect", file.toString());
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.out())
        .contains("arrays are not read: temperature, humidity\n")
        .contains(
            "holds an array for each metric, which is not read: jq -c 'to_entries[] | .key as $k |"
                + " .value[] | . + {metric: $k}' makes a message of each element\n")
        .doesNotContain("--elements");

    CommandTrial divided = isotherm("inspect", file.toString(), "--elements=temperature");
    assertThat(divided.out()).contains("arrays are not read: humidity\n");
  }

  @Test
  void namesTheWordsOfAStatus() throws IOException {
    String rows =
        """
        timestamp,sensor_id,status,place,left
        2025-07-01T12:00:00Z,ups,OL CHRG,Room A,800
        2025-07-01T12:01:00Z,ups,OL,Room B,801.5
        2025-07-01T12:02:00Z,ups,OB DISCHRG,Room A,790
        2025-07-01T12:03:00Z,ups,OB DISCHRG,Room B,780
        """;
    Path file = file("ups.csv", rows);
    assertThat(isotherm("inspect", file.toString()).out())
        .contains(
            "status has several words at a time: --flags 'status=CHRG|DISCHRG|OB|OL' makes a metric"
                + " of each word\n")
        .doesNotContain("place has several words");
    CommandTrial said = isotherm("inspect", file.toString(), "--flags=status=OB");
    assertThat(said.out())
        .contains("2025-07-01T12:00:00Z  ups  status.OB  0")
        .doesNotContain("several words");
  }

  /** As long as all rows fit both orders, and are as far from each other, nobody knows. */
  @Test
  void leavesTheOrderOfDayAndMonthToTheUser() throws IOException {
    Path file =
        file(
            "days.csv",
            """
            time;sensor_id;temperature
            03/04/2025 12:00;a;21.5
            03/04/2025 12:10;a;22.5
            """);
    CommandTrial trial = isotherm("inspect", file.toString());
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.out())
        .contains("To be decided:")
        .contains("\"dd/MM/yyyy H:mm\" (2025-04-03T12:00:00Z to 2025-04-03T12:10:00Z)")
        .contains("\"MM/dd/yyyy H:mm\" (2025-03-04T12:00:00Z to 2025-03-04T12:10:00Z)");
    CommandTrial said = isotherm("inspect", file.toString(), "--timestamp-format=dd/MM/yyyy HH:mm");
    assertThat(said.code()).as(said.out()).isZero();
    assertThat(said.out()).contains("2025-04-03T12:00:00Z  a  temperature  21.5");
  }

  @Test
  void seesTheOrderOfDayAndMonthByTheOrderOfTheRows() throws IOException {
    Path file =
        file(
            "days.csv",
            """
            time;sensor_id;temperature
            03/04/2025 23:50;a;21.5
            04/04/2025 00:00;a;22.5
            05/04/2025 00:00;a;22.5
            """);
    CommandTrial trial = isotherm("inspect", file.toString());
    assertThat(trial.code()).as(trial.out()).isZero();
    assertThat(trial.out())
        .contains("--timestamp-format 'dd/MM/yyyy H:mm'")
        .contains("only so the rows are in order and near each other; not as MM/dd/yyyy H:mm");
  }

  /** A copy may have lost its date, or the clock of the device is wrong: nobody knows. */
  @Test
  void asksForTheDateOfAFileThatIsOlderThanItsReadings() throws IOException {
    Path file =
        file(
            "copy.csv",
            """
            timestamp,sensor_id,temperature
            2025-07-01T12:00:00Z,a,21.5
            2025-07-01T12:10:00Z,a,22.5
            """);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    CommandTrial trial = isotherm("inspect", file.toString());
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.out())
        .contains("To be decided:")
        .contains("if its date is wrong, or they are forecasts, --max-clock-skew none reads them");
    assertThat(isotherm("inspect", file.toString(), "--max-clock-skew=none").code()).isZero();
  }

  /** Half-hourly values: the lines go back by half an hour, once. */
  @Test
  void seesLocalTimesByTheHourThatIsThereTwice() throws IOException {
    String rows =
        """
        timestamp,sensor_id,kW
        2025-11-02 00:30:00,m1,1.5
        2025-11-02 01:00:00,m1,2
        2025-11-02 01:30:00,m1,10.5
        2025-11-02 01:00:00,m1,11
        2025-11-02 01:30:00,m1,20.25
        2025-11-02 02:00:00,m1,3.5
        """;
    Path file = file("meter.csv", rows);
    CommandTrial trial = isotherm("inspect", file.toString());
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.out())
        .contains(
            "the instants go back to 2025-11-02T01:00 once, as the clocks of America/New_York do in"
                + " that hour: if they are local times, --zone says of which zone");
    CommandTrial zone = isotherm("inspect", file.toString(), "--zone=America/Chicago");
    assertThat(zone.code()).as(zone.out()).isZero();
    assertThat(zone.out())
        .contains("--repeated-hour order: the clocks of the zone show 2025-11-02 01:")
        .contains("--repeated-hour order");
    assertThat(isotherm("inspect", file.toString(), "--zone=UTC").code()).isZero();
    Path noOverlap = file("late.csv", rows.replace("11-02", "11-03"));
    assertThat(isotherm("inspect", noOverlap.toString()).code()).isZero();
    Path once =
        file(
            "once.csv",
            "timestamp,sensor_id,kW\n2025-11-02 01:30,m1,1.5\n2025-11-03 01:30,m1,20\n");
    CommandTrial undecided = isotherm("inspect", once.toString(), "--zone=America/Chicago");
    assertThat(undecided.code()).isZero();
    assertThat(undecided.out()).contains("the earlier instant is taken (--repeated-hour)");
  }

  /** A date and a time of the day beside it are the instant only where no field has both. */
  @Test
  void takesOneFieldWithAnOffsetRatherThanTwoWithout() throws IOException {
    Path file =
        file(
            "both.csv",
            """
            day,time,timestamp,sensor_id,temperature
            2025-07-01,12:00:00,2025-07-01T10:00:00Z,a,21.5
            2025-07-01,12:10:00,2025-07-01T10:10:00Z,a,22.5
            """);
    CommandTrial trial = isotherm("inspect", file.toString());
    assertThat(trial.code()).as(trial.out()).isZero();
    assertThat(trial.out())
        .contains("2025-07-01T10:00:00Z  a  temperature  21.5")
        .endsWith("isotherm batch " + file + "\n");
  }

  /** A first line with values is none of names, though a sensor stands in it. */
  @Test
  void namesTheColumnsOfATableWithoutAHeader() throws IOException {
    Path file =
        file(
            "rows.csv",
            """
            2025-07-01T12:00:00Z,boiler-1,21.5
            2025-07-01T12:00:01Z,boiler-2,22.5
            2025-07-01T12:00:02Z,boiler-1,23.5
            """);
    CommandTrial trial = isotherm("inspect", file.toString());
    assertThat(trial.code()).as(trial.out()).isZero();
    assertThat(trial.out())
        .contains(
            "has values in its first line, and no names (2025-07-01T12:00:00Z, boiler-1, 21.5)")
        .contains("replace those of --columns by what they measure")
        .contains("2025-07-01T12:00:00Z  boiler-1  c3  21.5")
        .endsWith("--columns c1,c2,c3 --timestamp-field c1 --sensor-field c2\n");
  }

  @Test
  void writesAMappingThatBatchReads() throws IOException {
    Path file =
        file(
            "logger.csv",
            """
            Zeit;Ort;"Temp, °C";Nr
            2025-07-01 12:00;Keller;21,5;1
            2025-07-01 12:10;Keller;-999;2
            2025-07-01 12:20;Keller;22,5;3
            """);
    Path mapping = folder.resolve("mapping.yaml");
    CommandTrial trial = isotherm("inspect", file.toString(), "--write=" + mapping);
    assertThat(trial.code()).as(trial.out() + trial.err()).isZero();
    assertThat(mapping)
        .content()
        .isEqualTo(
            """
            timestamp-field: Zeit
            sensor-field: Ort
            metrics: "\\"Temp, °C\\""
            absent: "-999"
            """);
    assertThat(trial.out()).endsWith("isotherm batch " + file + " --mapping " + mapping + "\n");
    CommandTrial again = isotherm("inspect", file.toString(), "--mapping=" + mapping);
    assertThat(again.code()).as(again.out()).isZero();
    assertThat(again.out()).contains("2 messages accepted with 2 readings, 1 rejected");
  }

  @Test
  void refusesToOverwriteAndToMixFilesWithTopics() throws IOException {
    Path file = file("plain.csv", "timestamp,sensor_id,temperature\n2025-07-01T12:00:00Z,a,1\n");
    assertThat(isotherm("inspect", file.toString(), "--write=" + file).err())
        .contains("--write " + file + ": exists already; name a new file");
    CommandTrial both = isotherm("inspect", file.toString(), "--topic=t");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("inspect needs files, or --topic NAME: one of both");
    assertThat(isotherm("inspect").err()).contains("one of both");
  }

  @Test
  void saysWhatCannotBeRead() throws IOException {
    Path file = folder.resolve("book.csv");
    Files.write(file, new byte[] {'B', 'Z', 'h', '9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59});
    CommandTrial trial = isotherm("inspect", file.toString());
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.out()).contains("cannot be read as it is").contains("bzip2");
  }

  /** The file is sparse: ten gigabytes, of which less than its first two megabytes is read. */
  @Test
  void looksAtABoundedPartOfALargeFile() throws IOException {
    Path file = folder.resolve("large.csv");
    StringBuilder rows = new StringBuilder("timestamp,sensor_id,temperature\n");
    for (int i = 0; i < 60_000; i++) {
      rows.append("2025-07-01T12:00:00Z,sensor-1,").append(i % 50).append('\n');
    }
    Files.writeString(file, rows, StandardCharsets.UTF_8);
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(10_000_000_000L);
    }
    CommandTrial trial = isotherm("inspect", file.toString());
    Matcher looked =
        Pattern.compile("(\\d+),(\\d+) messages of 10\\.0 GB looked at").matcher(trial.out());
    assertThat(looked.find()).as(trial.out()).isTrue();
    assertThat(Integer.parseInt(looked.group(1) + looked.group(2))).isBetween(30_000, 40_000);
  }

  /** Series of pairs are not read: a command makes messages of them. */
  @Test
  void namesTheCommandForPairs() throws IOException {
    Path prometheus =
        file(
            "prometheus.json",
            """
            {"status": "success", "data": {"result": [{"metric": {"instance": "a"},
              "values": [[1782756000, "50.7"], [1782774000, "50.3"]]}]}}
            """);
    CommandTrial trial = isotherm("inspect", prometheus.toString());
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.out())
        .contains(
            "holds pairs of an instant and a value, which are not read: jq -c '.data.result[] as"
                + " $o | $o.values[] | {timestamp: .[0], value: .[1]} + ($o | del(.values))' makes"
                + " a message of each pair\n");
    Path graphite =
        file(
            "graphite.json",
            "[{\"target\": \"a\", \"datapoints\": [[20.5, 1782756000], [null, 1782756060]]}]\n");
    assertThat(isotherm("inspect", graphite.toString()).out())
        .contains(
            "jq -c '(if type == \"array\" then .[] else . end) as $o | $o.datapoints[] |"
                + " {timestamp: .[1], value: .[0]} + ($o | del(.datapoints))'");
  }

  /** A name of several zones is not guessed. */
  @Test
  void asksForTheZoneThatCstIs() throws IOException {
    Path file =
        file(
            "flow.csv",
            """
            site,when,tz,flow
            A,2026-01-05 06:00,CST,20.5
            A,2026-01-05 07:00,CST,21.5
            """);
    CommandTrial trial = isotherm("inspect", file.toString());
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.out())
        .contains(
            "tz holds CST, which cannot be read as the zone of the instants: --zone says of which"
                + " they are\n");
    CommandTrial zoned = isotherm("inspect", file.toString(), "--zone=America/Chicago");
    assertThat(zoned.code()).isZero();
    assertThat(zoned.out()).contains("2026-01-05T12:00:00Z  A  flow  20.5");
  }
}
