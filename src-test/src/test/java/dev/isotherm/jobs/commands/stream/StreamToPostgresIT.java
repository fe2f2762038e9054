package dev.isotherm.jobs.commands.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.LivePostgres;
import dev.isotherm.fixtures.StreamRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class StreamToPostgresIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LivePostgres POSTGRES = new LivePostgres();

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final Instant JULY = Instant.parse("2025-07-01T00:00:00Z");

  @TempDir private Path folder;

  /** One reading each second; every tenth is hot. */
  private List<ProducerRecord<byte[], byte[]>> readings(
      LiveKafka.TestTopics topics, int from, int to) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Instant at = JULY.plusSeconds(i);
      String line =
          "{\"timestamp\":\"%s\",\"sensor_id\":\"s\",\"temperature\":%d}"
              .formatted(at, i % 10 == 5 ? 40 : 20);
      records.add(
          new ProducerRecord<>(
              topics.readings(),
              0,
              at.toEpochMilli(),
              null,
              line.getBytes(StandardCharsets.UTF_8)));
    }
    return records;
  }

  /** Alerts and averages in the topics, and in the database, come from one stream. */
  @Test
  void theDatabaseHasWhatTheTopicsHaveAndHoldsUpNothing() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    String schema = POSTGRES.freshSchema();
    Path config = POSTGRES.config(folder, schema);
    String[] options = {
      "--postgres-config=" + config,
      "--window=10s",
      "--out-of-orderness=0s",
      "--from=earliest",
      "-p=1"
    };
    // Down at the start: the stream starts all the same.
    POSTGRES.stop();
    StreamRun run = StreamRun.start(FLINK, KAFKA, topics, options);
    try {
      KAFKA.produce(readings(topics, 0, 100));
      KAFKA.await(topics.alerts(), BOUND, alerts -> alerts.size() == 20);
      KAFKA.await(topics.averages(), BOUND, averages -> averages.size() >= 9);
      assertThat(KAFKA.command("status", topics, "--postgres-config=" + config).out())
          .contains("database localhost:", " refused");
    } finally {
      POSTGRES.start();
    }
    awaitCount(schema, "transitions", 20);
    awaitCount(schema, "averages", 9);
    // Slow: each row takes a second.
    POSTGRES.execute(
        "CREATE FUNCTION "
            + schema
            + ".slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1); RETURN"
            + " NEW; END $$",
        "CREATE TRIGGER slow BEFORE INSERT ON "
            + schema
            + ".transitions FOR EACH ROW EXECUTE FUNCTION "
            + schema
            + ".slow()");
    KAFKA.produce(readings(topics, 100, 200));
    KAFKA.await(topics.alerts(), BOUND, alerts -> alerts.size() == 40);
    KAFKA.await(topics.averages(), BOUND, averages -> averages.size() >= 19);
    assertThat(POSTGRES.value(schema, "SELECT count(*) FROM transitions")).isEqualTo("20");
    // It restarts in the middle of that transaction.
    POSTGRES.stop();
    POSTGRES.start();
    POSTGRES.execute("DROP TRIGGER slow ON " + schema + ".transitions");
    awaitCount(schema, "transitions", 40);
    awaitCount(schema, "averages", 19);
    Eventually.holds(
        "the counts are there",
        BOUND,
        () ->
            POSTGRES
                .rows(schema, "SELECT run, messages, accepted, aggregated, late FROM runs")
                .equals(List.of("stream " + topics.readings() + "|200|200|200|0")));
    assertThat(KAFKA.command("status", topics, "--postgres-config=" + config).out())
        .containsPattern("  \\d+ records of the results wait to be written to schema " + schema);
    CommandTrial stopped = run.drain();
    assertThat(stopped.code()).isZero();
    assertThat(stopped.err())
        .contains("warning: database localhost:")
        .contains("the stream starts, and the database gets its results later");

    String rows =
        "SELECT window_start, window_end, count, sum, mean, min, max, stddev, revision FROM"
            + " averages ORDER BY window_start";
    String other = POSTGRES.freshSchema();
    BatchRun replay =
        BatchRun.of(
            "replay",
            FLINK,
            folder.resolve("out"),
            "--bootstrap-servers=" + KAFKA.bootstrapServers(),
            "--topic=" + topics.readings(),
            "--window=10s",
            "--rules=default",
            "--postgres-config=" + POSTGRES.config(folder, other));
    assertThat(replay.trial().code()).as(replay.trial().err()).isZero();
    assertThat(POSTGRES.rows(other, rows))
        .hasSize(20)
        .startsWith(POSTGRES.rows(schema, rows).toArray(String[]::new));
    assertThat(POSTGRES.rows(other, "SELECT id, at, state FROM transitions ORDER BY 1"))
        .isEqualTo(POSTGRES.rows(schema, "SELECT id, at, state FROM transitions ORDER BY 1"));
    // A replay into the same schema leaves the same rows, and adds the last window.
    BatchRun same =
        BatchRun.of(
            "replay",
            FLINK,
            folder.resolve("out2"),
            "--bootstrap-servers=" + KAFKA.bootstrapServers(),
            "--topic=" + topics.readings(),
            "--window=10s",
            "--rules=default",
            "--postgres-config=" + config);
    assertThat(same.trial().code()).isZero();
    assertThat(POSTGRES.rows(schema, rows)).isEqualTo(POSTGRES.rows(other, rows));
    awaitCount(schema, "transitions", 40);
    KAFKA.delete(topics);
  }

  private void awaitCount(String schema, String table, int least) {
    Eventually.holds(
        least + " rows in " + table,
        BOUND,
        () -> Integer.parseInt(POSTGRES.value(schema, "SELECT count(*) FROM " + table)) >= least);
  }
}
