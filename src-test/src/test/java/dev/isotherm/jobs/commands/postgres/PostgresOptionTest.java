package dev.isotherm.jobs.commands.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresOptionTest {
  private static final String SECRET = "s3cret-Pa55";

  @TempDir private Path folder;

  private CommandTrial batch(String settings) throws Exception {
    Path input = Files.writeString(folder.resolve("in.jsonl"), "{}\n");
    Path config = Files.writeString(folder.resolve("pg.properties"), settings);
    return CommandTrial.isotherm(
        "batch",
        input.toString(),
        "--output=" + folder.resolve("out"),
        "--postgres-config=" + config);
  }

  @Test
  void aMistakeInTheFileIsSaidBeforeTheStart() throws Exception {
    CommandTrial trial =
        batch("url=jdbc:postgresql://u:" + SECRET + "@h/d\nuser=u\npassword=" + SECRET);
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .contains(
            "--postgres-config " + folder.resolve("pg.properties") + ": url: must hold no user")
        .doesNotContain(SECRET);
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    for (String command : new String[] {"stream", "replay"}) {
      CommandTrial trial = CommandTrial.isotherm(command, "--postgres-config=none");
      assertThat(trial.code()).isEqualTo(2);
      assertThat(trial.err()).contains("--postgres-config none: there is no such file");
    }
  }
}
