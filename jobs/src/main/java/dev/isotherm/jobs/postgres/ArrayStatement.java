package dev.isotherm.jobs.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A statement that takes the columns of many rows as arrays. So one statement writes any number of
 * rows in one round trip, and the server plans it once.
 */
final class ArrayStatement<T> {

  private final String sql;
  private final List<Column<T>> columns = new ArrayList<>();

  private interface Column<T> {
    Array of(Connection connection, List<T> rows) throws SQLException;
  }

  /**
   * Creates a statement without columns.
   *
   * @param sql has one parameter for each column, in their order
   */
  ArrayStatement(String sql) {
    this.sql = sql;
  }

  ArrayStatement<T> text(Function<T, @Nullable String> value) {
    return strings("text", value);
  }

  ArrayStatement<T> instant(ToLongFunction<T> epochMillis) {
    return strings("timestamptz", row -> StorableText.instant(epochMillis.applyAsLong(row)));
  }

  ArrayStatement<T> uuid(Function<T, @Nullable String> value) {
    return strings("uuid", value);
  }

  private ArrayStatement<T> strings(String type, Function<T, @Nullable String> value) {
    columns.add(
        (connection, rows) ->
            connection.createArrayOf(type, rows.stream().map(value).toArray(String[]::new)));
    return this;
  }

  ArrayStatement<T> number(ToDoubleFunction<T> value) {
    columns.add(
        (connection, rows) ->
            connection.createArrayOf("float8", rows.stream().mapToDouble(value).boxed().toArray()));
    return this;
  }

  ArrayStatement<T> whole(ToLongFunction<T> value) {
    columns.add(
        (connection, rows) ->
            connection.createArrayOf("int8", rows.stream().mapToLong(value).boxed().toArray()));
    return this;
  }

  /** Runs the statement for some rows; does nothing for none. */
  void execute(Connection connection, List<T> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < columns.size(); i++) {
        statement.setArray(i + 1, columns.get(i).of(connection, rows));
      }
      statement.execute();
    }
  }
}
