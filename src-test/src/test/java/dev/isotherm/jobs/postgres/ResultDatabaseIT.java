package dev.isotherm.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.LivePostgres;
import dev.isotherm.jobs.postgres.ResultDatabase.Writer;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.model.percentile.Percentiles;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ResultDatabaseIT {
  @RegisterExtension static final LivePostgres POSTGRES = new LivePostgres();

  private static final long JULY = Instant.parse("2025-07-01T00:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;
  private static final String MEANS =
      "SELECT sensor_id, window_start, window_end, mean, revision FROM averages ORDER BY 1, 2";

  private final String schema = POSTGRES.freshSchema();
  private final PostgresSettings settings =
      new PostgresSettings(POSTGRES.url(), "postgres", null, schema, null, null);

  @BeforeEach
  void makeTables() {
    ResultDatabase.check(settings);
  }

  static Average average(String sensor, long minute, int revision) {
    return average(sensor, JULY + minute * MINUTE, JULY + (minute + 1) * MINUTE, revision, 20);
  }

  private static Average average(String sensor, long start, long end, int revision, double mean) {
    Series series = new Series(sensor, "temperature");
    return new Average(series, start, end, 2, 2 * mean, mean, mean - 1, mean + 1, 1, revision);
  }

  private static Transition transition(
      String sensor, long minute, AlertState state, AlertState previous, TransitionReason reason) {
    return new Transition(
        "hot",
        new Series(sensor, "temperature"),
        Severity.CRITICAL,
        state,
        previous,
        previous == AlertState.FIRING ? Severity.CRITICAL : null,
        JULY + minute * MINUTE,
        31,
        Double.NaN,
        JULY,
        reason,
        0,
        "v1",
        "too hot",
        Map.of(),
        Map.of("team", "a"));
  }

  private long write(Writer writer, RowChunk chunk, TopicOffset... offsets) throws SQLException {
    try (ResultDatabase database = ResultDatabase.connect(settings, writer)) {
      return database.write(chunk, "stream x", List.of(offsets));
    }
  }

  private void write(Average... averages) throws SQLException {
    RowChunk chunk = new RowChunk();
    for (Average average : averages) {
      chunk.add("1min", average);
    }
    assertThat(write(Writer.STREAM, chunk)).isZero();
  }

  private void write(Writer writer, Transition... transitions) throws SQLException {
    RowChunk chunk = new RowChunk();
    for (Transition transition : transitions) {
      chunk.add(transition);
    }
    assertThat(write(writer, chunk)).isZero();
  }

  @Test
  void theHigherRevisionWins() throws Exception {
    write(average("s", JULY, JULY + MINUTE, 1, 21));
    write(average("s", JULY, JULY + MINUTE, 0, 20));
    assertThat(POSTGRES.value(schema, "SELECT mean FROM averages")).isEqualTo("21");
    write(average("s", JULY, JULY + MINUTE, 1, 22), average("s", JULY, JULY + MINUTE, 0, 20));
    assertThat(POSTGRES.value(schema, "SELECT mean FROM averages")).isEqualTo("22");
    write(average("s", JULY, JULY + MINUTE, 2, 23));
    assertThat(POSTGRES.value(schema, "SELECT mean FROM averages")).isEqualTo("23");
  }

  @Test
  void percentilesAndExpectedReadingsAreColumns() throws Exception {
    Average plain = average("s", JULY, JULY + MINUTE, 0, 20);
    write(plain);
    String row = "SELECT percentiles, expected, round(count / expected::numeric, 2) FROM averages";
    assertThat(POSTGRES.rows(schema, row)).containsExactly("null|null|null");
    Percentiles percentiles =
        new Percentiles(
            List.of(
                new Percentiles.Percentile("50", 19.875), new Percentiles.Percentile("99.9", 21)));
    write(plain.with(percentiles).withExpected(6));
    assertThat(POSTGRES.rows(schema, row))
        .as("another value of the same revision is written")
        .containsExactly("{\"50\": 19.875, \"99.9\": 21.0}|6|0.33");
    assertThat(POSTGRES.value(schema, "SELECT (percentiles->>'99.9')::float8 FROM averages"))
        .isEqualTo("21");
  }

  @Test
  void everyDoubleAndInstantIsStoredAsItIs() throws Exception {
    double[] values = {Double.MIN_VALUE, -0.0, 0.1 + 0.2, Double.MAX_VALUE, 1e-300};
    RowChunk chunk = new RowChunk();
    Series series = new Series("s", "m");
    long far = Instant.parse("9999-12-31T23:59:59.998Z").toEpochMilli();
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      long start = JULY + i;
      chunk.add(
          "1ms",
          new Average(
              series,
              start,
              start + 1,
              Long.MAX_VALUE,
              Double.POSITIVE_INFINITY,
              value,
              value,
              value,
              0,
              Integer.MAX_VALUE));
    }
    chunk.add("1ms", new Average(series, far, far + 1, 1, 1, 1, 1, 1, 0, 0));
    write(Writer.STREAM, chunk);
    try (var connection = POSTGRES.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT mean, sum, count, revision, window_start FROM "
                    + schema
                    + ".averages ORDER BY window_start")) {
      for (int i = 0; i < values.length; i++) {
        rows.next();
        assertThat(Double.doubleToLongBits(rows.getDouble(1)))
            .isEqualTo(Double.doubleToLongBits(values[i]));
        assertThat(rows.getDouble(2)).isInfinite();
        assertThat(rows.getLong(3)).isEqualTo(Long.MAX_VALUE);
        assertThat(rows.getInt(4)).isEqualTo(Integer.MAX_VALUE);
        assertThat(rows.getTimestamp(5).getTime()).isEqualTo(JULY + i);
      }
      rows.next();
      assertThat(rows.getTimestamp(5).getTime()).isEqualTo(far);
    }
  }

  @Test
  void aSessionGrowsAndAnotherIsWithdrawn() throws Exception {
    RowChunk first = new RowChunk();
    first.add("sessions", average("s", JULY, JULY + 10 * MINUTE, 0, 20));
    first.add("sessions", average("s", JULY + 20 * MINUTE, JULY + 30 * MINUTE, 0, 30));
    first.add("1d", average("s", JULY + 20 * MINUTE, JULY + 60 * MINUTE, 0, 1));
    write(Writer.STREAM, first);
    RowChunk joined = new RowChunk();
    Series series = new Series("s", "temperature");
    joined.withdraw("sessions", series, JULY + 20 * MINUTE);
    joined.add("sessions", average("s", JULY, JULY + 30 * MINUTE, 1, 25));
    write(Writer.STREAM, joined);
    List<String> expected =
        List.of(
            "s|2025-07-01 00:00:00+00|2025-07-01 00:30:00+00|25|1",
            "s|2025-07-01 00:20:00+00|2025-07-01 01:00:00+00|1|0");
    assertThat(POSTGRES.rows(schema, MEANS)).isEqualTo(expected);
    write(Writer.STREAM, joined);
    assertThat(POSTGRES.rows(schema, MEANS)).isEqualTo(expected);
  }

  @Test
  void inOneChunkTheLastUpdateOfAWindowCounts() throws Exception {
    Series series = new Series("s", "temperature");
    write(average("s", 0, 5));
    RowChunk chunk = new RowChunk();
    chunk.withdraw("1min", series, JULY);
    chunk.add("1min", average("s", 0, 0));
    chunk.add("1min", average("gone", 0, 0));
    chunk.withdraw("1min", new Series("gone", "temperature"), JULY);
    write(Writer.STREAM, chunk);
    assertThat(POSTGRES.rows(schema, "SELECT sensor_id, revision FROM averages"))
        .containsExactly("s|0");
  }

  @Test
  void eachMonthHasAPartitionThatIsMadeAgainIfItWasDropped() throws Exception {
    long december = Instant.parse("2024-12-31T23:59:00Z").toEpochMilli();
    String partitions =
        "SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class ON oid = inhparent"
            + " WHERE relkind = 'p' AND relnamespace = '"
            + schema
            + "'::regnamespace ORDER BY 1";
    try (ResultDatabase database = ResultDatabase.connect(settings, Writer.HISTORY)) {
      RowChunk chunk = new RowChunk();
      chunk.add("1min", average("s", december, december + MINUTE, 0, 1));
      chunk.add("1min", average("s", JULY, JULY + MINUTE, 0, 1));
      chunk.add(
          transition("s", 0, AlertState.FIRING, AlertState.INACTIVE, TransitionReason.READING));
      database.write(chunk, "", List.of());
      assertThat(POSTGRES.rows(schema, partitions))
          .containsExactly("averages_2024_12", "averages_2025_07", "transitions_2025_07");
      POSTGRES.execute("DROP TABLE " + schema + ".averages_2025_07");
      database.write(chunk, "", List.of());
      POSTGRES.execute(
          "ALTER TABLE " + schema + ".averages DETACH PARTITION " + schema + ".averages_2024_12");
      database.write(chunk, "", List.of());
    }
    assertThat(POSTGRES.rows(schema, "SELECT window_start FROM averages ORDER BY 1"))
        .containsExactly("2024-12-31 23:59:00+00", "2025-07-01 00:00:00+00");
  }

  @Test
  void aTransitionIsOneRowHoweverOftenItComes() throws Exception {
    Transition fires =
        transition("s", 1, AlertState.FIRING, AlertState.INACTIVE, TransitionReason.READING);
    Transition ends =
        transition("s", 5, AlertState.RESOLVED, AlertState.FIRING, TransitionReason.READING);
    write(Writer.STREAM, fires, fires);
    write(Writer.STREAM, fires);
    assertThat(POSTGRES.rows(schema, "SELECT sensor_id, state, severity FROM current_alerts"))
        .containsExactly("s|firing|critical");
    write(Writer.STREAM, ends);
    // Result files have no order.
    write(Writer.HISTORY, ends, fires);
    write(Writer.HISTORY, fires);
    assertThat(
            POSTGRES.rows(
                schema, "SELECT state, value, threshold, summary, labels FROM transitions"))
        .containsExactlyInAnyOrder(
            "firing|31|null|too hot|{\"team\": \"a\"}",
            "resolved|31|null|too hot|{\"team\": \"a\"}");
    assertThat(POSTGRES.rows(schema, "SELECT * FROM current_alerts")).isEmpty();
    assertThat(POSTGRES.rows(schema, "SELECT sensor_id, duration FROM firing_periods"))
        .containsExactly("s|00:04:00");
  }

  @Test
  void historyDoesNotReplaceTheCurrentState() throws Exception {
    write(
        Writer.STREAM,
        transition("s", 60, AlertState.FIRING, AlertState.INACTIVE, TransitionReason.READING));
    write(
        Writer.HISTORY,
        transition("s", 1, AlertState.FIRING, AlertState.INACTIVE, TransitionReason.READING),
        transition("s", 2, AlertState.RESOLVED, AlertState.FIRING, TransitionReason.READING));
    assertThat(POSTGRES.rows(schema, "SELECT at FROM current_alerts"))
        .containsExactly("2025-07-01 01:00:00+00");
  }

  @Test
  void whatAStreamTakesBackDoesNotCount() throws Exception {
    Transition untrue =
        transition("s", 40, AlertState.FIRING, AlertState.PENDING, TransitionReason.HOLD_FOR);
    Transition back =
        transition("s", 40, AlertState.INACTIVE, AlertState.FIRING, TransitionReason.TAKEN_BACK);
    Transition later =
        transition("s", 38, AlertState.PENDING, AlertState.INACTIVE, TransitionReason.READING);
    write(Writer.STREAM, untrue, back);
    assertThat(POSTGRES.rows(schema, "SELECT * FROM current_alerts")).isEmpty();
    assertThat(POSTGRES.rows(schema, "SELECT * FROM firing_periods")).isEmpty();
    write(Writer.STREAM, later);
    assertThat(POSTGRES.rows(schema, "SELECT state, at FROM current_alerts"))
        .containsExactly("pending|2025-07-01 00:38:00+00");
    write(Writer.STREAM, untrue);
    assertThat(POSTGRES.rows(schema, "SELECT state, at FROM current_alerts"))
        .containsExactly("firing|2025-07-01 00:40:00+00");
    assertThat(POSTGRES.rows(schema, "SELECT started_at FROM firing_periods"))
        .containsExactly("2025-07-01 00:40:00+00");
  }

  @Test
  void countsReplaceThoseOfTheSameRun() throws Exception {
    Map<RejectionReason, Long> before = Map.of(RejectionReason.NOT_A_NUMBER, 2L);
    RowChunk chunk = new RowChunk();
    chunk.set(new RunCounts("stream x", new Accounting(5, 3, before, 3, 3, 0), JULY));
    write(Writer.STREAM, chunk);
    RowChunk next = new RowChunk();
    Map<RejectionReason, Long> after = Map.of(RejectionReason.PAST_TIMESTAMP, 1L);
    Accounting counted =
        new Accounting(9, 8, after, 12, 5, 1).withDuplicates(2).withImplausible(3).withBuffered(1);
    next.set(new RunCounts("stream x", counted, Long.MIN_VALUE));
    write(Writer.STREAM, next);
    assertThat(
            POSTGRES.rows(
                schema,
                "SELECT run, messages, accepted, readings, aggregated, late, duplicates, watermark,"
                    + " implausible, buffered"
                    + " FROM runs"))
        .containsExactly("stream x|9|8|12|5|1|2|null|3|1");
    assertThat(POSTGRES.rows(schema, "SELECT reason, count FROM rejected_counts"))
        .containsExactly("PAST_TIMESTAMP|1");
  }

  @Test
  void hostileNamesAreStoredOrLeftOut() throws Exception {
    List<String> names =
        List.of(
            "a'b\"c\\d{e,f}",
            "'; DROP TABLE averages; --",
            "\u202Egnp.exe\u200F",
            "NULL",
            " ",
            "\uD83D\uDD25".repeat(128),
            "\u4E00".repeat(256));
    RowChunk chunk = new RowChunk();
    for (String name : names) {
      if (!name.isBlank()) {
        chunk.add("1min", average(name, 0, 0));
        chunk.add(
            transition(name, 0, AlertState.FIRING, AlertState.INACTIVE, TransitionReason.READING));
      }
    }
    Series series = new Series("s", "temperature");
    Transition odd =
        new Transition(
            "a\0b",
            series,
            Severity.WARNING,
            AlertState.FIRING,
            AlertState.INACTIVE,
            null,
            JULY,
            1,
            1,
            JULY,
            TransitionReason.READING,
            0,
            null,
            "x\0\uD800y",
            Map.of(),
            Map.of("k\0", "v\0\"\\"));
    chunk.add(odd);
    Transition longRule =
        new Transition(
            "r".repeat(65_536),
            series,
            Severity.WARNING,
            AlertState.FIRING,
            AlertState.INACTIVE,
            null,
            JULY,
            1,
            1,
            JULY,
            TransitionReason.READING,
            0,
            null,
            null,
            Map.of(),
            Map.of());
    chunk.add(longRule);
    long year10000 = Instant.parse("+10000-01-01T00:00:00Z").toEpochMilli();
    chunk.add("1min", average("far", year10000, year10000 + MINUTE, 0, 1));
    assertThat(write(Writer.STREAM, chunk)).isEqualTo(2);
    assertThat(chunk.whyLeftOut()).contains("its window is not in the years 1 to 9999");
    assertThat(POSTGRES.rows(schema, "SELECT sensor_id FROM averages"))
        .containsExactlyInAnyOrderElementsOf(
            names.stream().filter(name -> !name.isBlank()).toList());
    assertThat(
            POSTGRES.rows(schema, "SELECT rule, summary, labels FROM alerts WHERE rule <> 'hot'"))
        .containsExactly("a\uFFFDb|x\uFFFD\uFFFDy|{\"k\uFFFD\": \"v\uFFFD\\\"\\\\\"}");
  }

  @Test
  void aRowThatTheDatabaseRefusesTakesNoOtherWithIt() throws Exception {
    POSTGRES.execute(
        "ALTER TABLE "
            + schema
            + ".averages ADD CONSTRAINT mine CHECK (sensor_id NOT IN ('s3', 's7'))");
    RowChunk chunk = new RowChunk();
    for (int i = 0; i < 10; i++) {
      chunk.add("1min", average("s" + i, 0, 0));
    }
    assertThat(write(Writer.STREAM, chunk)).isEqualTo(2);
    assertThat(POSTGRES.value(schema, "SELECT count(*) FROM averages")).isEqualTo("8");
  }

  @Test
  void offsetsAreWrittenWithTheRowsOrNotAtAll() throws Exception {
    RowChunk chunk = new RowChunk();
    chunk.add("1min", average("s", 0, 0));
    TopicOffset first = new TopicOffset("id", 0, "t", TopicOffset.NONE, 7, JULY);
    write(Writer.STREAM, chunk, first);
    RowChunk second = new RowChunk();
    second.add("1min", average("s", 1, 0));
    assertThatThrownBy(() -> write(Writer.STREAM, second, first))
        .isInstanceOf(StaleOffsetException.class)
        .hasMessageContaining("another process of this stream writes, too");
    assertThat(POSTGRES.value(schema, "SELECT count(*) FROM averages")).isEqualTo("1");
    write(Writer.STREAM, second, new TopicOffset("id", 0, "t", 7, 9, JULY));
    try (ResultDatabase database = ResultDatabase.connect(settings, Writer.STREAM)) {
      assertThat(database.offsets("stream x", "id")).containsExactly(Map.entry(0, 9L));
      assertThat(database.offsets("stream y", "id")).isEmpty();
      assertThat(database.offsets("stream x", "recreated")).isEmpty();
    }
  }

  @Test
  void saysThatTheDatabaseIsFullOrReadOnly() throws Exception {
    POSTGRES.execute(
        "CREATE FUNCTION "
            + schema
            + ".no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no space left on"
            + " device' USING ERRCODE = '53100'; END $$",
        "CREATE TRIGGER no_space BEFORE INSERT ON "
            + schema
            + ".averages FOR EACH ROW EXECUTE FUNCTION "
            + schema
            + ".no_space()");
    assertThatThrownBy(() -> write(average("s", 0, 0)))
        .isInstanceOfSatisfying(
            SQLException.class,
            full -> {
              assertThat(SqlError.of(full)).isEqualTo(SqlError.FULL);
              assertThat(SqlError.describe(settings, full))
                  .isEqualTo(
                      "database "
                          + settings.database()
                          + ": is full: ERROR: no space left on device");
            });
    String user = "reader_" + schema;
    POSTGRES.execute(
        "CREATE ROLE " + user + " LOGIN SUPERUSER",
        "ALTER ROLE " + user + " SET default_transaction_read_only = on");
    PostgresSettings reader = new PostgresSettings(POSTGRES.url(), user, null, schema, null, null);
    assertThat(ResultDatabase.checkOrReason(reader))
        .contains("accepts no changes: ERROR: cannot execute nextval() in a read-only transaction");
  }
}
