package dev.isotherm.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LivePostgres;
import dev.isotherm.model.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaVersionsIT {
  @RegisterExtension static final LivePostgres POSTGRES = new LivePostgres();

  private final String schema = POSTGRES.freshSchema();
  private final PostgresSettings settings =
      new PostgresSettings(POSTGRES.url(), "postgres", null, schema, null, null);

  @Test
  void appliesEachVersionOnce() throws Exception {
    ResultDatabase.check(settings);
    List<String> versions = POSTGRES.rows(schema, "SELECT * FROM schema_versions ORDER BY 1");
    ResultDatabase.check(settings);
    assertThat(POSTGRES.rows(schema, "SELECT * FROM schema_versions ORDER BY 1"))
        .isEqualTo(versions);
    assertThat(POSTGRES.rows(schema, "SELECT version, name FROM schema_versions ORDER BY 1"))
        .containsExactly(
            "1|1-tables.sql", "2|2-views.sql", "3|3-percentiles.sql", "4|4-implausible.sql");
  }

  @Test
  void updatesAnOlderSchemaAndKeepsItsRows() throws Exception {
    ResultDatabase.check(settings);
    POSTGRES.execute(
        "SET search_path = " + schema,
        "DROP VIEW " + schema + ".current_alerts, " + schema + ".firing_periods",
        "ALTER TABLE " + schema + ".averages DROP COLUMN percentiles, DROP COLUMN expected",
        "ALTER TABLE " + schema + ".runs DROP COLUMN implausible, DROP COLUMN buffered",
        "DELETE FROM " + schema + ".schema_versions WHERE version >= 2",
        "INSERT INTO "
            + schema
            + ".runs VALUES (gen_random_uuid(), 'x', 1, 1, 1, 1, 0, 0, NULL, now())");
    ResultDatabase.check(settings);
    assertThat(POSTGRES.rows(schema, "SELECT version FROM schema_versions ORDER BY 1"))
        .containsExactly("1", "2", "3", "4");
    assertThat(POSTGRES.rows(schema, "SELECT percentiles, expected FROM averages")).isEmpty();
    assertThat(POSTGRES.rows(schema, "SELECT * FROM current_alerts")).isEmpty();
    assertThat(POSTGRES.rows(schema, "SELECT run, implausible FROM runs")).containsExactly("x|0");
  }

  @Test
  void refusesANewerSchema() throws Exception {
    ResultDatabase.check(settings);
    POSTGRES.execute(
        "INSERT INTO " + schema + ".schema_versions VALUES (5, '5-more.sql', 'c', now())");
    assertThatThrownBy(() -> ResultDatabase.check(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            settings
                + ": has version 5, but this Isotherm knows only versions up to 4; use a newer"
                + " one");
  }

  @Test
  void refusesASchemaThatSomebodyHasChanged() throws Exception {
    ResultDatabase.check(settings);
    POSTGRES.execute("UPDATE " + schema + ".schema_versions SET checksum = 'x' WHERE version = 1");
    assertThatThrownBy(() -> ResultDatabase.check(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(settings + ": its version 1 is not that of this Isotherm; name another schema");
  }

  @Test
  void leavesTablesOfOthersAlone() throws Exception {
    POSTGRES.execute(
        "CREATE SCHEMA " + schema, "CREATE TABLE " + schema + ".averages (mine integer)");
    assertThatThrownBy(() -> ResultDatabase.check(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("holds a table that is not Isotherm's")
        .hasMessageContaining("averages");
    assertThat(
            POSTGRES.rows(
                schema,
                "SELECT table_name FROM information_schema.tables WHERE table_schema = '"
                    + schema
                    + "'"))
        .containsExactly("averages");
  }

  @Test
  void manyMayStartAtOnce() throws Exception {
    CompletableFuture<?>[] all =
        Stream.generate(() -> CompletableFuture.runAsync(() -> ResultDatabase.check(settings)))
            .limit(4)
            .toArray(CompletableFuture<?>[]::new);
    assertThatCode(() -> CompletableFuture.allOf(all).get()).doesNotThrowAnyException();
    assertThat(POSTGRES.value(schema, "SELECT count(*) FROM schema_versions")).isEqualTo("4");
  }

  @Test
  void aUserWithoutRightsIsRefused() throws Exception {
    POSTGRES.execute("CREATE ROLE guest_" + schema + " LOGIN");
    PostgresSettings guest =
        new PostgresSettings(POSTGRES.url(), "guest_" + schema, "x", schema, null, null);
    assertThatThrownBy(() -> ResultDatabase.check(guest))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("permission denied for database");
    assertThatThrownBy(() -> ResultDatabase.checkOrReason(guest))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void aWrongPasswordIsAnErrorAndIsNotShown() throws Exception {
    String user = "locked_" + schema;
    POSTGRES.execute("CREATE ROLE " + user + " SUPERUSER LOGIN PASSWORD 's3cret-Pa55'");
    Path access = Path.of(POSTGRES.value("public", "SHOW hba_file"));
    String open = Files.readString(access);
    Files.writeString(access, "host all " + user + " localhost scram-sha-256\n" + open);
    POSTGRES.execute("SELECT pg_reload_conf()");
    try {
      PostgresSettings wrong =
          new PostgresSettings(POSTGRES.url(), user, "wr0ng-Pa55", schema, null, null);
      // The server reads the file a moment later.
      Eventually.holds(
          "a password is asked for",
          Duration.ofSeconds(10),
          () -> {
            try {
              ResultDatabase.check(wrong);
              return false;
            } catch (ConfigurationException refused) {
              return true;
            }
          });
      assertThatThrownBy(() -> ResultDatabase.checkOrReason(wrong))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("password authentication failed for user \"" + user + '"')
          .hasMessageNotContaining("wr0ng-Pa55");
      assertThatThrownBy(
              () ->
                  ResultDatabase.checkOrReason(
                      new PostgresSettings(POSTGRES.url(), user, null, schema, null, null)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("password");
      ResultDatabase.check(
          new PostgresSettings(POSTGRES.url(), user, "s3cret-Pa55", schema, null, null));
    } finally {
      Files.writeString(access, open);
      POSTGRES.execute("SELECT pg_reload_conf()");
    }
  }

  /** Stands for the extension: it takes the same arguments, and records them. */
  @Test
  void makesHypertablesWhereTimescaleDbIsThere() throws Exception {
    Path extensions =
        Path.of(
            POSTGRES.value("public", "SELECT setting FROM pg_config WHERE name = 'SHAREDIR'"),
            "extension");
    Files.writeString(
        extensions.resolve("timescaledb.control"), "default_version = '1'\nrelocatable = true\n");
    Files.writeString(
        extensions.resolve("timescaledb--1.sql"),
        """
        CREATE TABLE hypertables (name text, time_column text, chunk interval);
        CREATE FUNCTION create_hypertable(relation regclass, time_column_name name,
          chunk_time_interval interval, create_default_indexes boolean) RETURNS void AS $$
          INSERT INTO public.hypertables
          SELECT relname, time_column_name, chunk_time_interval FROM pg_class WHERE oid = relation
        $$ LANGUAGE sql;
        """);
    String database = "timescale_" + schema;
    POSTGRES.execute("CREATE DATABASE " + database);
    String url = POSTGRES.url().replace("/postgres", "/" + database);
    PostgresSettings here = new PostgresSettings(url, "postgres", null, schema, null, null);
    try (var connection = java.sql.DriverManager.getConnection(url, "postgres", "");
        var statement = connection.createStatement()) {
      statement.execute("CREATE EXTENSION timescaledb");
      ResultDatabase.check(here);
      try (ResultDatabase tables = ResultDatabase.connect(here, ResultDatabase.Writer.HISTORY)) {
        RowChunk chunk = new RowChunk();
        chunk.add("1min", ResultDatabaseIT.average("s", 0, 0));
        tables.write(chunk, "", List.of());
      }
      try (var rows =
          statement.executeQuery(
              "SELECT string_agg(concat_ws(' ', name, time_column, chunk), ',' ORDER BY name),"
                  + " (SELECT count(*) FROM "
                  + schema
                  + ".averages) FROM hypertables")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("averages window_start 1 mon,transitions at 1 mon");
        assertThat(rows.getLong(2)).isEqualTo(1);
      }
    } finally {
      Files.delete(extensions.resolve("timescaledb.control"));
    }
  }
}
