package dev.isotherm.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One contestant's work, in a process of its own: warms up, then does it once against the clock.
 */
public interface Task {

  /** For so long, a process does on less data what it is there for; at least once. */
  long WARM_UP_NANOS = 15_000_000_000L;

  /** How often it does so on next to no data, which shows what it takes to begin and to end. */
  int STARTS = 5;

  /** The work, on the readings of a file. */
  void run(String file) throws Exception;

  /** What it came to; outside of the measured time. */
  Answer answer() throws Exception;

  /** Ends what it has started. */
  default void close() throws Exception {}

  /** Makes the task from what is left of its arguments. */
  interface Maker {
    Task make(String... arguments) throws Exception;
  }

  /**
   * Runs a process; it says: seconds until it was warm, of the work, of CPU for it, of beginning
   * and ending; the answer.
   *
   * @param arguments a file of a few readings, one to warm up with, the file, and the maker's
   */
  static void perform(Maker maker, String... arguments) throws Exception {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    double warm;
    double seconds;
    double cpuSeconds;
    double start;
    Answer answer;
    Task task = maker.make(Arrays.copyOfRange(arguments, 3, arguments.length));
    try {
      long begun = System.nanoTime();
      do {
        task.run(arguments[1]);
      } while (System.nanoTime() - begun < WARM_UP_NANOS);
      // What was compiled for little data is often compiled once more when there is much.
      task.run(arguments[2]);
      warm = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
      double cpuBefore = cpuSeconds();
      seconds = seconds(task, arguments[2]);
      cpuSeconds = cpuSeconds() - cpuBefore;
      answer = task.answer();
      start = startSeconds(task, arguments[0]);
    } finally {
      task.close();
    }
    out.printf(
        Locale.ROOT, "RESULT %s %s %s %s %s%n", warm, seconds, cpuSeconds, start, answer.line());
    out.flush();
    System.exit(0);
  }

  private static double seconds(Task task, String file) throws Exception {
    long begin = System.nanoTime();
    task.run(file);
    return (System.nanoTime() - begin) / 1e9;
  }

  private static double startSeconds(Task task, String few) throws Exception {
    double[] starts = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      starts[i] = seconds(task, few);
    }
    Arrays.sort(starts);
    return starts[STARTS / 2];
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }
}
