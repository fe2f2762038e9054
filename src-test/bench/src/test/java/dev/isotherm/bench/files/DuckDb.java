package dev.isotherm.bench.files;

import dev.isotherm.bench.Answer;
import dev.isotherm.bench.Task;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One query of DuckDB, which reads the file itself; columns and types are told, as it advises. */
final class DuckDb implements Task {

  private final Connection connection;
  private Answer answer;

  private DuckDb() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 2");
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("SET preserve_insertion_order = false");
    }
  }

  /** Runs it, see {@link Task#perform}. */
  public static void main(String[] arguments) throws Exception {
    Task.perform(none -> new DuckDb(), arguments);
  }

  @Override
  public void run(String file) throws SQLException {
    String columns =
        "columns = {timestamp: 'TIMESTAMP', sensor_id: 'VARCHAR', temperature: 'DOUBLE'}";
    String source =
        file.endsWith(".csv")
            ? "read_csv('" + file + "', header = true, auto_detect = false, " + columns + ")"
            : "read_json('" + file + "', format = 'newline_delimited', " + columns + ")";
    String sql =
        "SELECT sensor_id, timestamp::DATE AS day, count(*), avg(temperature), min(temperature),"
            + " max(temperature) FROM "
            + source
            + " GROUP BY ALL";
    Answer.Folding folding = new Answer.Folding();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        folding.add(rows.getLong(3), rows.getDouble(5), rows.getDouble(6), rows.getDouble(4));
      }
    }
    answer = folding.answer();
  }

  @Override
  public Answer answer() {
    return answer;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
