package dev.isotherm.jobs.commands.batch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.model.Average;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that subtasks share: cut into ranges of at least 4 MiB, wherever lines begin and end. */
final class BatchRangesIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final int RANGE_BYTES = 4 << 20;
  private static final String HEADER = "timestamp,sensor_id,temperature,humidity\n";

  @TempDir static Path folder;
  private static Path large;
  private static BatchRun alone;

  @BeforeAll
  static void aLargeFileIsReadByOneSubtask() throws IOException {
    large = folder.resolve("large.csv");
    Random random = new Random(42);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(large))) {
      out.write(HEADER.getBytes(US_ASCII));
      for (int i = 0; i < 500_000; i++) {
        String line =
            1_751_328_000_000L
                + i * 100L
                + ",sensor_"
                + random.nextInt(100)
                + ","
                + random.nextGaussian() * 1e6
                + ","
                + (i % 1_000 == 7 ? "x,y" : Double.toString(random.nextDouble()))
                + "\n";
        out.write(line.getBytes(US_ASCII));
      }
    }
    alone =
        BatchRun.of(FLINK, folder.resolve("alone"), large, "-p=1", "--window=1h", "--print=csv");
    assertThat(alone.trial().code()).as(alone.trial().err()).isZero();
  }

  @Test
  void isLargeEnoughForManyRangesAndCompletelyRead() throws IOException {
    assertThat(Files.size(large)).isGreaterThan(7L * RANGE_BYTES);
    assertThat(alone.summary())
        .isEqualTo(
            "{\"messages\":500000,\"accepted\":499500,\"rejected\":{\"BAD_ROW\":500},"
                + "\"readings\":999000,\"aggregated\":999000,\"late\":0}");
    assertThat(alone.addsUp()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void givesTheSameBytesHoweverManyReadIt(int parallelism) {
    Path out = folder.resolve("by" + parallelism);
    BatchRun run =
        BatchRun.of(FLINK, out, large, "-p=" + parallelism, "--window=1h", "--print=csv");
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.trial().out()).isEqualTo(alone.trial().out());
    assertThat(run.lines("averages")).isEqualTo(alone.lines("averages"));
    assertThat(run.lines("rejected")).isEqualTo(alone.lines("rejected"));
    assertThat(run.summary()).isEqualTo(alone.summary());
  }

  /** The first range ends with a line end, in its middle, before it, and inside of CR LF. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 17, 18, 19})
  void readsEachLineOnceWhereverTheBorderIs(int shift) throws IOException {
    String line = "1751371200,a,1.50\r\n";
    StringBuilder csv = new StringBuilder("timestamp,sensor_id,temperature\r\n");
    // Lines have 19 bytes: the padding of the header moves the border through one.
    csv.insert(csv.length() - 2, " ".repeat((RANGE_BYTES - csv.length()) % line.length() + shift));
    int lines = 0;
    for (; csv.length() < 2 * RANGE_BYTES + 100; lines++) {
      csv.append(line);
    }
    Path file = Files.writeString(folder.resolve("border.csv"), csv, US_ASCII);
    BatchRun run = BatchRun.of(FLINK, folder.resolve("border"), file, "--overwrite", "-p=2");
    assertThat(run.averages()).extracting(Average::count).isEqualTo(List.of((long) lines));
    assertThat(run.rejected()).isEmpty();
  }
}
