package dev.isotherm.jobs.commands.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.ScratchFileSystem;
import dev.isotherm.jobs.Isotherm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code batch} may write to, and that it removes nothing of anybody else's. */
final class BatchOutputIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  @TempDir Path folder;
  private Path out;
  private Path input;

  @BeforeEach
  void oneReading() throws IOException {
    out = folder.resolve("out");
    input = Files.writeString(folder.resolve("a_2025-07-01.txt"), "21\n");
  }

  private CommandTrial batch(Object... arguments) {
    return BatchRun.of(FLINK, out, arguments).trial();
  }

  @Test
  void resultsThatAreThereAreReplacedOnlyOnRequest() throws IOException {
    assertThat(batch(input, "--rules=default").code()).isZero();
    assertThat(out).isDirectoryContaining("glob:**/summary.json");

    CommandTrial again = batch(input);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err())
        .isEqualTo(
            "isotherm: --output "
                + out
                + ": contains results already; name another folder, or add --overwrite\n");
    assertThat(out.resolve("summary.json")).exists();

    Files.writeString(input, "22\n");
    BatchRun replaced = BatchRun.of(FLINK, out, input, "--overwrite");
    assertThat(replaced.trial().code()).isZero();
    assertThat(replaced.averages()).singleElement().matches(average -> average.mean() == 22);
  }

  @Test
  void aFolderThatHoldsAnythingElseIsLeftAlone() throws IOException {
    Files.createDirectories(out.resolve("averages"));
    Path precious = Files.writeString(out.resolve("thesis.txt"), "x");
    for (String overwrite : new String[] {"--overwrite", "--print=none"}) {
      CommandTrial trial = batch(input, overwrite);
      assertThat(trial.code()).isEqualTo(2);
      assertThat(trial.err())
          .startsWith("isotherm: --output " + out + ": contains ")
          .hasLineCount(1);
    }
    assertThat(precious).hasContent("x");
    assertThat(out.resolve("averages")).exists();
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Files.writeString(out, "x");
    CommandTrial trial = batch(input, "--overwrite");
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .isEqualTo("isotherm: --output " + out + ": must be a folder, but is a file\n");
    assertThat(out).hasContent("x");
  }

  @Test
  void anEmptyFolderIsUsed() throws IOException {
    Files.createDirectories(out);
    assertThat(batch(input).code()).isZero();
  }

  /** Such as an object store: nothing there can be renamed. */
  @Test
  void anotherFileSystemHasTheSameResults() {
    BatchRun local = BatchRun.of(FLINK, folder.resolve("local"), input);
    CommandTrial remote =
        CommandTrial.run(
            Isotherm.commandLine(FLINK::create),
            "batch",
            input.toString(),
            "--output=" + ScratchFileSystem.nameOf(out));
    assertThat(remote.code()).as(remote.err()).isZero();
    BatchRun written = new BatchRun(remote, out);
    assertThat(written.summary()).isEqualTo(local.summary());
    assertThat(written.lines("averages")).isEqualTo(local.lines("averages")).hasSize(1);
    assertThat(remote.err()).contains("Results are in scratch:" + out + "\n");
  }

  /** Results of the run before are no readings, though they lie below the folder that is read. */
  @Test
  void resultsBelowTheInputAreNotRead() {
    BatchRun first = BatchRun.of(FLINK, out, folder);
    assertThat(first.trial().code()).as(first.trial().err()).isZero();
    String summary = first.summary();

    BatchRun second = BatchRun.of(FLINK, out, folder, "--overwrite");
    assertThat(second.trial().code()).as(second.trial().err()).isZero();
    assertThat(second.summary()).isEqualTo(summary);
  }

  @Test
  void resultsThatAreNamedAsInputAreNotRemoved() {
    assertThat(batch(input).code()).isZero();
    Path averages = out.resolve("averages");
    CommandTrial trial = batch(averages, "--overwrite");
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .isEqualTo(
            "isotherm: " + averages + ": is in the folder of the results; name another --output\n");
    assertThat(averages).isNotEmptyDirectory();
  }
}
