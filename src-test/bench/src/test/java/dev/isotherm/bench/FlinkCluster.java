package dev.isotherm.bench;

import dev.isotherm.jobs.cli.Environments;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
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

  @Override
  public void close() {
    cluster.closeAsync().join();
  }
}
