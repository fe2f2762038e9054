package dev.isotherm.jobs.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.LivePostgres;
import dev.isotherm.jobs.kafka.AlertsTopic;
import dev.isotherm.jobs.postgres.PostgresSettings;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonLinesWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The copier alone, with topics that a test writes in place of a stream. */
class ResultCopierIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LivePostgres POSTGRES = new LivePostgres();

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final long JULY = Instant.parse("2025-07-01T00:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  private final String schema = POSTGRES.freshSchema();
  private final PostgresSettings settings =
      new PostgresSettings(POSTGRES.url(), "postgres", null, schema, null, null);
  private LiveKafka.TestTopics topics;
  private final List<ResultCopier> copiers = new ArrayList<>();

  @BeforeEach
  void makeTopics() throws Exception {
    topics = KAFKA.freshTopics(1);
    KAFKA.create(topics.averages(), 2, Map.of());
    KAFKA.create(topics.alerts(), 2, Map.of());
    KAFKA.create(topics.progress(), 1, Map.of());
  }

  @AfterEach
  void close() throws Exception {
    copiers.forEach(ResultCopier::close);
    KAFKA.delete(topics);
  }

  private ResultCopier start() {
    return start(Windowing.tumbling(Duration.ofMinutes(1)));
  }

  private ResultCopier start(Windowing windowing) {
    Properties client = new Properties();
    client.setProperty("bootstrap.servers", KAFKA.bootstrapServers());
    ResultCopier copier =
        new ResultCopier(
            new ResultTopics(
                client, "g", topics.averages(), topics.alerts(), topics.progress(), windowing),
            settings);
    copiers.add(copier);
    copier.start();
    return copier;
  }

  private static Average average(String sensor, long from, long to, int revision) {
    Series series = new Series(sensor, "temperature");
    return new Average(
        series, JULY + from * MINUTE, JULY + to * MINUTE, 1, 20, 20, 20, 20, 0, revision);
  }

  private ProducerRecord<byte[], byte[]> record(Average average) {
    return new ProducerRecord<>(
        topics.averages(), JsonLinesWriter.keyOf(average.window()), JsonLinesWriter.of(average));
  }

  private List<ProducerRecord<byte[], byte[]>> averages(int from, int to) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = from; i < to; i++) {
      records.add(record(average("s" + i % 10, i, i + 1, 0)));
    }
    return records;
  }

  private ProducerRecord<byte[], byte[]> alert(String group, int minute) {
    Transition transition =
        new Transition(
            "hot",
            new Series("s", "temperature"),
            Severity.CRITICAL,
            AlertState.FIRING,
            AlertState.INACTIVE,
            null,
            JULY + minute * MINUTE,
            31,
            30,
            JULY,
            TransitionReason.READING,
            0,
            null,
            null,
            Map.of(),
            Map.of());
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topics.alerts(), JsonLinesWriter.keyOf(transition), JsonLinesWriter.of(transition));
    record.headers().add(AlertsTopic.GROUP, group.getBytes(StandardCharsets.UTF_8));
    return record;
  }

  private void awaitCount(String table, int count) {
    Eventually.holds(
        count + " rows in " + table,
        BOUND,
        () -> POSTGRES.value(schema, "SELECT count(*) FROM " + table).equals("" + count));
  }

  @Test
  void copiesEachResultOnceAcrossRestartsOfCopierAndDatabase() throws Exception {
    KAFKA.produce(averages(0, 100));
    ResultCopier first = start();
    awaitCount("averages", 100);
    first.close();
    // If a record counted twice, this row would come back.
    POSTGRES.execute("DELETE FROM " + schema + ".averages WHERE sensor_id = 's1'");
    KAFKA.produce(averages(100, 200));
    ResultCopier second = start();
    awaitCount("averages", 190);
    POSTGRES.stop();
    try {
      KAFKA.produce(averages(200, 300));
      Eventually.holds(
          "it is known how much waits",
          BOUND,
          () -> !second.status().connected() && second.status().recordsBehind() >= 100);
    } finally {
      POSTGRES.start();
    }
    awaitCount("averages", 290);
    assertThat(POSTGRES.value(schema, "SELECT sum(next_offset) FROM topic_offsets"))
        .isEqualTo("300");
    assertThat(second.status().written()).isEqualTo(200);
    assertThat(second.status().lost()).isZero();
    Eventually.holds("nothing waits", BOUND, () -> second.status().recordsBehind() == 0);
  }

  @Test
  void twoCopiersOfOneStreamDoNotDisturbEachOther() throws Exception {
    ResultCopier one = start();
    ResultCopier other = start();
    for (int i = 0; i < 10; i++) {
      KAFKA.produce(averages(i * 50, (i + 1) * 50));
    }
    awaitCount("averages", 500);
    assertThat(POSTGRES.value(schema, "SELECT sum(next_offset) FROM topic_offsets"))
        .isEqualTo("500");
    assertThat(one.status().written() + other.status().written()).isEqualTo(500);
  }

  @Test
  void sessionsGrowAndAreWithdrawn() throws Exception {
    Average gone = average("s", 20, 30, 0);
    SeriesWindow window = gone.window();
    KAFKA.produce(List.of(record(average("s", 0, 10, 0)), record(gone)));
    start(Windowing.sessions(Duration.ofMinutes(10)));
    awaitCount("averages", 2);
    KAFKA.produce(
        List.of(
            new ProducerRecord<>(topics.averages(), JsonLinesWriter.keyOf(window), null),
            record(average("s", 0, 30, 1))));
    Eventually.holds(
        "one session is left",
        BOUND,
        () ->
            POSTGRES
                .rows(schema, "SELECT window_end, revision, windowing FROM averages")
                .equals(List.of("2025-07-01 00:30:00+00|1|sessions with gaps of 10min")));
  }

  @Test
  void whatIsNoResultOfTheStreamIsLeftOut() throws Exception {
    ProducerRecord<byte[], byte[]> foreign =
        new ProducerRecord<>(topics.averages(), null, "{}".getBytes(StandardCharsets.UTF_8));
    String hugeName = "n".repeat(65_536);
    ProducerRecord<byte[], byte[]> huge =
        new ProducerRecord<>(
            topics.averages(),
            null,
            new String(record(average("x", 0, 1, 0)).value(), StandardCharsets.UTF_8)
                .replace("\"x\"", '"' + hugeName + '"')
                .getBytes(StandardCharsets.UTF_8));
    ProducerRecord<byte[], byte[]> nothing = new ProducerRecord<>(topics.progress(), null, null);
    KAFKA.produce(List.of(foreign, huge, nothing, alert("other", 1), alert("g", 2)));
    KAFKA.produce(List.of(record(average("hour", 0, 60, 0)), record(average("minute", 0, 1, 0))));
    ResultCopier copier = start();
    awaitCount("averages", 2);
    awaitCount("transitions", 1);
    assertThat(POSTGRES.rows(schema, "SELECT sensor_id, windowing FROM averages ORDER BY 1"))
        .containsExactly("hour|other", "minute|1min");
    assertThat(POSTGRES.rows(schema, "SELECT at FROM current_alerts"))
        .containsExactly("2025-07-01 00:02:00+00");
    assertThat(copier.status().leftOut()).isEqualTo(3);
  }

  @Test
  void aDatabaseThatIsFullGetsTheResultsLater() throws Exception {
    ResultCopier copier = start();
    Eventually.holds("the tables are there", BOUND, () -> copier.status().connected());
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
    KAFKA.produce(averages(0, 50));
    Eventually.holds("it fails", BOUND, () -> copier.status().failures() > 1);
    assertThat(POSTGRES.value(schema, "SELECT count(*) FROM averages")).isEqualTo("0");
    POSTGRES.execute("DROP TRIGGER no_space ON " + schema + ".averages");
    awaitCount("averages", 50);
    assertThat(copier.status().leftOut()).isZero();
  }

  @Test
  void recordsThatTheTopicHasDeletedAreCounted() throws Exception {
    KAFKA.produce(averages(0, 20));
    ResultCopier first = start();
    awaitCount("averages", 20);
    first.close();
    KAFKA.produce(averages(20, 60));
    KAFKA.deleteRecords(topics.averages());
    KAFKA.produce(averages(60, 70));
    ResultCopier second = start();
    awaitCount("averages", 30);
    assertThat(second.status().lost()).isEqualTo(40);
  }

  @Test
  void aTopicThatWasMadeAgainIsReadFromItsBeginning() throws Exception {
    KAFKA.produce(averages(0, 20));
    ResultCopier first = start();
    awaitCount("averages", 20);
    first.close();
    KAFKA.delete(topics);
    KAFKA.create(topics.averages(), 2, Map.of());
    KAFKA.create(topics.alerts(), 2, Map.of());
    KAFKA.create(topics.progress(), 1, Map.of());
    KAFKA.produce(averages(100, 105));
    ResultCopier second = start();
    awaitCount("averages", 25);
    assertThat(second.status().lost()).isZero();
  }
}
