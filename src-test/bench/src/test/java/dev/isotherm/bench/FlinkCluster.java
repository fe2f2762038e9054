package dev.isotherm.bench;

import dev.isotherm.jobs.graph.Environments;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.util.TestStreamEnvironment;

/** A cluster inside this process that is up before the clock starts, for one job after another. */
public final class FlinkCluster implements Environments, AutoCloseable {

  /**
   * State is too large for the JobManager's memory, where it goes unless somebody says otherwise.
   */
  public static final String CHECKPOINTS =
      Path.of("target", "checkpoints").toAbsolutePath().toUri().toString();

  private static final int SLOTS = 4;

  /**
   * A checkpoint.
   *
   * @param millis from its trigger until all of it was there
   * @param bytes of each task, by its name
   */
  public record Checkpoint(long id, long millis, Map<String, Long> bytes) {}

  private final MiniCluster cluster;

  public FlinkCluster() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .withRandomPorts()
                .build());
    cluster.start();
  }

  @Override
  public StreamExecutionEnvironment create(Configuration job) {
    job.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, CHECKPOINTS);
    // A job that fails is not to go on slowly.
    job.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    int parallelism = job.getOptional(CoreOptions.DEFAULT_PARALLELISM).orElse(2);
    return new TestStreamEnvironment(cluster, job, parallelism, List.of(), List.of());
  }

  /**
   * The last checkpoint of the job that runs.
   *
   * @return empty if there is no such job, or no checkpoint of it yet
   */
  public Optional<Checkpoint> lastCheckpoint() throws ExecutionException, InterruptedException {
    for (JobStatusMessage job : cluster.listJobs().get()) {
      AccessExecutionGraph graph = cluster.getExecutionGraph(job.getJobId()).get();
      CheckpointStatsSnapshot stats = graph.getCheckpointStatsSnapshot();
      CompletedCheckpointStats last =
          stats == null ? null : stats.getHistory().getLatestCompletedCheckpoint();
      if (last != null) {
        Map<String, Long> bytes = new TreeMap<>();
        graph
            .getAllVertices()
            .forEach(
                (id, vertex) ->
                    bytes.put(vertex.getName(), last.getTaskStateStats(id).getStateSize()));
        return Optional.of(
            new Checkpoint(last.getCheckpointId(), last.getEndToEndDuration(), bytes));
      }
    }
    return Optional.empty();
  }

  /** Ends all jobs that run. */
  public void cancelJobs() throws ExecutionException, InterruptedException {
    for (JobStatusMessage job : cluster.listJobs().get()) {
      if (!job.getJobState().isTerminalState()) {
        cluster.cancelJob(job.getJobId()).get();
      }
    }
  }

  @Override
  public void close() {
    cluster.closeAsync().join();
  }
}
