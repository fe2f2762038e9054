package dev.isotherm.local;

import dev.isotherm.jobs.cli.Environments;
import dev.isotherm.jobs.cli.Interruption;
import dev.isotherm.jobs.cli.JobOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs jobs inside this process, in a MiniCluster, with Flink's web UI where it is wanted. */
final class LocalEnvironments implements Environments {

  private static final String LOOPBACK = "localhost";
  private static final long SECONDS_TO_STOP = 20;

  private final Consumer<String> notices;

  /**
   * Sets up the environments of this process.
   *
   * @param notices takes sentences for people, such as where the web UI is
   */
  LocalEnvironments(Consumer<String> notices) {
    this.notices = notices;
  }

  @Override
  public StreamExecutionEnvironment create(Configuration job) {
    Configuration configuration = new Configuration(job);
    configuration.set(RestOptions.ADDRESS, LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    int wanted = job.get(JobOptions.WEB_PORT);
    if (wanted == 0) {
      return StreamExecutionEnvironment.createLocalEnvironment(configuration);
    }
    int port = LoopbackPort.isFree(wanted) ? wanted : LoopbackPort.free();
    if (port != wanted) {
      notices.accept("Port " + wanted + " is taken; the web UI uses another one.");
    }
    configuration.set(RestOptions.PORT, port);
    configuration.set(RestOptions.BIND_PORT, Integer.toString(port));
    notices.accept("Flink web UI: http://" + LOOPBACK + ":" + port);
    return StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(configuration);
  }

  /** Ctrl-C ends the job such that all that it has read is committed. */
  @Override
  public void run(StreamExecutionEnvironment environment, String jobName) throws Exception {
    JobClient job = environment.executeAsync(jobName);
    Interruption.during(() -> await(job), () -> stop(job));
  }

  static Void await(JobClient job) throws Exception {
    try {
      job.getJobExecutionResult().get();
    } catch (ExecutionException e) {
      if (!wasCancelled(e)) {
        throw e;
      }
    }
    return null;
  }

  private static boolean wasCancelled(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof JobCancellationException) {
        return true;
      }
    }
    return false;
  }

  /** With a last savepoint, so that open transactions are committed; else, without. */
  static void stop(JobClient job) {
    TemporaryFolder savepoint = TemporaryFolder.create("isotherm-savepoint-");
    String folder = savepoint.path().toUri().toString();
    try {
      boolean stopped = inTime(job.stopWithSavepoint(false, folder, SavepointFormatType.CANONICAL));
      if (!stopped) {
        inTime(job.cancel());
      }
    } finally {
      savepoint.delete();
    }
  }

  private static boolean inTime(Future<?> done) {
    try {
      done.get(SECONDS_TO_STOP, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
