package dev.isotherm.jobs.notify;

import dev.isotherm.model.Transition;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one receiver what is in an outbox, one request after the other. What changes while one is
 * under way goes out with the next. A receiver that is away delays, and nothing else: who brings
 * transitions never waits for it.
 *
 * <p>A request that is refused is halved until what is refused stands alone; the others go on.
 * Several refusals in a row count as a failure, because then it is not the alerts that are wrong.
 */
final class NotificationSender<T> {

  private static final Logger LOG = LoggerFactory.getLogger(NotificationSender.class);

  /** So many single ones in a row may be refused without a pause. */
  private static final int REFUSALS_IN_A_ROW = 2;

  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  /** Posts to the receiver. */
  @FunctionalInterface
  interface Sender {
    SendResult post(Post post) throws InterruptedException;
  }

  private final String receiver;
  private final Outbox<T> outbox;
  private final Sender sender;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Semaphore news = new Semaphore(0);

  private int most;
  private int failuresInARow;
  private int refusalsInARow;
  private long pausedAtMillis;
  private long pauseMillis;
  private long sent;
  private long failed;
  private long refused;
  private long leftOutBefore;
  private boolean leavesOut;

  NotificationSender(
      String receiver, Outbox<T> outbox, Sender sender, InstantSource clock, Backoff backoff) {
    this.receiver = receiver;
    this.outbox = outbox;
    this.sender = sender;
    this.clock = clock;
    this.backoff = backoff;
    most = outbox.mostAtOnce();
  }

  /** Takes one over; does not wait for anything. */
  void accept(Transition transition) {
    synchronized (this) {
      outbox.accept(transition, clock.millis());
      if (outbox.leftOut() > leftOutBefore && !leavesOut) {
        leavesOut = true;
        LOG.warn("{} is away for so long that only the latest of each alert is kept", receiver);
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
   * Sends one request, if it is time.
   *
   * @return how long there is nothing to do, unless something comes; 0 for not at all
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
    SendResult answer = post(batch, start);
    synchronized (this) {
      note(batch, answer, clock.millis());
    }
    return 0;
  }

  private SendResult post(List<T> batch, long start) throws InterruptedException {
    Post post;
    try {
      post = outbox.post(batch, start);
    } catch (RuntimeException unsayable) {
      return new SendResult(SendResult.Outcome.REFUSED, "cannot be written: " + unsayable, 0);
    }
    try {
      return sender.post(post);
    } catch (RuntimeException unforeseen) {
      return SendResult.retry(unforeseen.toString());
    }
  }

  private void note(List<T> batch, SendResult answer, long now) {
    switch (answer.outcome()) {
      case OK -> noteTaken(batch, now);
      case RETRY -> noteFailure(answer, now);
      case REFUSED -> noteRefusal(batch, answer, now);
    }
  }

  private void noteTaken(List<T> batch, long now) {
    if (failuresInARow > 0) {
      failuresInARow = 0;
      outbox.recovered();
      LOG.warn(
          "{} takes alerts again; {} are waiting, {} were left out",
          receiver,
          outbox.waiting(),
          outbox.leftOut() - leftOutBefore);
      leftOutBefore = outbox.leftOut();
      leavesOut = false;
    }
    outbox.delivered(batch, now);
    sent += batch.size();
    most = Math.min(most * 2, outbox.mostAtOnce());
    refusalsInARow = 0;
  }

  private void noteFailure(SendResult answer, long now) {
    failed++;
    failuresInARow++;
    if (failuresInARow == 1) {
      LOG.warn("{} takes no alerts: {}; they are kept", receiver, answer.detail());
    }
    pause(now, backoff.millis(failuresInARow, answer.retryAfterMillis()));
  }

  private void noteRefusal(List<T> batch, SendResult answer, long now) {
    if (batch.size() > 1) {
      most = batch.size() / 2;
      return;
    }
    refused++;
    LOG.warn("{} refuses an alert: {}: {}", receiver, answer.detail(), batch.get(0));
    outbox.refused(batch.get(0), now);
    refusalsInARow++;
    if (refusalsInARow > REFUSALS_IN_A_ROW) {
      pause(now, backoff.millis(refusalsInARow - REFUSALS_IN_A_ROW, answer.retryAfterMillis()));
    }
  }

  private void pause(long now, long millis) {
    pausedAtMillis = now;
    pauseMillis = millis;
  }

  /** Waits for something to come, but not longer than so. */
  void await(long millis) throws InterruptedException {
    // Not for long at once: the clock may be set.
    boolean came = news.tryAcquire(Math.min(millis, LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS);
    if (came) {
      news.drainPermits();
    }
  }

  /** How many alerts or transitions were taken. */
  synchronized long sent() {
    return sent;
  }

  /** How many requests had no answer, or a wrong one. */
  synchronized long failed() {
    return failed;
  }

  /** How many alerts or transitions were refused. */
  synchronized long refused() {
    return refused;
  }

  synchronized long waiting() {
    return outbox.waiting();
  }

  synchronized long size() {
    return outbox.size();
  }

  synchronized long leftOut() {
    return outbox.leftOut();
  }
}
