package dev.isotherm.jobs.commands.run;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a command that is interrupted (Ctrl-C) come to a clean end. */
public final class Interruption {
  private static final long PATIENCE_SECONDS = 60;

  private Interruption() {}

  /**
   * Does the work. If the process is asked to end meanwhile, {@code stop} is called and the process
   * lives on until the work has returned, for at most a minute.
   *
   * @param stop returns at once, and makes the work return soon
   * @return what the work returns
   */
  public static <T> T during(Callable<T> work, Runnable stop) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> stopAndWait(stop, ended), "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.call();
    } finally {
      ended.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException alreadyEnding) {
        // then the hook runs, and has just been let go
      }
    }
  }

  private static void stopAndWait(Runnable stop, CountDownLatch ended) {
    stop.run();
    try {
      if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("isotherm: did not come to an end within " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
