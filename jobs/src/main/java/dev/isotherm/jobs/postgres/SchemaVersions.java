package dev.isotherm.jobs.postgres;

import dev.isotherm.model.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The versions of the schema. Each is a script, which is applied once and never changes. The table
 * {@code schema_versions} records which ones were applied, with the checksum of each.
 */
final class SchemaVersions {

  /** The scripts, in their order: version 1 first. */
  private static final List<String> SCRIPTS =
      List.of("1-tables.sql", "2-views.sql", "3-percentiles.sql", "4-implausible.sql");

  /** Another process that applies the same versions takes no longer. */
  private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '60s'";

  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))";

  private final Connection connection;
  private final PostgresSettings settings;

  private SchemaVersions(Connection connection, PostgresSettings settings) {
    this.connection = connection;
    this.settings = settings;
  }

  /**
   * Applies the versions that are missing, all in one transaction. Several processes may do so at
   * once.
   *
   * @throws ConfigurationException if the schema is of a newer version, or is not what this program
   *     has made
   */
  static void apply(Connection connection, PostgresSettings settings) throws SQLException {
    new SchemaVersions(connection, settings).apply();
  }

  private void apply() throws SQLException {
    if (checked() == SCRIPTS.size()) {
      connection.rollback();
      return;
    }
    connection.rollback();
    try (Statement statement = connection.createStatement();
        PreparedStatement lock = connection.prepareStatement(LOCK)) {
      statement.execute(LOCK_TIMEOUT);
      lock.setString(1, "isotherm " + settings.schema());
      lock.execute();
      if (!exists("SELECT FROM pg_namespace WHERE nspname = ?", settings.schema())) {
        statement.execute("CREATE SCHEMA " + settings.schema());
      }
      statement.execute(
          "CREATE TABLE IF NOT EXISTS schema_versions (version integer PRIMARY KEY,"
              + " name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL)");
      for (int version = checked() + 1; version <= SCRIPTS.size(); version++) {
        apply(version, statement);
      }
      connection.commit();
    } catch (SQLException failed) {
      connection.rollback();
      throw failed;
    }
  }

  private void apply(int version, Statement statement) throws SQLException {
    String script = SCRIPTS.get(version - 1);
    try {
      statement.execute(text(script));
    } catch (SQLException failed) {
      if ("42P07".equals(failed.getSQLState())) {
        throw new ConfigurationException(
            "%s: holds a table that is not Isotherm's (%s); name another schema, or rename it"
                .formatted(settings, failed.getMessage().lines().findFirst().orElse("")));
      }
      throw failed;
    }
    String record = "INSERT INTO schema_versions VALUES (?, ?, ?, now())";
    try (PreparedStatement insert = connection.prepareStatement(record)) {
      insert.setInt(1, version);
      insert.setString(2, script);
      insert.setString(3, checksum(script));
      insert.execute();
    }
  }

  /** Checks the versions that were applied, and returns the last one; 0 for none. */
  private int checked() throws SQLException {
    if (!exists(
        "SELECT WHERE to_regclass(?) IS NOT NULL", settings.schema() + ".schema_versions")) {
      return 0;
    }
    List<String> checksums = new ArrayList<>();
    try (Statement query = connection.createStatement();
        ResultSet rows =
            query.executeQuery("SELECT version, checksum FROM schema_versions ORDER BY version")) {
      while (rows.next()) {
        int version = rows.getInt(1);
        if (version > SCRIPTS.size()) {
          throw new ConfigurationException(
              "%s: has version %d, but this Isotherm knows only versions up to %d; use a newer one"
                  .formatted(settings, version, SCRIPTS.size()));
        }
        checksums.add(rows.getString(2));
        boolean isSame =
            version == checksums.size()
                && checksums.get(version - 1).equals(checksum(SCRIPTS.get(version - 1)));
        if (!isSame) {
          throw new ConfigurationException(
              "%s: its version %d is not that of this Isotherm; name another schema"
                  .formatted(settings, version));
        }
      }
    }
    return checksums.size();
  }

  private boolean exists(String query, String value) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, value);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static String text(String script) {
    try (InputStream in = SchemaVersions.class.getResourceAsStream(script)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String checksum(String script) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text(script).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
