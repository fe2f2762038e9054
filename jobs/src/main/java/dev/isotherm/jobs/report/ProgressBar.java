package dev.isotherm.jobs.report;

import dev.isotherm.flow.ingest.MessageCounters;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.JobListener;
import org.apache.flink.core.fs.Path;

/**
 * Shows the {@link ReadingProgress} of a job while it runs: one line, written anew twice a second
 * and erased in the end. The numbers are the job's accumulators, which come with the heartbeats of
 * its tasks, so that reading is not slowed down.
 */
public final class ProgressBar implements JobListener {

  /** System property that the launcher sets where standard error is a terminal. */
  static final String WANTED = "isotherm.terminal";

  private static final long PERIOD_MILLIS = 500;
  private static final String ERASED_LINE = "\r\u001b[K";

  private final PrintWriter terminal;
  private final ReadingProgress pace;
  private final CountDownLatch ended = new CountDownLatch(1);
  private Thread thread;

  public ProgressBar(PrintWriter terminal, long totalBytes) {
    this.terminal = terminal;
    this.pace = new ReadingProgress(totalBytes);
  }

  public static boolean isWanted() {
    return Boolean.getBoolean(WANTED);
  }

  /** Lets tasks of a cluster inside this process tell their numbers often enough. */
  public static void configure(Configuration job) {
    if (!job.contains(HeartbeatManagerOptions.HEARTBEAT_INTERVAL)) {
      job.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(PERIOD_MILLIS));
    }
  }

  public static long totalBytes(List<Path> files) throws IOException {
    long total = 0;
    for (Path file : files) {
      total += file.getFileSystem().getFileStatus(file).getLen();
    }
    return total;
  }

  @Override
  public void onJobSubmitted(JobClient job, Throwable failure) {
    if (job != null) {
      thread = new Thread(() -> showUntilEnd(job), "pace-on-terminal");
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public void onJobExecuted(JobExecutionResult result, Throwable failure) {
    ended.countDown();
    if (thread != null) {
      try {
        thread.join(); // so that what is printed next finds an empty line
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void showUntilEnd(JobClient job) {
    boolean shown = false;
    try {
      while (!ended.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
        observe(job);
        String line = pace.line().orElse("");
        if (!line.isEmpty()) {
          terminal.print(ERASED_LINE + line);
          terminal.flush();
          shown = true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (shown) {
      terminal.print(ERASED_LINE);
      terminal.flush();
    }
  }

  private void observe(JobClient job) throws InterruptedException {
    try {
      Map<String, Object> counted = job.getAccumulators().get(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
      pace.observe(
          System.nanoTime(),
          (Long) counted.getOrDefault(MessageCounters.FILE_BYTES, 0L),
          (Long) counted.getOrDefault(MessageCounters.MESSAGES, 0L));
    } catch (ExecutionException | TimeoutException e) {
      // The job begins or ends just now: the next answer tells more, or there is none.
    }
  }
}
