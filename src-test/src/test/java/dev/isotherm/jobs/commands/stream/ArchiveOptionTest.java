package dev.isotherm.jobs.commands.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.jobs.archive.StreamArchive;
import dev.isotherm.model.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ArchiveOptionTest {

  @TempDir private Path folder;

  @Test
  void withoutItNothingIsKept() {
    assertThat(prepared()).isEqualTo(StreamArchive.NONE);
  }

  @Test
  void makesTheFolderAndLeavesNothingInIt() throws IOException {
    Path archive = folder.resolve("a/b");
    assertThat(prepared("--archive=" + archive).folder().getPath()).isEqualTo(archive.toString());
    try (var files = Files.list(archive)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void refusesWhatCannotBeAFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    refuses(file.toString(), "is a file; name a folder");
    refuses(file + "/below", "below: ");
    refuses("s3x://bucket/archive", "Flink has no file system for s3x: here");
  }

  /** Before anything is asked of Kafka, which is not there. */
  @Test
  void aStreamDoesNotStartWithoutItsArchive() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    CommandTrial trial =
        CommandTrial.isotherm("stream", "--archive=" + file, "--bootstrap-servers=localhost:1");
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err()).contains("--archive " + file + ": is a file; name a folder");
  }

  private static void refuses(String value, String why) {
    assertThatThrownBy(() -> prepared("--archive=" + value))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("--archive " + value + ": ")
        .hasMessageContaining(why);
  }

  private static StreamArchive prepared(String... arguments) {
    ArchiveOption option = new ArchiveOption();
    new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(option)).parseArgs(arguments);
    return option.prepare();
  }
}
