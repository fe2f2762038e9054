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
 * Shows the {@link FileProgressLine} of a running job in one line, which is updated twice a second
 * and erased at the end. The numbers are the job's accumulators, which arrive with the heartbeats
 * of its tasks, so that reading is not slowed down.
 */
public final class ProgressBar implements JobListener {

  /** System property that the launcher sets if standard error is a terminal. */
  static final String ENABLED = "isotherm.terminal";

  private static final long PERIOD_MILLIS = 500;
  private static final String ERASED_LINE = "\r\u001b[K";

  private final PrintWriter terminal;
  private final FileProgressLine progress;
  private final CountDownLatch ended = new CountDownLatch(1);
  private Thread thread;

  public ProgressBar(PrintWriter terminal, long totalBytes) {
    this.terminal = terminal;
    this.progress = new FileProgressLine(totalBytes);
  }

  public static boolean isEnabled() {
    return Boolean.getBoolean(ENABLED);
  }

  /** Makes tasks of a cluster inside this process report their accumulators often enough. */
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
      thread = new Thread(() -> showUntilEnd(job), "progress-bar");
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public void onJobExecuted(JobExecutionResult result, Throwable failure) {
    ended.countDown();
    if (thread != null) {
      try {
        thread.join(); // the next output must begin in an empty line
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
        String line = progress.line().orElse("");
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
      progress.observe(
          System.nanoTime(),
          (Long) counted.getOrDefault(MessageCounters.FILE_BYTES, 0L),
          (Long) counted.getOrDefault(MessageCounters.MESSAGES, 0L));
    } catch (ExecutionException | TimeoutException e) {
      // The job is starting or ending: the next request succeeds, or there is none.
    }
  }
}
