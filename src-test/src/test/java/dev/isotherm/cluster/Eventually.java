package dev.isotherm.cluster;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process will bring about. */
public final class Eventually {
  private static final Duration POLL = Duration.ofMillis(50);

  private Eventually() {}

  /** Looks again and again until it holds; fails with the last exception after the bound. */
  public static void holds(String what, Duration bound, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + bound.toNanos();
    while (true) {
      Exception last = null;
      try {
        if (condition.call()) {
          return;
        }
      } catch (Exception e) {
        last = e;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Not within " + bound + ": " + what, last);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Waits for its end; a zombie nobody has reaped yet counts as ended, too. */
  public static void ends(ProcessHandle process, Duration bound) {
    holds(
        "process " + process.pid() + " ends",
        bound,
        () -> !process.isAlive() || process.info().command().isEmpty());
  }
}
