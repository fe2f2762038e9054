package dev.isotherm.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.FolderBytes;
import dev.isotherm.fixtures.LocalProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch that does not come to its end leaves the results of the run before as they are. */
final class BatchEndsProcessIT {
  private static final Duration BOUND = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private Path out;
  private FolderBytes before;

  @BeforeEach
  void resultsOfARunBefore() throws IOException {
    out = Files.createDirectories(folder.resolve("results"));
    Files.writeString(
        Files.createDirectories(out.resolve("averages")).resolve("part-0.jsonl"), "{}\n");
    Files.writeString(out.resolve("summary.json"), "{}\n");
    before = FolderBytes.of(out);
  }

  private LocalProcess batch(Path input) throws IOException {
    return LocalProcess.start(folder, arguments(input));
  }

  private String[] arguments(Path input) {
    return new String[] {
      "batch", input.toString(), "-o", out.toString(), "--overwrite", "--print=none", "-p1"
    };
  }

  /** Lines for several minutes; each MiB of them begins with one that is rejected. */
  private Path endlessInput() throws IOException {
    byte[] frame = Zstd.compress(("none\n" + "20\n".repeat(350_000)).getBytes(UTF_8));
    Path file = folder.resolve("a_2025-07-01.txt.zst");
    try (OutputStream to = Files.newOutputStream(file)) {
      for (int i = 0; i < 10_000; i++) {
        to.write(frame);
      }
    }
    return file;
  }

  private void awaitFirstResults() {
    Eventually.holds(
        "a result is written",
        BOUND,
        () -> {
          try (Stream<Path> all = Files.walk(folder)) {
            return all.anyMatch(path -> path.getFileName().toString().contains("inprogress"));
          }
        });
  }

  @Test
  void whatAKilledRunLeavesIsDeletedByTheNext() throws Exception {
    Path input = Files.writeString(folder.resolve("b_2025-07-01.txt"), "22\n");
    try (LocalProcess killed = batch(endlessInput())) {
      awaitFirstResults();
      killed.kill();
      assertThat(FolderBytes.of(out)).isEqualTo(before);
      assertThat(FolderBytes.beside(out)).hasSize(2);
      assertThat(killed.temporaryFiles("isotherm-")).hasSize(2);
      try (LocalProcess next = killed.startNext(arguments(input))) {
        assertThat(next.awaitExit(BOUND)).as(next.err()).isZero();
        assertThat(FolderBytes.of(out).files().toString())
            .contains("\"mean\":22.0")
            .contains("summary.json");
        assertThat(FolderBytes.beside(out)).isEmpty();
        // Native libraries stay: nothing tells whose they were.
        assertThat(next.temporaryFiles("isotherm-")).isEmpty();
      }
    }
  }

  @Test
  void aRunThatIsInterruptedLeavesNothing() throws Exception {
    try (LocalProcess batch = batch(endlessInput())) {
      awaitFirstResults();
      batch.interrupt();
      assertThat(batch.awaitExit(BOUND)).isEqualTo(130);
      assertThat(FolderBytes.of(out)).isEqualTo(before);
      assertThat(FolderBytes.beside(out)).isEmpty();
      assertThat(batch.err())
          .isEqualTo("isotherm: batch failed: Job was cancelled. (JobCancellationException)\n");
      batch.assertNothingLeft();
    }
  }

  /** The limit of file sizes stands for a disk that is full: it fails the same call. */
  @Test
  void aRunWhoseResultsDoNotFitOnTheDiskNamesTheirFolder() throws Exception {
    byte[] rejected = Zstd.compress("none\n".repeat(500_000).getBytes(UTF_8));
    Path input = Files.write(folder.resolve("a_2025-07-01.txt.zst"), rejected);
    try (LocalProcess batch = LocalProcess.startWithFilesUpTo(40, folder, arguments(input))) {
      assertThat(batch.awaitExit(BOUND)).isEqualTo(1);
      assertThat(batch.err())
          .startsWith("isotherm: batch failed: " + folder + "/.results.unfinished-")
          .endsWith("/rejected: cannot be written: File too large (IOException)\n")
          .hasLineCount(1);
      assertThat(FolderBytes.of(out)).isEqualTo(before);
      assertThat(FolderBytes.beside(out)).isEmpty();
      batch.assertNothingLeft();
    }
  }
}
