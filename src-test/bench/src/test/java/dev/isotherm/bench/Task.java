package dev.isotherm.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * One contestant's work, in a process of its own: warms up, then does it once against the clock.
 */
public interface Task {

  /** For so long, a process does on less data what it is there for; at least once. */
  long WARM_UP_NANOS = 15_000_000_000L;

  /** The same on less data; done again and again, so that the JVM has compiled what matters. */
  void warmUp() throws Exception;

  /** The work. */
  void run() throws Exception;

  /** What it came to; outside of the measured time. */
  Answer answer() throws Exception;

  /** Ends what it has started. */
  default void close() throws Exception {}

  /** Makes the task from its arguments. */
  interface Maker {
    Task make(String... arguments) throws Exception;
  }

  /** What a process says: seconds until it was warm, of the work, of CPU for it; the answer. */
  static void perform(Maker maker, String... arguments) throws Exception {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    double warm;
    double seconds;
    double cpuSeconds;
    Answer answer;
    Task task = maker.make(arguments);
    try {
      long start = System.nanoTime();
      do {
        task.warmUp();
      } while (System.nanoTime() - start < WARM_UP_NANOS);
      warm = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
      long begin = System.nanoTime();
      double cpuBefore = cpuSeconds();
      task.run();
      seconds = (System.nanoTime() - begin) / 1e9;
      cpuSeconds = cpuSeconds() - cpuBefore;
      answer = task.answer();
    } finally {
      task.close();
    }
    out.println("RESULT " + warm + " " + seconds + " " + cpuSeconds + " " + answer.line());
    out.flush();
    System.exit(0);
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }
}
