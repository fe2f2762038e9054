package dev.isotherm.jobs.postgres;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.Transition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A connection that writes results. After an exception, it is to be closed: a new one knows what
 * has been committed.
 *
 * <p>Not thread-safe, except for {@link #abort}.
 */
public final class ResultDatabase implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** A response that takes longer is taken for a connection that is broken. */
  private static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(2);

  /** Who writes: this decides which transition of an alert is its last one. */
  public enum Writer {
    /** A stream: the transition that is written last. */
    STREAM,
    /** A batch or a replay: the one with the last instant. */
    HISTORY
  }

  private final Connection connection;
  private final Writer writer;
  private final MonthPartitions averagePartitions;
  private final MonthPartitions transitionPartitions;

  private ResultDatabase(Connection connection, PostgresSettings settings, Writer writer)
      throws SQLException {
    this.connection = connection;
    this.writer = writer;
    SchemaVersions.apply(connection, settings);
    averagePartitions = new MonthPartitions(connection, settings.schema(), "averages");
    transitionPartitions = new MonthPartitions(connection, settings.schema(), "transitions");
    connection.commit();
  }

  /**
   * Connects, and makes or updates the tables.
   *
   * @throws ConfigurationException if the schema is of another version or not Isotherm's
   */
  public static ResultDatabase connect(PostgresSettings settings, Writer writer)
      throws SQLException {
    Connection connection = open(settings);
    try {
      return new ResultDatabase(connection, settings, writer);
    } catch (SQLException | RuntimeException failed) {
      connection.close();
      throw failed;
    }
  }

  /**
   * Checks that results can be written, and makes or updates the tables.
   *
   * @throws ConfigurationException if they cannot, with a sentence that says why
   */
  public static void check(PostgresSettings settings) {
    try {
      tryOut(settings);
    } catch (SQLException failed) {
      throw new ConfigurationException(SqlError.describe(settings, failed));
    }
  }

  /** Does the same, but lets pass what may be over soon: that the database is down, say. */
  public static @Nullable String checkOrReason(PostgresSettings settings) {
    try {
      tryOut(settings);
      return null;
    } catch (SQLException failed) {
      String reason = SqlError.describe(settings, failed);
      if (!SqlError.of(failed).isTransient()) {
        throw new ConfigurationException(reason);
      }
      return reason;
    }
  }

  private static void tryOut(PostgresSettings settings) throws SQLException {
    try (ResultDatabase database = connect(settings, Writer.HISTORY);
        Statement statement = database.connection.createStatement()) {
      // Fails on a standby, and if the database was set to be read only.
      statement.execute("SELECT nextval('transition_order')");
      statement.execute("DELETE FROM runs WHERE false");
      database.connection.rollback();
    }
  }

  private static Connection open(PostgresSettings settings) throws SQLException {
    Properties driver = settings.driver();
    driver.setProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
    driver.setProperty("loginTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
    driver.setProperty("socketTimeout", Long.toString(RESPONSE_TIMEOUT.toSeconds()));
    Connection connection = new Driver().connect(settings.url(), driver);
    if (connection == null) {
      throw new SQLException("the driver does not know " + settings.url(), "08001");
    }
    connection.setAutoCommit(false);
    return connection;
  }

  /**
   * Writes a chunk and the offsets that come with it, all or nothing.
   *
   * @param stream the name of the stream whose offsets they are
   * @return how many of its results cannot be stored
   * @throws StaleOffsetException if another process has written these records
   */
  public long write(RowChunk chunk, String stream, List<TopicOffset> offsets) throws SQLException {
    try {
      return tryToWrite(chunk, stream, offsets);
    } catch (SQLException failed) {
      connection.rollback();
      if (!SqlError.isWithoutPartition(failed) && SqlError.of(failed) != SqlError.CONFLICT) {
        throw failed;
      }
      averagePartitions.forget();
      transitionPartitions.forget();
      return tryToWrite(chunk, stream, offsets);
    }
  }

  private long tryToWrite(RowChunk chunk, String stream, List<TopicOffset> offsets)
      throws SQLException {
    averagePartitions.require(chunk.averageMonths());
    transitionPartitions.require(chunk.transitionMonths());
    OffsetTable.advance(connection, stream, offsets);
    long leftOut = chunk.leftOut();
    ResultTables.WITHDRAWN.execute(connection, List.copyOf(chunk.withdrawn()));
    leftOut += write(chunk.averages(), ResultTables.AVERAGES::execute);
    leftOut += write(chunk.transitions(), this::writeTransitions);
    if (chunk.counts() != null) {
      CountTables.write(connection, chunk.counts());
    }
    connection.commit();
    return leftOut;
  }

  private interface Rows<T> {
    void write(Connection connection, List<T> rows) throws SQLException;
  }

  /** Finds the rows that cannot be stored by halving. */
  private <T> long write(List<T> rows, Rows<T> writer) throws SQLException {
    if (rows.isEmpty()) {
      return 0;
    }
    Savepoint before = connection.setSavepoint();
    try {
      writer.write(connection, rows);
      connection.releaseSavepoint(before);
      return 0;
    } catch (SQLException failed) {
      boolean isValue = SqlError.of(failed) == SqlError.BAD_VALUE;
      if (!isValue || SqlError.isWithoutPartition(failed)) {
        throw failed;
      }
      connection.rollback(before);
      if (rows.size() == 1) {
        return 1;
      }
    }
    int half = rows.size() / 2;
    return write(rows.subList(0, half), writer) + write(rows.subList(half, rows.size()), writer);
  }

  private void writeTransitions(Connection to, List<Transition> transitions) throws SQLException {
    if (writer == Writer.STREAM) {
      ResultTables.TRANSITIONS_OF_STREAM.execute(to, transitions);
      ResultTables.ALERTS_OF_STREAM.execute(to, ResultTables.last(transitions));
    } else {
      List<Transition> ordered = ResultTables.inEventTime(transitions);
      ResultTables.TRANSITIONS_OF_HISTORY.execute(to, ordered);
      ResultTables.ALERTS_OF_HISTORY.execute(to, ResultTables.last(ordered));
    }
  }

  /**
   * Returns {@link #offsets} of several topics, by their ids, over a connection of its own. Makes
   * no tables.
   */
  public static Map<String, Map<Integer, Long>> readOffsets(
      PostgresSettings settings, String stream, Collection<String> topicIds) throws SQLException {
    Map<String, Map<Integer, Long>> offsets = new HashMap<>();
    try (Connection connection = open(settings);
        Statement statement = connection.createStatement();
        ResultSet tables = statement.executeQuery("SELECT to_regclass('topic_offsets')")) {
      boolean isThere = tables.next() && tables.getString(1) != null;
      for (String id : topicIds) {
        offsets.put(id, isThere ? OffsetTable.read(connection, stream, id) : Map.of());
      }
    }
    return offsets;
  }

  /**
   * Returns the next offset of each partition of a topic; those of which nothing is in the database
   * are missing.
   */
  public Map<Integer, Long> offsets(String stream, String topicId) throws SQLException {
    Map<Integer, Long> offsets = OffsetTable.read(connection, stream, topicId);
    connection.commit();
    return offsets;
  }

  /**
   * Removes the driver from the list of the JVM, which would keep the classes of a job that has
   * ended.
   *
   * @param ofJob the class loader of the job; a driver of another one stays
   */
  public static void forgetDriver(ClassLoader ofJob) {
    if (Driver.class.getClassLoader() == ofJob && Driver.isRegistered()) {
      try {
        Driver.deregister();
      } catch (SQLException notRegistered) {
        // another thread has removed it
      }
    }
  }

  /** Ends the connection at once, from any thread: a statement that runs fails. */
  public void abort() {
    Executor inThisThread = Runnable::run;
    try {
      connection.abort(inThisThread);
    } catch (SQLException alreadyClosed) {
      // there is nothing to end
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
