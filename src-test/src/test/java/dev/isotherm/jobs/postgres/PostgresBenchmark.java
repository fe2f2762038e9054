package dev.isotherm.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LivePostgres;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

/**
 * How many averages are written in a second, beside {@code COPY} into a staging table and an upsert
 * from there: new rows first, then the next revision of the same rows. {@code -Disotherm.rows=N}
 * and {@code -Disotherm.rounds=N} say how many.
 */
class PostgresBenchmark {
  @RegisterExtension static final LivePostgres POSTGRES = new LivePostgres();

  private static final int ROWS = Integer.getInteger("isotherm.rows", 200_000);
  private static final int ROUNDS = Integer.getInteger("isotherm.rounds", 7);
  private static final int SENSORS = 1_000;
  private static final long JULY = Instant.parse("2025-07-01T00:00:00Z").toEpochMilli();

  private interface Contestant {
    void write(PostgresSettings settings, int revision) throws Exception;
  }

  @Test
  void upserts() throws Exception {
    Map<String, Contestant> contestants = new LinkedHashMap<>();
    contestants.put("isotherm", PostgresBenchmark::isotherm);
    contestants.put("COPY and upsert", PostgresBenchmark::copy);
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (int round = -1; round < ROUNDS; round++) {
      List<List<String>> answers = new ArrayList<>();
      for (Map.Entry<String, Contestant> one : contestants.entrySet()) {
        String schema = POSTGRES.freshSchema();
        PostgresSettings settings =
            new PostgresSettings(POSTGRES.url(), "postgres", null, schema, null, null);
        ResultDatabase.check(settings);
        for (int revision = 0; revision < 2; revision++) {
          POSTGRES.execute("CHECKPOINT");
          long start = System.nanoTime();
          one.getValue().write(settings, revision);
          double seconds = (System.nanoTime() - start) / 1e9;
          if (round >= 0) {
            String kind = one.getKey() + (revision == 0 ? ", new rows" : ", next revision");
            rates.computeIfAbsent(kind, name -> new ArrayList<>()).add(ROWS / seconds);
          }
        }
        answers.add(
            POSTGRES.rows(
                schema,
                "SELECT count(*), sum(round(mean::numeric, 6)), sum(revision) FROM averages"));
        POSTGRES.execute("DROP SCHEMA " + schema + " CASCADE");
      }
      assertThat(answers.get(0))
          .isEqualTo(answers.get(1))
          .first()
          .asString()
          .startsWith(ROWS + "|");
    }
    rates.forEach(
        (kind, all) -> {
          double[] sorted = all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
          System.out.printf(
              "%-30s median %,9.0f rows/s, %,9.0f to %,9.0f%n",
              kind, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
        });
    assertThat(rates.values()).allSatisfy(all -> assertThat(all).hasSize(ROUNDS));
  }

  private static Average average(int row, int revision) {
    long start = JULY + row / SENSORS * 60_000L;
    double mean = 20 + row % 97 / 7.0 + revision;
    Series series = new Series("sensor_" + row % SENSORS, "temperature");
    return new Average(
        series, start, start + 60_000, 60, 60 * mean, mean, mean - 1, mean + 1, 0.5, revision);
  }

  private static void isotherm(PostgresSettings settings, int revision) throws SQLException {
    try (ResultDatabase database = ResultDatabase.connect(settings, ResultDatabase.Writer.STREAM)) {
      RowChunk chunk = new RowChunk();
      for (int row = 0; row < ROWS; row++) {
        chunk.add("1min", average(row, revision));
        if (chunk.isFull(HistoryWriter.ROWS) || row == ROWS - 1) {
          database.write(chunk, "", List.of());
          chunk = new RowChunk();
        }
      }
    }
  }

  private static void copy(PostgresSettings settings, int revision) throws Exception {
    try (Connection connection = POSTGRES.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET search_path = " + settings.schema());
      statement.execute(
          "CREATE TABLE IF NOT EXISTS averages_2025_07 PARTITION OF averages FOR VALUES FROM"
              + " ('2025-07-01Z') TO ('2025-08-01Z')");
      statement.execute("CREATE TEMP TABLE staging (LIKE averages) ON COMMIT DELETE ROWS");
      connection.commit();
      StringBuilder lines = new StringBuilder();
      for (int row = 0; row < ROWS; row++) {
        append(average(row, revision), lines);
        if ((row + 1) % HistoryWriter.ROWS == 0 || row == ROWS - 1) {
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("COPY staging FROM STDIN", new StringReader(lines.toString()));
          statement.execute(
              "INSERT INTO averages AS kept SELECT * FROM staging ON CONFLICT (sensor_id, metric,"
                  + " windowing, window_start) DO UPDATE SET window_end = EXCLUDED.window_end,"
                  + " count = EXCLUDED.count, sum = EXCLUDED.sum, mean = EXCLUDED.mean, min ="
                  + " EXCLUDED.min, max = EXCLUDED.max, stddev = EXCLUDED.stddev, revision ="
                  + " EXCLUDED.revision WHERE kept.revision <= EXCLUDED.revision");
          connection.commit();
          lines.setLength(0);
        }
      }
    }
  }

  private static void append(Average average, StringBuilder lines) {
    List<Object> cells =
        Arrays.asList(
            average.series().sensorId(),
            average.series().metric(),
            "1min",
            StorableText.instant(average.windowStartMillis()),
            StorableText.instant(average.windowEndMillis()),
            average.count(),
            average.sum(),
            average.mean(),
            average.min(),
            average.max(),
            average.stddev(),
            average.revision());
    for (int i = 0; i < cells.size(); i++) {
      lines.append(i == 0 ? "" : "\t").append(cells.get(i));
    }
    lines.append('\n');
  }
}
