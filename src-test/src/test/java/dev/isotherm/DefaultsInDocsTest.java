package dev.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Repository;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.model.DurationText;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Defaults that several pages name are those of the command line. */
class DefaultsInDocsTest {

  private static String page(String name) throws IOException {
    return Repository.text("docs/" + name);
  }

  private static long seconds(String command, String option) {
    return DurationText.parse(
            Isotherm.commandLine(configuration -> null)
                .getSubcommands()
                .get(command)
                .getCommandSpec()
                .findOption(option)
                .defaultValue())
        .toSeconds();
  }

  @Test
  void theCheckpointInterval() throws Exception {
    long seconds = seconds("stream", "--checkpoint-interval");
    assertThat(page("batch-and-stream.md")).contains("(1 s here, " + seconds + " s by default)");
    assertThat(page("operations.md"))
        .contains("| up to `--checkpoint-interval`, " + seconds + " s by default.")
        .contains("With the default interval, this takes at most " + (2 * seconds + 1) + " s ");
  }
}
