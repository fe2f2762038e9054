package dev.isotherm.jobs.copy;

import dev.isotherm.jobs.postgres.PostgresSettings;
import dev.isotherm.jobs.postgres.ResultDatabase;
import dev.isotherm.jobs.postgres.RowChunk;
import dev.isotherm.jobs.postgres.SqlError;
import dev.isotherm.jobs.postgres.StaleOffsetException;
import dev.isotherm.jobs.postgres.TopicOffset;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.DurationText;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the result topics of a stream to a database, in a thread of its own, until it is closed.
 * The offsets of the topics are in the database, and are committed with the rows. So each record
 * counts once, whatever fails, and a database that is slow or down delays nothing but the copy.
 */
public final class ResultCopier implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ResultCopier.class);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LAG_INTERVAL = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration REMINDER = Duration.ofMinutes(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final int MOST_RECORDS = 5_000;

  private final ResultTopics topics;
  private final PostgresSettings settings;
  private final ResultRows rows;
  private final CopyStatus status = new CopyStatus();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private volatile @Nullable TopicTail tail;
  private volatile @Nullable ResultDatabase database;

  private int mostRecords = MOST_RECORDS;
  private int failuresInARow;
  private long failedSinceNanos;
  private long remindedNanos;
  private long behindSinceNanos;
  private boolean isBehindSaid;
  private long lagNanos;

  /** Prepares a copy; {@link #start} begins it. */
  public ResultCopier(ResultTopics topics, PostgresSettings settings) {
    this.topics = topics;
    this.settings = settings;
    this.rows = new ResultRows(topics);
    this.thread = new Thread(this::run, "copy results to PostgreSQL");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (ended, error) -> {
          status.failed();
          LOG.error("{}: no more results are written until the job restarts", settings, error);
        });
  }

  public void start() {
    thread.start();
  }

  /** How the copy stands. */
  public CopyStatus status() {
    return status;
  }

  private void run() {
    while (!isClosed()) {
      try {
        copy();
      } catch (WakeupException | InterruptException closing) {
        // it is closed, or this is an error that the next attempt shows
      } catch (StaleOffsetException other) {
        LOG.info("{}: {}", settings, other.getMessage());
        disconnect();
        pause(FIRST_PAUSE);
      } catch (SQLException failed) {
        fail(SqlError.describe(settings, failed), null);
      } catch (ConfigurationException | KafkaException failed) {
        fail(String.valueOf(failed.getMessage()), null);
      } catch (RuntimeException unexpected) {
        fail(unexpected.toString(), unexpected);
      }
    }
    disconnect();
    closeTail();
  }

  private void copy() throws SQLException {
    if (tail == null) {
      tail = new TopicTail(topics);
    }
    TopicTail reader = tail;
    if (database == null) {
      database = ResultDatabase.connect(settings, ResultDatabase.Writer.STREAM);
      long lost = reader.seek(database, topics.stream());
      if (lost > 0) {
        status.lost(lost);
        LOG.error(
            "{}: the topics have deleted {} offsets that are not in the database; their retention"
                + " must be longer than any outage of it",
            settings,
            lost);
      }
    }
    List<ConsumerRecord<byte[], byte[]>> records = reader.poll(POLL);
    for (int from = 0; from < records.size() && !isClosed(); from += mostRecords) {
      write(reader, records.subList(from, Math.min(records.size(), from + mostRecords)));
    }
    recovered();
    watchLag(reader);
  }

  private void write(TopicTail reader, List<ConsumerRecord<byte[], byte[]>> records)
      throws SQLException {
    RowChunk chunk = new RowChunk();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      String why = rows.add(record, chunk);
      if (why != null) {
        LOG.warn("{}", why);
      }
    }
    List<TopicOffset> offsets = reader.offsets(records);
    ResultDatabase to = database;
    if (to == null) {
      return;
    }
    long leftOut = to.write(chunk, topics.stream(), offsets);
    reader.committed(offsets);
    status.wrote(records.size(), leftOut);
    if (leftOut > 0) {
      LOG.warn(
          "{}: {} results cannot be stored: {}",
          settings,
          leftOut,
          chunk.whyLeftOut() == null ? "the database refuses a value" : chunk.whyLeftOut());
    }
  }

  /** Says so at the level of the outage: whoever has seen that begin sees that it is over. */
  private void recovered() {
    status.connectedNow();
    if (failuresInARow > 0) {
      LOG.warn(
          "{}: results are written again, after {}",
          settings,
          DurationText.rounded(Duration.ofNanos(System.nanoTime() - failedSinceNanos)));
      failuresInARow = 0;
      mostRecords = MOST_RECORDS;
    }
  }

  /** Says so at once, and then each minute. */
  private void fail(String reason, @Nullable RuntimeException unexpected) {
    disconnect();
    if (isClosed()) {
      return;
    }
    status.failed();
    long now = System.nanoTime();
    if (failuresInARow++ == 0) {
      failedSinceNanos = now;
      remindedNanos = now - REMINDER.toNanos();
    }
    // A transaction that takes too long may succeed in parts.
    mostRecords = Math.max(1, mostRecords / 2);
    updateLag();
    if (now - remindedNanos >= REMINDER.toNanos()) {
      remindedNanos = now;
      LOG.warn(
          "{}; results are in their topics, and will be written to {} later; {} records wait",
          reason,
          settings,
          status.recordsBehind(),
          unexpected);
    }
    long millis = FIRST_PAUSE.toMillis() << Math.min(failuresInARow - 1, 10);
    pause(Duration.ofMillis(Math.min(millis, LONGEST_PAUSE.toMillis())));
  }

  private void updateLag() {
    TopicTail reader = tail;
    try {
      if (reader != null) {
        status.behind(reader.behind());
      }
    } catch (KafkaException noAnswer) {
      closeTail(); // The next attempt connects anew, and says what is wrong.
    }
  }

  /** Keeps the offsets up to date where nothing comes, and says that a database is too slow. */
  private void watchLag(TopicTail reader) throws SQLException {
    long now = System.nanoTime();
    if (now - lagNanos < LAG_INTERVAL.toNanos() && lagNanos != 0) {
      return;
    }
    lagNanos = now;
    List<TopicOffset> markers = reader.offsetsOfMarkers();
    ResultDatabase to = database;
    if (!markers.isEmpty() && to != null) {
      to.write(new RowChunk(), topics.stream(), markers);
      reader.committed(markers);
    }
    status.behind(reader.behind());
    if (status.recordsBehind() < MOST_RECORDS) {
      if (isBehindSaid) {
        LOG.warn("{}: has all results again", settings);
      }
      behindSinceNanos = now;
      isBehindSaid = false;
    } else if (now - behindSinceNanos > REMINDER.toNanos() && !isBehindSaid) {
      isBehindSaid = true;
      LOG.warn(
          "{}: is slower than the stream: {} records of the result topics wait",
          settings,
          status.recordsBehind());
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void pause(Duration time) {
    try {
      closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void disconnect() {
    ResultDatabase open = database;
    database = null;
    if (open != null) {
      open.abort();
    }
  }

  private void closeTail() {
    TopicTail open = tail;
    tail = null;
    if (open != null) {
      open.close();
    }
  }

  /** Ends the copy, also in the middle of a transaction: it is repeated by the next copy. */
  @Override
  public void close() {
    closed.countDown();
    TopicTail reader = tail;
    if (reader != null) {
      reader.wakeUp();
    }
    ResultDatabase writer = database;
    if (writer != null) {
      writer.abort();
    }
    try {
      thread.join(CLOSE_TIMEOUT.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
