package dev.isotherm.jobs.notify;

import dev.isotherm.model.Transition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the contents of an outbox to one receiver in a thread of its own, one request at a time.
 * Changes during a request go out with the next. A receiver that does not answer causes a delay and
 * nothing else: callers of {@link #accept} never wait for it.
 *
 * <p>A refused batch is halved until the refused item is alone; the others are sent. Several
 * refusals in a row count as a failure: then the receiver rejects everything, not single alerts.
 */
final class NotificationSender<T> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NotificationSender.class);

  /** Consecutive refusals of single items before the sender pauses. */
  private static final int REFUSALS_IN_A_ROW = 2;

  private static final long LONGEST_PAUSE_MILLIS = 60_000;
  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(2);

  private final String receiver;
  private final Outbox<T> outbox;
  private final HttpSender http;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread;

  private int most;
  private int failuresInARow;
  private int refusalsInARow;
  private long pausedAtMillis;
  private long pauseMillis;
  private long sent;
  private long failed;
  private long refused;
  private long droppedBefore;
  private boolean isDropping;

  /** Why the thread has ended by itself; {@code null} if it has not. */
  private volatile @Nullable Throwable failure;

  /**
   * Sets up the thread; {@link #start()} starts it.
   *
   * @param receiver its name in the log
   * @param http closed with the thread
   */
  NotificationSender(
      String receiver, Outbox<T> outbox, HttpSender http, InstantSource clock, Backoff backoff) {
    this.receiver = receiver;
    this.outbox = outbox;
    this.http = http;
    this.clock = clock;
    this.backoff = backoff;
    most = outbox.mostAtOnce();
    thread = new Thread(this::run, "alerts to " + receiver);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Whether the thread runs. It ends by itself only if sending failed unexpectedly. */
  boolean isAlive() {
    return thread.isAlive();
  }

  /**
   * Checks that the thread runs.
   *
   * @throws IllegalStateException with the cause, if it has ended by itself
   */
  void requireAlive() {
    if (!isAlive()) {
      throw new IllegalStateException(
          "the thread that sends alerts to " + receiver + " has ended", failure);
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        long idleMillis = step();
        if (idleMillis > 0) {
          await(idleMillis);
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error unforeseen) {
      failure = unforeseen; // the task fails with it
    }
  }

  /** Abandons a request that is under way, and ends the thread. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(JOIN_TIMEOUT.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }

  /** Adds a transition to the outbox, without waiting. */
  void accept(Transition transition) {
    synchronized (this) {
      outbox.accept(transition, clock.millis());
      if (outbox.dropped() > droppedBefore && !isDropping) {
        isDropping = true;
        LOG.warn(
            "{} is unavailable for so long that only the latest of each alert is kept", receiver);
      }
    }
    news.release();
  }

  synchronized void restore(T one) {
    outbox.restore(one);
  }

  synchronized List<T> contents() {
    return outbox.contents();
  }

  /**
   * Sends one request if one is due.
   *
   * @return how long to wait in milliseconds, unless a transition comes; 0 for not at all
   */
  long step() throws InterruptedException {
    List<T> batch;
    long start = clock.millis();
    synchronized (this) {
      long paused = start - pausedAtMillis;
      if (paused >= 0 && paused < pauseMillis) {
        return pauseMillis - paused;
      }
      batch = outbox.next(most, start);
      if (batch.isEmpty()) {
        return outbox.idleMillis(start);
      }
    }
    SendResult result = post(batch, start);
    synchronized (this) {
      long now = clock.millis();
      switch (result.outcome()) {
        case OK -> onDelivered(batch, now);
        case RETRY -> onFailure(result, now);
        case REFUSED -> onRefusal(batch, result, now);
      }
    }
    return 0;
  }

  private SendResult post(List<T> batch, long nowMillis) throws InterruptedException {
    Outbox.Post post;
    try {
      post = outbox.post(batch, nowMillis);
    } catch (RuntimeException unsayable) {
      return new SendResult(SendResult.Outcome.REFUSED, "cannot be written: " + unsayable, 0);
    }
    try {
      return http.post(post);
    } catch (RuntimeException unforeseen) {
      return SendResult.retry(unforeseen.toString());
    }
  }

  private void onDelivered(List<T> batch, long now) {
    if (failuresInARow > 0) {
      failuresInARow = 0;
      outbox.recovered();
      LOG.warn(
          "{} takes alerts again; {} are waiting, {} were dropped",
          receiver,
          outbox.waiting(),
          outbox.dropped() - droppedBefore);
      droppedBefore = outbox.dropped();
      isDropping = false;
    }
    outbox.delivered(batch, now);
    sent += batch.size();
    most = Math.min(most * 2, outbox.mostAtOnce());
    refusalsInARow = 0;
  }

  private void onFailure(SendResult result, long now) {
    failed++;
    failuresInARow++;
    if (failuresInARow == 1) {
      LOG.warn("{} takes no alerts: {}; they are kept", receiver, result.detail());
    }
    pause(now, backoff.millis(failuresInARow, result.retryAfterMillis()));
  }

  private void onRefusal(List<T> batch, SendResult result, long now) {
    if (batch.size() > 1) {
      most = batch.size() / 2;
      return;
    }
    refused++;
    LOG.warn("{} refuses an alert: {}: {}", receiver, result.detail(), batch.get(0));
    outbox.refused(batch.get(0), now);
    refusalsInARow++;
    if (refusalsInARow > REFUSALS_IN_A_ROW) {
      pause(now, backoff.millis(refusalsInARow - REFUSALS_IN_A_ROW, result.retryAfterMillis()));
    }
  }

  private void pause(long now, long millis) {
    pausedAtMillis = now;
    pauseMillis = millis;
  }

  /** Waits until a transition comes, or until the time is up. */
  private void await(long millis) throws InterruptedException {
    // The wait is bounded, because the clock may be set meanwhile.
    if (news.tryAcquire(Math.min(millis, LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
  }

  /** Number of alerts or transitions that were delivered. */
  synchronized long sent() {
    return sent;
  }

  /** Number of requests that failed. */
  synchronized long failed() {
    return failed;
  }

  /** Number of alerts or transitions that were refused. */
  synchronized long refused() {
    return refused;
  }

  synchronized long waiting() {
    return outbox.waiting();
  }

  synchronized long size() {
    return outbox.size();
  }

  synchronized long dropped() {
    return outbox.dropped();
  }
}
