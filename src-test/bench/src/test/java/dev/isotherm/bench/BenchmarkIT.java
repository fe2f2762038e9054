package dev.isotherm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.bench.files.FileReadings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Runs the contests and prints their tables; what it asserts is that all answers agree. */
class BenchmarkIT {

  private static final long SEED = Long.getLong("isotherm.seed", 1);
  private static final int ROUNDS = Integer.getInteger("isotherm.rounds", 5);
  private static final long ROWS = Long.getLong("isotherm.rows", 20_000_000);
  private static final long NAIVE_ROWS = Math.min(ROWS, 2_000_000);
  private static final long WARM_UP_ROWS = Math.min(ROWS, 2_000_000);
  private static final Path FOLDER = Path.of("target", "readings");
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @Test
  void csvFiles() throws Exception {
    files(false);
  }

  @Test
  void jsonFiles() throws Exception {
    files(true);
  }

  private static void files(boolean json) throws Exception {
    String small = FileReadings.file(FOLDER, json, WARM_UP_ROWS, SEED).toAbsolutePath().toString();
    String large = FileReadings.file(FOLDER, json, ROWS, SEED).toAbsolutePath().toString();
    String some = FileReadings.file(FOLDER, json, NAIVE_ROWS, SEED).toAbsolutePath().toString();
    Contest contest =
        new Contest(
            String.format(Locale.ROOT, "Batch, %s, %,d rows", json ? "JSON lines" : "CSV", ROWS),
            "rows",
            List.of(
                contestant("isotherm batch", "IsothermBatch", ROWS, small, large, "2"),
                contestant(
                    "isotherm batch, parallelism 1", "IsothermBatch", ROWS, small, large, "1"),
                contestant("DuckDB", "DuckDb", ROWS, small, large),
                contestant("hand-written loop, 2 threads", "MappedLoop", ROWS, small, large),
                contestant("naive DataStream", "NaiveBatch", NAIVE_ROWS, some, some)));
    List<Contest.Score> scores = contest.run(ROUNDS, System.err);
    contest.print(scores, System.out);
    assertThat(scores).hasSize(contest.contestants().size());
  }

  private static Contestant contestant(String name, String task, long units, String... arguments) {
    return new Contestant(
        name,
        "dev.isotherm.bench.files." + task,
        CLASS_PATH,
        units,
        new ArrayList<>(List.of(arguments)));
  }
}
