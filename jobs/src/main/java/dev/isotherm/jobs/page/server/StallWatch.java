package dev.isotherm.jobs.page.server;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts threads that take too long to read a request or to write a response. The interrupt
 * closes their connection, because channels are interruptible. A socket has no timeout for writes,
 * so a browser that stops to read would otherwise hold its thread for ever.
 */
final class StallWatch implements AutoCloseable {

  private static final long CHECK_MILLIS = 500;

  private final Map<Thread, Long> deadlines = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "page-stall-watch");
            thread.setDaemon(true);
            return thread;
          });

  StallWatch() {
    var unused =
        timer.scheduleWithFixedDelay(
            this::interruptOverdue, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The present thread must call this or {@link #clear} again within this time. */
  void allow(Duration time) {
    deadlines.put(Thread.currentThread(), System.nanoTime() + time.toNanos());
  }

  /** The present thread may take as long as it wants. */
  void clear() {
    synchronized (deadlines) {
      deadlines.remove(Thread.currentThread());
      // It may have been interrupted just now, for a write that has ended.
      Thread.interrupted();
    }
  }

  /** Interrupts a thread, unless it has no deadline. */
  void giveUp(Thread thread) {
    synchronized (deadlines) {
      if (deadlines.remove(thread) != null) {
        thread.interrupt();
      }
    }
  }

  private void interruptOverdue() {
    long now = System.nanoTime();
    synchronized (deadlines) {
      Iterator<Map.Entry<Thread, Long>> each = deadlines.entrySet().iterator();
      while (each.hasNext()) {
        Map.Entry<Thread, Long> entry = each.next();
        if (now - entry.getValue() > 0) {
          each.remove();
          entry.getKey().interrupt();
        }
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
