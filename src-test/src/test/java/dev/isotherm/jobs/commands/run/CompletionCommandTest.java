package dev.isotherm.jobs.commands.run;

import static dev.isotherm.fixtures.CommandTrial.isotherm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script is sourced by a real bash, and asked as the shell asks it. */
class CompletionCommandTest {

  @TempDir private Path folder;

  @Test
  void bashCompletesCommandsOptionsAndValues() throws Exception {
    CommandTrial trial = isotherm("completion");
    assertThat(trial.code()).isZero();
    assertThat(trial.err()).isEmpty();
    Path script = Files.writeString(folder.resolve("isotherm-completion"), trial.out());

    assertThat(completed(script, "bat")).containsExactly("batch");
    assertThat(completed(script, "rules", "ch")).containsExactly("check");
    assertThat(completed(script, "batch", "--repeated-h")).containsExactly("--repeated-hour");
    assertThat(completed(script, "batch", "--print", "")).contains("json", "table");
    assertThat(completed(script, "batch", "--format", "")).contains("text").doesNotContain("table");
  }

  /** Returns what bash offers for the last of some words. Its compopt works in a terminal only. */
  private static List<String> completed(Path script, String... words)
      throws IOException, InterruptedException {
    String asked =
        "compopt() { :; }; source \"$1\"; shift; COMP_WORDS=(isotherm \"$@\"); COMP_CWORD=$#;"
            + " COMP_LINE=\"isotherm $*\"; COMP_POINT=${#COMP_LINE}; _complete_isotherm isotherm"
            + " \"${!#}\"; printf '%s\\n"
            + "' \"${COMPREPLY[@]}\"";
    List<String> command = new ArrayList<>(List.of("bash", "-c", asked, "bash", script.toString()));
    command.addAll(List.of(words));
    Process bash = new ProcessBuilder(command).start();
    bash.getOutputStream().close();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(bash.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(err).isZero();
    assertThat(err).isEmpty();
    return out.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
