package dev.isotherm.jobs.commands.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.Repository;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.wire.BaselineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/baselines.md, from history to an alert. */
final class BaselinePageIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Pattern RULES =
      Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final int READINGS_IN_AN_HOUR = 12;
  private static final int READINGS_OF_A_DAY = 24 * READINGS_IN_AN_HOUR;

  @TempDir private Path folder;

  private static CommandTrial isotherm(Object... arguments) {
    CommandTrial trial =
        CommandTrial.run(
            Isotherm.commandLine(FLINK::create),
            Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    assertThat(trial.code()).as(trial.err()).isZero();
    return trial;
  }

  /** As the program of awk in the page writes them. */
  private Path readings(String name, long fromSecond, int count, IntUnaryOperator value)
      throws IOException {
    StringBuilder rows = new StringBuilder("timestamp,sensor_id,temperature\n");
    for (int i = 0; i < count; i++) {
      rows.append(fromSecond + 300L * i + ",boiler-7," + value.applyAsInt(i) + "\n");
    }
    return Files.writeString(folder.resolve(name), rows);
  }

  private static int usual(int index) {
    int hour = index / READINGS_IN_AN_HOUR % 24;
    return hour >= 6 && hour < 18 ? 60 : 20;
  }

  @Test
  void printsWhatThePageShows() throws IOException {
    String page = Repository.text("docs/baselines.md");
    assertThat(page).contains("1748736000 + 300 * i", "+ i * 7 % 5 - 2", "1751241600 + 300 * i");
    Path history =
        readings(
            "history.csv", 1_748_736_000, 28 * READINGS_OF_A_DAY, i -> usual(i) + i * 7 % 5 - 2);
    Path monday =
        readings(
            "monday.csv",
            1_751_241_600,
            READINGS_OF_A_DAY,
            i -> i / READINGS_IN_AN_HOUR == 3 ? 40 : usual(i));
    Matcher rules = RULES.matcher(page);
    assertThat(rules.find()).isTrue();
    Path file = Files.writeString(folder.resolve("unusual.yaml"), rules.group(1));
    Path usual = folder.resolve("usual.jsonl");
    assertThat(page).contains(isotherm("baseline", "learn", history, "-o", usual).err());
    assertThat(page)
        .contains(
            "version "
                + BaselineFile.read(usual).fingerprint()
                + " is in force from the start: 168 slots of 1 series, in 1 record");

    CommandTrial checked = isotherm("rules", "check", file, "--baseline=" + usual);
    assertThat(checked.err()).isEmpty();
    CommandTrial diff =
        isotherm("rules", "diff", "none", file, "--on=" + monday, "--baseline=" + usual);
    assertThat(page).contains(diff.out() + diff.err());
    CommandTrial batch =
        isotherm(
            "batch",
            monday,
            "--rules=" + file,
            "--baseline=" + usual,
            "--output=" + folder.resolve("out"));
    assertThat(page).contains(batch.out().strip());
    String told = batch.err().replaceAll("Results are in .*", "Results are in isotherm-out");
    assertThat(page).contains(told);
  }

  @Test
  void aBaselineOfThreeReadingsIsToldAsThePageSays() throws IOException {
    String page = Repository.text("docs/baselines.md");
    Path history =
        readings(
            "history.csv",
            1_748_736_000,
            7 * READINGS_OF_A_DAY,
            i -> i % READINGS_IN_AN_HOUR < 3 ? usual(i) + i : 0);
    Files.write(
        history, Files.readAllLines(history).stream().filter(row -> !row.endsWith(",0")).toList());
    Path usual = folder.resolve("usual.jsonl");
    isotherm("baseline", "learn", history, "-o", usual);
    Matcher rules = RULES.matcher(page);
    assertThat(rules.find()).isTrue();
    Path file = Files.writeString(folder.resolve("unusual.yaml"), rules.group(1));
    String warning = isotherm("rules", "check", file, "--baseline=" + usual).err();
    assertThat(warning).startsWith("warning: " + file + ": ").contains("168 of the 168 slots");
    assertThat(page).contains(warning.replace(file + ": ", ""));
  }
}
