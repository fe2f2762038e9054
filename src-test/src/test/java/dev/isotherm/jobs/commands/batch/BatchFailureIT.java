package dev.isotherm.jobs.commands.batch;

import static dev.isotherm.jobs.commands.batch.BatchInputIT.gzip;
import static dev.isotherm.jobs.commands.batch.BatchInputIT.zstd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.FolderBytes;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.Environments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that fails leaves the results of the run before as they are, to the byte. */
final class BatchFailureIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  @TempDir Path folder;
  private Path out;
  private Path input;
  private FolderBytes before;

  @BeforeEach
  void resultsOfARunBefore() throws IOException {
    out = folder.resolve("out");
    input = Files.writeString(folder.resolve("a_2025-07-01.txt"), "21\nabc\n");
    assertThat(BatchRun.of(FLINK, out, input, "--rules=default").trial().code()).isZero();
    before = FolderBytes.of(out);
    assertThat(before.files()).containsKey("summary.json").hasSizeGreaterThan(2);
  }

  private CommandTrial isotherm(Environments environments, Object... arguments) {
    return CommandTrial.run(
        Isotherm.commandLine(environments),
        Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  private void assertFailed(CommandTrial trial, int code, String message) {
    assertThat(trial.code()).as(trial.err()).isEqualTo(code);
    assertThat(trial.out()).isEmpty();
    assertThat(trial.err()).startsWith("isotherm: " + message).hasLineCount(1);
    assertThat(FolderBytes.of(out)).isEqualTo(before);
    assertThat(FolderBytes.beside(out)).isEmpty();
  }

  private void assertTheNextRunReplacesThem() {
    BatchRun next = BatchRun.of(FLINK, out, input, "--overwrite");
    assertThat(next.trial().code()).as(next.trial().err()).isZero();
    assertThat(next.averages()).singleElement().matches(average -> average.mean() == 22);
    assertThat(next.lines("transitions")).isEmpty();
    assertThat(FolderBytes.beside(out)).isEmpty();
  }

  /** In the header, in the middle of the data, and where the checksum should be. */
  @ParameterizedTest
  @ValueSource(strings = {"gz 5", "gz 40000", "gz -4", "zst 5", "zst 40000", "zst -1"})
  void aFileThatIsCutOff(String where) throws IOException {
    String[] cut = where.split(" ", 2);
    StringBuilder numbers = new StringBuilder();
    new Random(20250701).doubles(30_000).forEach(number -> numbers.append(number).append('\n'));
    byte[] whole = cut[0].equals("gz") ? gzip(numbers.toString()) : zstd(numbers.toString());
    int length = Integer.parseInt(cut[1]);
    Path bad = folder.resolve("b_2025-07-01.txt." + cut[0]);
    Files.write(bad, Arrays.copyOf(whole, length < 0 ? whole.length + length : length));

    assertFailed(
        BatchRun.of(FLINK, out, input, bad, "--overwrite").trial(),
        1,
        "batch failed: " + bad + ": cannot be read");

    Files.write(bad, cut[0].equals("gz") ? gzip("") : zstd(""));
    Files.writeString(input, "22\n");
    assertTheNextRunReplacesThem();
  }

  @Test
  void aFileThatVanishesOrBecomesUnreadable() throws IOException {
    Path bad = Files.writeString(folder.resolve("b_2025-07-01.txt"), "23\n");
    Environments afterDeletion =
        configuration -> {
          delete(bad);
          return FLINK.create(configuration);
        };
    assertFailed(
        isotherm(afterDeletion, "batch", input, bad, "--output", out, "--overwrite"),
        1,
        "batch failed: " + bad + ": cannot be read: it is no longer there, or access is denied (");

    Files.writeString(bad, "23\n");
    Environments afterReplacement =
        configuration -> {
          delete(bad);
          // Nobody can read a folder as a file, not even the superuser.
          assertThat(bad.toFile().mkdir()).isTrue();
          return FLINK.create(configuration);
        };
    assertFailed(
        isotherm(afterReplacement, "batch", input, bad, "--output", out, "--overwrite"),
        1,
        "batch failed: " + bad + ": cannot be read");

    Files.writeString(input, "22\n");
    assertTheNextRunReplacesThem();
  }

  private static void delete(Path file) {
    assertThat(file.toFile().delete()).isTrue();
  }

  @Test
  void aComparisonOfRulesThatFails() throws IOException {
    Path bad = Files.write(folder.resolve("b.txt.gz"), Arrays.copyOf(gzip("1\n2\n"), 15));
    assertFailed(
        isotherm(
            FLINK::create,
            "rules",
            "diff",
            "none",
            "default",
            "--on",
            bad,
            "-o",
            out,
            "--overwrite"),
        1,
        "diff failed: " + bad + ": cannot be read");
  }

  @Test
  void aJobThatNobodyWaitsForIsNotSubmitted() {
    Environments detached = configuration -> new StreamExecutionEnvironment(new Configuration());
    assertFailed(
        isotherm(detached, "batch", input, "--output", out, "--overwrite"),
        2,
        "batch waits for the end of its job, to publish all results at once: it must not be"
            + " submitted detached\n");
  }

  @Test
  void twoRunsAtOnceDoNotMix() throws IOException {
    try (ResultFolder other = ResultFolder.prepare(out.toString(), true)) {
      assertThat(other).hasToString(out.toString());
      CommandTrial trial = BatchRun.of(FLINK, out, input, "--overwrite").trial();
      assertThat(trial.code()).isEqualTo(2);
      assertThat(trial.err())
          .isEqualTo(
              "isotherm: --output "
                  + out
                  + ": another run is writing to it; wait for its end, or name another folder\n");
    }
    assertThat(FolderBytes.of(out)).isEqualTo(before);
    Files.writeString(input, "22\n");
    assertTheNextRunReplacesThem();
  }

  /** Also not the superuser can create a folder there. */
  @Test
  void aFolderWhereNothingCanBeWritten() {
    for (String parent : new String[] {"/proc/self/none", input.toString()}) {
      String unwritable = parent + "/out";
      assertFailed(
          BatchRun.of(FLINK, Path.of(unwritable), input).trial(),
          2,
          "--output "
              + unwritable
              + ": cannot be written, because nothing can be created in "
              + parent
              + ": ");
    }
  }
}
