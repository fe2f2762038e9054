package dev.isotherm.local.machine;

import dev.isotherm.jobs.commands.run.Interruption;
import dev.isotherm.jobs.files.TemporaryFolder;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.graph.StateRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Runs jobs inside this process, each in a MiniCluster of its own, with Flink's web UI where it is
 * wanted. {@link #close()} deletes what the clusters leave on disk.
 */
public final class LocalEnvironments implements Environments, AutoCloseable {

  private static final String DECLINED_CHECKPOINTS =
      "org.apache.flink.runtime.checkpoint.CheckpointFailureManager";
  private static final String FAILED_TASKS = "org.apache.flink.runtime.taskmanager.Task";
  private static final long SECONDS_TO_STOP = 20;
  private static final long SECONDS_TO_END = 60;

  private final Consumer<String> notices;
  private final List<LocalCluster> clusters = new ArrayList<>();
  private final Map<StreamExecutionEnvironment, StateFolder> stateFolders =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private final Semaphore nothingRuns = new Semaphore(1);

  /** How a job is asked to end. */
  public enum Stop {
    /** Commits the results of all readings so far; open windows stay open. */
    KEEPING_WINDOWS_OPEN,
    /** Emits the maximum watermark first, so that all windows close. */
    CLOSING_WINDOWS
  }

  /**
   * Sets up the environments of this process.
   *
   * @param notices takes messages for the user, such as the address of the web UI
   */
  public LocalEnvironments(Consumer<String> notices) {
    this.notices = notices;
  }

  @Override
  public StreamExecutionEnvironment create(Configuration job) {
    LocalCluster cluster = new LocalCluster(job, notices);
    synchronized (clusters) {
      clusters.add(cluster);
    }
    return cluster.environment();
  }

  /**
   * Creates the environment of a stream whose state lasts: it continues from the newest complete
   * checkpoint or savepoint of the run before, however that one ended.
   */
  @Override
  public StreamExecutionEnvironment createStream(Configuration job, StateRequest request) {
    StateFolder folder = StateFolder.open(request);
    Configuration configuration = new Configuration(job);
    try {
      if (!configuration.contains(StateRecoveryOptions.SAVEPOINT_PATH)) {
        folder
            .continueFrom(notices)
            .ifPresent(
                checkpoint -> {
                  configuration.set(
                      StateRecoveryOptions.SAVEPOINT_PATH,
                      checkpoint.toAbsolutePath().toUri().toString());
                  // Flink deletes it once a newer checkpoint is complete.
                  configuration.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
                  notices.accept(
                      String.format(
                          "The stream continues from its state of %s, in %s",
                          StateFolder.completed(checkpoint), folder.path()));
                });
      }
    } catch (RuntimeException refused) {
      folder.close();
      throw refused;
    }
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.checkpoints());
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    StreamExecutionEnvironment environment = create(configuration);
    stateFolders.put(environment, folder);
    return environment;
  }

  @Override
  public String howToContinue(
      StreamExecutionEnvironment environment, StateRequest request, String job) {
    return String.format(
        "%s has no checkpoint of it: continue with --state DIR, the folder of that run",
        StateFolder.of(request));
  }

  /** Runs the job; Ctrl-C stops it after the results of all that it has read are committed. */
  @Override
  public void run(StreamExecutionEnvironment environment, String jobName) throws Exception {
    CompletableFuture<JobClient> started = new CompletableFuture<>();
    nothingRuns.acquire();
    try {
      Interruption.during(
          () -> {
            started.complete(environment.executeAsync(jobName));
            await(started.join());
            return null;
          },
          () -> {
            var unused = started.thenAccept(job -> stop(job, environment));
          });
    } finally {
      nothingRuns.release();
    }
  }

  /** As all environments do; but {@link #close} waits for the end of the job. */
  @Override
  public JobExecutionResult runToEnd(StreamExecutionEnvironment environment, String jobName)
      throws Exception {
    nothingRuns.acquire();
    // Flink warns of each task that fails. The command reports why, in one sentence.
    Configurator.setLevel(FAILED_TASKS, "error");
    try {
      return environment.execute(jobName);
    } finally {
      nothingRuns.release();
    }
  }

  /**
   * Waits until a job has ended; that it was cancelled is no failure.
   *
   * @throws Exception if the job failed
   */
  public static void await(JobClient job) throws Exception {
    try {
      job.getJobExecutionResult().get();
    } catch (ExecutionException e) {
      if (ExceptionUtils.findThrowable(e, JobCancellationException.class).isEmpty()) {
        throw e;
      }
    }
  }

  private void stop(JobClient job, StreamExecutionEnvironment environment) {
    StateFolder folder = stateFolders.get(environment);
    if (folder == null) {
      stop(job, Stop.KEEPING_WINDOWS_OPEN);
    } else {
      stop(job, Stop.KEEPING_WINDOWS_OPEN, folder.savepoints());
    }
  }

  /**
   * Stops a job with a savepoint that is deleted afterwards; cancels it if that fails. The
   * savepoint commits open transactions.
   *
   * @return whether the savepoint succeeded
   */
  public static boolean stop(JobClient job, Stop how) {
    TemporaryFolder savepoint = TemporaryFolder.create("isotherm-savepoint-");
    try {
      return stop(job, how, savepoint.path().toUri().toString());
    } finally {
      savepoint.delete();
    }
  }

  private static boolean stop(JobClient job, Stop how, String savepoints) {
    boolean drain = how == Stop.CLOSING_WINDOWS;
    // Ending tasks decline the next checkpoint, and Flink warns of each, which matters only before.
    Configurator.setLevel(DECLINED_CHECKPOINTS, "error");
    boolean stopped =
        inTime(job.stopWithSavepoint(drain, savepoints, SavepointFormatType.CANONICAL));
    if (!stopped) {
      inTime(job.cancel());
    }
    return stopped;
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

  /**
   * Ends all clusters and deletes what they left on disk. At shutdown it first waits for a job that
   * is being stopped or cancelled.
   */
  @Override
  public void close() {
    try {
      if (nothingRuns.tryAcquire(SECONDS_TO_END, TimeUnit.SECONDS)) {
        nothingRuns.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (clusters) {
      clusters.forEach(LocalCluster::close);
      clusters.clear();
    }
    synchronized (stateFolders) {
      stateFolders.values().forEach(StateFolder::close);
      stateFolders.clear();
    }
  }
}
