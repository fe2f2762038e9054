package dev.isotherm.jobs.commands.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffRulesCommandTest {

  @Test
  void saysAllFaultsAtOnceAndStartsNothing() {
    CommandTrial trial =
        CommandTrial.isotherm(
            "rules", "diff", "none", "missing.yaml", "--on", "nowhere", "*.nothing");
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err().lines())
        .containsExactly(
            "isotherm: NEW missing.yaml: must be default, none or a file of rules without errors:",
            "missing.yaml: there is no such file",
            "isotherm: --on nowhere: no such file or folder",
            "isotherm: --on *.nothing: no file matches");
  }

  @Test
  void aTopicIsNamedAloneAndByALegalName() {
    assertThat(
            CommandTrial.isotherm("rules", "diff", "none", "default", "--on", "topic:a/b", "x")
                .err())
        .isEqualTo(
            """
            isotherm: --on topic:a/b: a topic must be named alone, without files
            isotherm: --on topic:a/b: the name of the topic must be 1 to 249 of the characters a-z,\
             A-Z, 0-9, '.', '_' and '-'
            """);
  }

  @Test
  void aReportThatCannotBeWrittenIsBadUsage(@TempDir Path folder) throws Exception {
    Path log = Files.writeString(folder.resolve("log.csv"), "timestamp,sensor_id,x\n");
    Path report = Files.writeString(folder.resolve("mine.html"), "<html>mine</html>");
    assertThat(
            CommandTrial.isotherm(
                    "rules", "diff", "none", "default", "--on=" + log, "--report=" + report)
                .err())
        .isEqualTo(
            "isotherm: --report %s: is there already, and is no report of Isotherm; name another file\n"
                .formatted(report));
    assertThat(
            CommandTrial.isotherm(
                    "rules",
                    "diff",
                    "none",
                    "default",
                    "--on=" + log,
                    "--output=" + folder.resolve("out"),
                    "--report=" + folder.resolve("out/r.html"))
                .err())
        .isEqualTo(
            "isotherm: --report %s: is in the folder of the results, which each run replaces; name another folder\n"
                .formatted(folder.resolve("out/r.html")));
  }

  @Test
  void explainsItself() {
    String help = CommandTrial.isotherm("rules", "diff", "--help").out();
    assertThat(help).contains("rules diff OLD NEW --on PATH...", "--fail-on-difference");
    assertThat(help.lines()).allMatch(line -> line.length() <= 100);
    assertThat(CommandTrial.isotherm("rules").err()).contains("diff");
  }
}
