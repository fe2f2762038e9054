package dev.isotherm.jobs.postgres;

import dev.isotherm.model.Average;
import dev.isotherm.model.Transition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes the results of a bounded run, in transactions of some thousand rows. If the database is
 * not reachable meanwhile, the transaction is repeated for some time. A run that is repeated leaves
 * the same rows.
 *
 * <p>Not thread-safe.
 */
public final class HistoryWriter implements AutoCloseable {

  /** More rows take longer to be sorted in the indexes, and fewer need more round trips. */
  static final int ROWS = 5_000;

  /** A server that restarts is back within this time. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final PostgresSettings settings;
  private final String windowing;
  private final Duration patience;
  private RowChunk chunk = new RowChunk();
  private @Nullable ResultDatabase database;
  private long averages;
  private long transitions;
  private long leftOut;
  private @Nullable String whyLeftOut;

  /**
   * Connects with the first row.
   *
   * @param windowing how the windows of averages are made, such as {@code day in UTC}
   */
  public HistoryWriter(PostgresSettings settings, String windowing) {
    this(settings, windowing, PATIENCE);
  }

  HistoryWriter(PostgresSettings settings, String windowing, Duration patience) {
    this.settings = settings;
    this.windowing = windowing;
    this.patience = patience;
  }

  /**
   * Adds an average.
   *
   * @throws IllegalStateException with a sentence, if it cannot be written
   */
  public void add(Average average) {
    chunk.add(windowing, average);
    averages++;
    writeIfFull();
  }

  /**
   * Adds a transition, in any order.
   *
   * @throws IllegalStateException with a sentence, if it cannot be written
   */
  public void add(Transition transition) {
    chunk.add(transition);
    transitions++;
    writeIfFull();
  }

  /**
   * Writes what is left, and the counts of the run.
   *
   * @return what was written, in words
   * @throws IllegalStateException with a sentence, if it cannot be written
   */
  public String finish(RunCounts counts) {
    chunk.set(counts);
    write();
    String written =
        "%d averages and %d transitions are in %s".formatted(averages, transitions, settings);
    return leftOut == 0
        ? written
        : "%s, without %d that cannot be stored: %s".formatted(written, leftOut, whyLeftOut);
  }

  private void writeIfFull() {
    if (chunk.isFull(ROWS)) {
      write();
    }
  }

  private void write() {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        tryToWrite();
        chunk = new RowChunk();
        return;
      } catch (SQLException failed) {
        disconnect();
        if (!SqlError.of(failed).isTransient() || System.nanoTime() > deadline) {
          throw new IllegalStateException(SqlError.describe(settings, failed));
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void tryToWrite() throws SQLException {
    if (database == null) {
      database = ResultDatabase.connect(settings, ResultDatabase.Writer.HISTORY);
    }
    long refused = database.write(chunk, "", List.of());
    leftOut += refused;
    if (refused > 0) {
      whyLeftOut = chunk.whyLeftOut() == null ? "the database refuses a value" : chunk.whyLeftOut();
    }
  }

  private void disconnect() {
    if (database != null) {
      database.abort();
      database = null;
    }
  }

  @Override
  public void close() {
    disconnect();
  }
}
