package dev.isotherm.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.LivePostgres;
import dev.isotherm.model.Accounting;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HistoryWriterIT {
  @RegisterExtension static final LivePostgres POSTGRES = new LivePostgres();

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final RunCounts COUNTS =
      new RunCounts(
          "batch in.csv by day in UTC", new Accounting(2, 2, Map.of(), 2, 2, 0), Long.MIN_VALUE);

  @Test
  void aDatabaseThatAcceptsNoChangesIsTriedAgainAndThenSaid() throws Exception {
    String schema = POSTGRES.freshSchema();
    String user = "reader_" + schema;
    POSTGRES.execute(
        "CREATE ROLE " + user + " LOGIN SUPERUSER",
        "ALTER ROLE " + user + " SET default_transaction_read_only = on");
    PostgresSettings settings =
        new PostgresSettings(POSTGRES.url(), user, null, schema, null, null);
    long start = System.nanoTime();
    try (HistoryWriter writer = new HistoryWriter(settings, "day in UTC", PATIENCE)) {
      writer.add(ResultDatabaseIT.average("s", 0, 0));
      assertThatThrownBy(() -> writer.finish(COUNTS))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("database localhost:")
          .hasMessageContaining("accepts no changes: ERROR: ");
      assertThat(System.nanoTime() - start).isGreaterThan(PATIENCE.toNanos());

      POSTGRES.execute("ALTER ROLE " + user + " RESET default_transaction_read_only");
      assertThat(writer.finish(COUNTS)).startsWith("1 averages and 0 transitions are in schema ");
    }
    assertThat(POSTGRES.value(schema, "SELECT count(*) FROM averages")).isEqualTo("1");
  }
}
