package dev.isotherm.jobs.commands.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.jobs.Isotherm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code baseline learn} and {@code baseline show} on files. */
class LearnBaselineIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Instant MONDAY = Instant.parse("2025-06-30T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void learnsFromFilesAndShowsIt() throws IOException {
    Path log = Files.writeString(folder.resolve("log.csv"), header(hours("boiler-7", 14 * 24)));
    Path usual = folder.resolve("usual.jsonl");
    CommandTrial trial = baseline("learn", log.toString(), "-o", usual.toString());
    assertThat(trial.code()).as(trial.err()).isZero();
    assertThat(trial.out()).isEmpty();
    assertThat(trial.err())
        .contains(
            "learned 168 slots of 1 series by hour-of-week, from 28 days in UTC\n",
            "warning: 168 of 168 slots have fewer than 10 readings: there, deviation(x) is absent,"
                + " unless it says that fewer are enough. The first is mon 00 of"
                + " boiler-7/temperature, with 2\n",
            "336 messages, 0 of them rejected; 336 readings\n");
    assertThat(Files.readAllLines(usual))
        .hasSize(169)
        .startsWith("{\"baseline\":1,\"by\":\"hour-of-week\",\"zone\":\"UTC\",\"days\":28}")
        .element(6)
        .asString()
        .startsWith(
            "{\"sensor_id\":\"boiler-7\",\"metric\":\"temperature\",\"slot\":\"mon 05\","
                + "\"count\":2,\"mean\":89.0,\"stddev\":84.0,\"p5\":5.0");
    CommandTrial shown = baseline("show", usual.toString(), "boiler-7");
    assertThat(shown.out())
        .startsWith("boiler-7/temperature\n  slot    readings         mean")
        .containsPattern("\n  mon 05 +2 +89 +84 +5\\.\\d+ ");
    assertThat(baseline("show", usual.toString()).out())
        .isEqualTo(
            usual
                + ": learned 168 slots of 1 series by hour-of-week, from 28 days in UTC\n"
                + "  boiler-7/temperature\n");
  }

  @Test
  void theOrderOfReadingsAndTheParallelismDoNotMatter() throws IOException {
    List<String> rows = new ArrayList<>(hours("a", 700));
    rows.addAll(hours("b", 300));
    Path one = Files.writeString(folder.resolve("one.csv"), header(rows));
    Collections.shuffle(rows, new Random(7));
    Path other = Files.writeString(folder.resolve("other.csv"), header(rows.subList(0, 400)));
    Path rest = Files.writeString(folder.resolve("rest.csv"), header(rows.subList(400, 1_000)));
    String first = learned("--parallelism=1", one.toString());
    assertThat(first).contains("\"sensor_id\":\"b\"");
    assertThat(learned("--parallelism=3", other.toString(), rest.toString())).isEqualTo(first);
  }

  private static String learned(String... arguments) {
    List<String> all = new ArrayList<>(List.of("learn", "--by=hour-of-day", "--days=20"));
    all.addAll(List.of(arguments));
    CommandTrial trial = baseline(all.toArray(String[]::new));
    assertThat(trial.code()).as(trial.err()).isZero();
    return trial.out();
  }

  @Test
  void whatCannotBeUsedIsNoBaseline() throws IOException {
    Path log = Files.writeString(folder.resolve("log.csv"), "timestamp,sensor_id,x\n1,,\n");
    Path usual = Files.writeString(folder.resolve("usual.jsonl"), "kept");
    CommandTrial trial = baseline("learn", log.toString(), "--output", usual.toString());
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err()).contains("none of 1 messages could be used; isotherm batch says why");
    assertThat(usual).hasContent("kept");
  }

  @Test
  void wrongUsageStartsNothing() throws IOException {
    Path log = Files.writeString(folder.resolve("log.csv"), header(hours("a", 1)));
    CommandTrial trial =
        CommandTrial.isotherm(
            "baseline", "learn", log.toString(), "--days", "0", "-o", folder.toString());
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .isEqualTo(
            "isotherm: --days 0: must be from 1 to 3660\n"
                + "isotherm: --output "
                + folder
                + ": is a folder; name a file in it\n");
    assertThat(CommandTrial.isotherm("baseline", "learn", log.toString(), "--by", "day").err())
        .contains("--by", "must be hour-of-week, hour-of-day or none");
    assertThat(CommandTrial.isotherm("baseline", "learn", "nowhere").err())
        .isEqualTo("isotherm: nowhere: no such file or folder\n");
  }

  @Test
  void showSaysWhatIsWrong() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.jsonl"), "{}\n");
    assertThat(CommandTrial.isotherm("baseline", "show", wrong.toString()).err())
        .isEqualTo(
            "isotherm: " + wrong + " line 1: is not that of a baseline: baseline is missing\n");
    Path missing = folder.resolve("missing.jsonl");
    assertThat(CommandTrial.isotherm("baseline", "show", missing.toString()).err())
        .isEqualTo("isotherm: " + missing + ": there is no such file\n");
    Path empty =
        Files.writeString(
            folder.resolve("empty.jsonl"),
            "{\"baseline\":1,\"by\":\"none\",\"zone\":\"UTC\",\"days\":28}\n");
    CommandTrial unknown = CommandTrial.isotherm("baseline", "show", empty.toString(), "boiler");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .isEqualTo("isotherm: SENSOR boiler: " + empty + " has learned nothing of it\n");
  }

  /** One reading each hour, from Monday on; the value is the number of the hour. */
  private static List<String> hours(String sensor, int count) {
    List<String> rows = new ArrayList<>();
    for (int hour = 0; hour < count; hour++) {
      rows.add(MONDAY.plusSeconds(hour * 3_600L) + "," + sensor + "," + hour);
    }
    return rows;
  }

  private static String header(List<String> rows) {
    return "timestamp,sensor_id,temperature\n" + String.join("\n", rows) + "\n";
  }

  private static CommandTrial baseline(String... arguments) {
    List<String> all = new ArrayList<>(List.of("baseline"));
    all.addAll(List.of(arguments));
    return CommandTrial.run(Isotherm.commandLine(FLINK::create), all.toArray(String[]::new));
  }
}
