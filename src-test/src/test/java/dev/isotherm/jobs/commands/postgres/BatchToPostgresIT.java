package dev.isotherm.jobs.commands.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LivePostgres;
import dev.isotherm.fixtures.Repository;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.model.Average;
import dev.isotherm.wire.JsonLinesWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BatchToPostgresIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();
  @RegisterExtension static final LivePostgres POSTGRES = new LivePostgres();

  private static final Duration BOUND = Duration.ofSeconds(60);

  private static final String ALL =
      "SELECT sensor_id, metric, extract(epoch FROM window_start)::bigint AS s,"
          + " extract(epoch FROM window_end)::bigint AS e, count, mean::text, revision, windowing"
          + " FROM averages ORDER BY 1, 2, 3";

  @TempDir private Path folder;

  private static String reading(String instant, String sensor, String values) {
    return "{\"timestamp\":\"%s\",\"sensor_id\":\"%s\",%s}".formatted(instant, sensor, values);
  }

  private Path input() throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add(reading("2025-07-01T10:00:00Z", "sensor_1", "\"temperature\":21.5,\"humidity\":40"));
    lines.add(reading("2025-07-01T11:00:00Z", "sensor_1", "\"temperature\":31.5"));
    lines.add(reading("2025-07-01T11:10:00Z", "sensor_1", "\"temperature\":22.0"));
    lines.add(reading("2025-07-02T10:00:00Z", "sensor_1", "\"temperature\":23.0"));
    lines.add(reading("2025-07-01T10:00:00Z", "se'n\\\"s\u202E", "\"temperature\":29.0"));
    lines.add(reading("2025-07-01T10:00:00Z", "nul\\u0000", "\"temperature\":29.0"));
    lines.add(reading("2025-07-01T10:00:00Z", "long".repeat(16_384), "\"temperature\":29.0"));
    lines.add("nothing");
    return Files.write(folder.resolve("in.jsonl"), lines);
  }

  private BatchRun run(Path input, Path config, String... more) {
    List<Object> arguments = new ArrayList<>(List.of(input, "--postgres-config=" + config));
    arguments.addAll(List.of("--overwrite", "--rules=default", "--print=none"));
    arguments.addAll(List.of(more));
    return BatchRun.of(FLINK, folder.resolve("out"), arguments.toArray());
  }

  private static List<String> rows(BatchRun run) {
    return run.averages().stream()
        .sorted(
            (a, b) -> {
              int bySeries = a.series().compareTo(b.series());
              return bySeries != 0
                  ? bySeries
                  : Long.compare(a.windowStartMillis(), b.windowStartMillis());
            })
        .map(BatchToPostgresIT::row)
        .toList();
  }

  private static String row(Average average) {
    return String.join(
        "|",
        average.series().sensorId(),
        average.series().metric(),
        Long.toString(average.windowStartMillis() / 1_000),
        Long.toString(average.windowEndMillis() / 1_000),
        Long.toString(average.count()),
        JsonLinesWriter.number(average.mean()).replaceFirst("\\.0$", ""),
        Integer.toString(average.revision()),
        "day in UTC");
  }

  @Test
  void theTablesHaveWhatTheFilesHaveHoweverOftenItRuns() throws Exception {
    String schema = POSTGRES.freshSchema();
    Path config = POSTGRES.config(folder, schema);
    Path input = input();
    BatchRun first = run(input, config);
    assertThat(first.trial().code()).as(first.trial().err()).isZero();
    assertThat(first.trial().err())
        .contains("4 averages and 3 transitions are in schema " + schema + " of localhost:");
    assertThat(rows(first)).hasSize(4);
    assertThat(POSTGRES.rows(schema, ALL)).isEqualTo(rows(first));
    String everything =
        "SELECT a::text FROM averages a UNION ALL SELECT to_jsonb(t)::text FROM (SELECT id, at,"
            + " rule, sensor_id, state, labels FROM transitions) t UNION ALL SELECT l::text FROM"
            + " alerts l UNION ALL SELECT r::text FROM rejected_counts r UNION ALL SELECT run"
            + " FROM runs ORDER BY 1";
    List<String> once = POSTGRES.rows(schema, everything);
    assertThat(run(input, config).trial().code()).isZero();
    assertThat(POSTGRES.rows(schema, everything)).isEqualTo(once);
    assertThat(POSTGRES.value(schema, "SELECT count(*) FROM transitions"))
        .isEqualTo(Integer.toString(first.lines(ResultFolder.TRANSITIONS).size()));
    assertThat(
            POSTGRES.rows(
                schema,
                "SELECT messages, accepted, readings, aggregated, late, reason, count FROM runs"
                    + " JOIN rejected_counts USING (run_id) ORDER BY reason"))
        .containsExactly("8|5|6|6|0|NOT_JSON|1", "8|5|6|6|0|NO_SENSOR|1", "8|5|6|6|0|TOO_LARGE|1");
  }

  @Test
  void aDatabaseThatFailsInTheMiddleIsSaidAndTheFilesAreThere() throws Exception {
    String schema = POSTGRES.freshSchema();
    Path config = POSTGRES.config(folder, schema);
    Path input = input();
    assertThat(run(input, config).trial().code()).isZero();
    POSTGRES.execute(
        "DELETE FROM " + schema + ".averages",
        "CREATE FUNCTION "
            + schema
            + ".odd() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'odd'; END $$",
        "CREATE TRIGGER odd BEFORE INSERT ON "
            + schema
            + ".averages FOR EACH ROW EXECUTE FUNCTION "
            + schema
            + ".odd()");
    BatchRun failed = run(input, config);
    assertThat(failed.trial().code()).isEqualTo(1);
    assertThat(failed.trial().err())
        .contains("ERROR: odd; all results are in ")
        .contains("but not all are in the database: run the same command again");
    assertThat(failed.averages()).hasSize(4);
    POSTGRES.execute("DROP TRIGGER odd ON " + schema + ".averages");
    BatchRun again = run(input, config);
    assertThat(again.trial().code()).isZero();
    assertThat(POSTGRES.rows(schema, ALL)).isEqualTo(rows(again));
  }

  @Test
  void aBatchDoesNotWaitForADatabaseThatIsDownToCompute() throws Exception {
    String schema = POSTGRES.freshSchema();
    POSTGRES.stop();
    BatchRun run = runUntilFilesAreThere(POSTGRES.config(folder, schema), POSTGRES::start);
    assertThat(run.trial().err()).contains("warning: database localhost:", " refused");
    assertThat(POSTGRES.rows(schema, ALL)).hasSize(4).isEqualTo(rows(run));
  }

  @Test
  void aBatchDoesNotWaitForADatabaseThatAcceptsNoChangesToCompute() throws Exception {
    String schema = POSTGRES.freshSchema();
    String user = "reader_" + schema;
    POSTGRES.execute(
        "CREATE ROLE " + user + " LOGIN SUPERUSER",
        "ALTER ROLE " + user + " SET default_transaction_read_only = on");
    BatchRun run =
        runUntilFilesAreThere(
            POSTGRES.config(folder, schema, "user=" + user),
            () -> POSTGRES.execute("ALTER ROLE " + user + " RESET default_transaction_read_only"));
    assertThat(run.trial().err())
        .contains("warning: database localhost:", "accepts no changes: ERROR: ");
    assertThat(POSTGRES.rows(schema, ALL)).hasSize(4).isEqualTo(rows(run));
  }

  /** Mends the database. */
  private interface Repair {
    void run() throws Exception;
  }

  /** A run whose database takes nothing until its files are there. */
  private BatchRun runUntilFilesAreThere(Path config, Repair repair) throws Exception {
    Path input = input();
    Path averages = folder.resolve("out").resolve(ResultFolder.AVERAGES);
    CompletableFuture<BatchRun> started = CompletableFuture.supplyAsync(() -> run(input, config));
    try {
      Eventually.holds("the files are there", BOUND, () -> Files.exists(averages));
    } finally {
      repair.run();
    }
    BatchRun run = started.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.trial().err())
        .contains("; the results go to files, and to the database if it takes them by then");
    return run;
  }

  @Test
  void aDatabaseThatIsNotThereIsAnErrorBeforeTheStart() throws Exception {
    Path config = POSTGRES.config(folder, POSTGRES.freshSchema());
    Files.writeString(config, Files.readString(config).replace("/postgres\n", "/none\n"));
    BatchRun refused = run(input(), config);
    assertThat(refused.trial().code()).isEqualTo(2);
    assertThat(refused.trial().err()).contains("database \"none\" does not exist");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /** The queries of the page, each with what it answers about this input. */
  @Test
  void everyQueryOfThePageAnswers() throws Exception {
    Path config = POSTGRES.config(folder, "isotherm");
    assertThat(run(input(), config).trial().code()).isZero();
    POSTGRES.execute(
        "INSERT INTO isotherm.topic_offsets VALUES (gen_random_uuid(), 'id', 0, 'sensor_averages',"
            + " 7, now())",
        "CREATE TABLE IF NOT EXISTS isotherm.averages_now PARTITION OF isotherm.averages FOR"
            + " VALUES FROM (now() - interval '2 hours') TO (now() + interval '2 hours')",
        "INSERT INTO isotherm.averages VALUES ('sensor_1', 'temperature', '1min', now() - interval"
            + " '5 min', now() - interval '4 min', 1, 20, 20, 20, 20, 0, 0)");
    String page = Repository.text("docs/postgres.md");
    Map<String, List<String>> answers = new LinkedHashMap<>();
    Matcher queries =
        Pattern.compile("### ([^\n]+)\n[^#]*?```sql\n(.*?);\n```", Pattern.DOTALL).matcher(page);
    while (queries.find()) {
      answers.put(queries.group(1), POSTGRES.rows("public", queries.group(2)));
    }
    assertThat(answers.keySet())
        .containsExactly(
            "How far the database is",
            "The last hour of a sensor",
            "Daily means of a month, across sensors",
            "Alerts by duration",
            "Alerts that are not over",
            "Coverage",
            "Messages, and why some were rejected");
    assertThat(answers.get("How far the database is"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("sensor_averages|0|7|");
    assertThat(answers.get("The last hour of a sensor"))
        .hasSize(1)
        .first()
        .asString()
        .endsWith("|temperature|20|20|20|1");
    assertThat(answers.get("Daily means of a month, across sensors"))
        .containsExactly(
            "humidity|2025-07-01|40|40|40|1",
            "temperature|2025-07-01|26|21.5|31.5|2",
            "temperature|2025-07-02|23|23|23|1");
    assertThat(answers.get("Alerts by duration"))
        .hasSize(2)
        .anyMatch(row -> row.contains("|se'n\"s\u202E|temperature|warning|1|null"))
        .anyMatch(row -> row.endsWith("|sensor_1|temperature|critical|1|00:10:00"));
    assertThat(answers.get("Alerts that are not over")).hasSize(1);
    assertThat(answers.get("Coverage"))
        .contains("sensor_1|humidity|1|0.032", "sensor_1|temperature|2|0.065");
    assertThat(answers.get("Messages, and why some were rejected"))
        .hasSize(3)
        .allMatch(row -> row.contains("in.jsonl by day in UTC|8|5|0|"));
  }
}
