package dev.isotherm.jobs.commands.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.model.Average;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The report of {@code batch --report}. */
final class BatchReportIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final String RULES =
      """
      rules:
        - name: warm
          metric: temperature
          levels: { warning: { above: 28 }, critical: { above: 30 } }
      """;

  @TempDir Path folder;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private BatchRun batch(Object... arguments) {
    return BatchRun.of(FLINK, folder.resolve("out"), arguments);
  }

  /** The page shows what is in the results; both are replaced together, and by a success only. */
  @Test
  void writesAReportOfTheResults() throws Exception {
    Path input =
        file(
            "room.csv",
            """
            timestamp,sensor_id,temperature,note
            2025-07-01 12:00:00,<b>s1</b>,35.5,n/a
            2025-07-01 12:10:00,<b>s1</b>,22.25,
            not a row
            """);
    Path rules = file("rules.yaml", RULES);
    Path report = file("report.html", "<html>mine</html>");
    assertThat(batch(input, "--report=" + report).trial().err())
        .isEqualTo(
            "isotherm: --report %s: is there already, and is no report of Isotherm; name another file\n"
                .formatted(report));
    Files.delete(report);

    BatchRun run = batch(input, "--rules=" + rules, "--report=" + report, "--zone=Europe/Rome");

    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.trial().err()).endsWith("The report is " + report + "\n");
    Average average = run.averages().get(0);
    String page = Files.readString(report);
    assertThat(page)
        .contains("<bdi>&lt;b&gt;s1&lt;/b&gt;</bdi>", "<bdi>" + input + "</bdi>")
        .contains("<data value=\"" + average.mean() + "\">28.88</data>")
        .contains("<dd>day</dd>", "<dd>Europe/Rome</dd>", ">2025-07-01 12:00<", ">10 min<")
        .contains("not a number", "BAD_ROW", "warning above 28.0")
        .contains("3 messages = 2 accepted + 1 rejected (BAD_ROW 1)")
        .doesNotContain("<b>s1");

    // In its folder, the report is not read as input.
    BatchRun again = batch(folder, "--format=csv", "--report=" + report, "--overwrite");
    assertThat(again.trial().err()).contains("rules.yaml").doesNotContain("report.html:");
    assertThat(Files.readString(report)).contains("<dd>UTC</dd>");
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".report.html"));
    }
  }

  /** Neither a run that could use nothing nor one that was not started. */
  @Test
  void aRunWithoutResultsLeavesTheReportOfTheOneBefore() throws Exception {
    Path good = file("good.csv", "timestamp,sensor_id,temperature\n2025-07-01 12:00:00,s1,35.5\n");
    Path bad = file("bad.csv", "timestamp,sensor_id,temperature\nnever,s1,35.5\n");
    Path report = folder.resolve("report.html");

    BatchRun without = batch(bad, "--report=" + report);
    assertThat(without.trial().code()).isEqualTo(2);
    assertThat(without.trial().err()).contains("There is no report " + report + "\n");
    assertThat(report).doesNotExist();

    assertThat(batch(good, "--report=" + report, "--overwrite").trial().code()).isZero();
    String before = Files.readString(report);
    BatchRun unusable = batch(bad, "--report=" + report, "--overwrite");
    assertThat(unusable.trial().code()).isEqualTo(2);
    assertThat(unusable.trial().err())
        .contains("The report " + report + " is still that of an earlier run\n");
    BatchRun usage = batch(good, "--report=" + report, "--overwrite", "--window=0s");
    assertThat(usage.trial().code()).isEqualTo(2);
    assertThat(report).hasContent(before);
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("good.csv", "bad.csv", "report.html", "out");
    }
  }
}
