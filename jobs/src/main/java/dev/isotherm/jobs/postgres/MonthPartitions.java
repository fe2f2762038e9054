package dev.isotherm.jobs.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The partitions of a table, one for each month in UTC that has rows: {@code averages_2025_07}. A
 * hypertable of TimescaleDB makes its own.
 */
final class MonthPartitions {

  private final Connection connection;
  private final String schema;
  private final String table;
  private final boolean partitioned;
  private final Set<YearMonth> known = new HashSet<>();

  /** Looks at a table of the schema. */
  MonthPartitions(Connection connection, String schema, String table) throws SQLException {
    this.connection = connection;
    this.schema = schema;
    this.table = table;
    String kind = "SELECT relkind = 'p' FROM pg_class WHERE oid = to_regclass(?)";
    try (PreparedStatement query = connection.prepareStatement(kind)) {
      query.setString(1, schema + "." + table);
      try (ResultSet rows = query.executeQuery()) {
        partitioned = rows.next() && rows.getBoolean(1);
      }
    }
  }

  /** Returns the month of an instant. */
  static YearMonth monthOf(long epochMillis) {
    return YearMonth.from(Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC));
  }

  /** Makes the partitions that are missing, each in a transaction of its own. */
  void require(Set<YearMonth> months) throws SQLException {
    if (!partitioned || known.containsAll(months)) {
      return;
    }
    Set<YearMonth> missing = new TreeSet<>(months);
    missing.removeAll(known);
    for (YearMonth month : missing) {
      require(month);
      connection.commit();
      known.add(month);
    }
  }

  /** Looks again which partitions there are: a user may have dropped some. */
  void forget() {
    known.clear();
  }

  private void require(YearMonth month) throws SQLException {
    String partition = "%s_%04d_%02d".formatted(table, month.getYear(), month.getMonthValue());
    if (isAttached(partition)) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_advisory_xact_lock(hashtextextended('isotherm %s', 0))".formatted(schema));
      if (isAttached(partition)) {
        return;
      }
      // Unlike CREATE TABLE … PARTITION OF, this lets others read and write meanwhile.
      statement.execute(
          "CREATE TABLE IF NOT EXISTS %s (LIKE %s INCLUDING ALL)".formatted(partition, table));
      statement.execute(
          "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
              .formatted(table, partition, startOf(month), startOf(month.plusMonths(1))));
    }
  }

  private boolean isAttached(String partition) throws SQLException {
    String query =
        "SELECT FROM pg_inherits WHERE inhrelid = to_regclass(?) AND inhparent = to_regclass(?)";
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, schema + "." + partition);
      statement.setString(2, schema + "." + table);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static String startOf(YearMonth month) {
    return "%04d-%02d-01 00:00:00+00".formatted(month.getYear(), month.getMonthValue());
  }
}
