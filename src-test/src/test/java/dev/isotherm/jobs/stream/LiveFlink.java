package dev.isotherm.jobs.stream;

import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.util.TestStreamEnvironment;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One Flink cluster inside this process, for all test classes that register it. */
public final class LiveFlink implements BeforeAllCallback {
  private static final int SLOTS = 4;
  private static final int PARALLELISM = 2;

  private MiniCluster cluster;

  @Override
  public void beforeAll(ExtensionContext context) {
    cluster =
        context
            .getRoot()
            .getStore(Namespace.GLOBAL)
            .getOrComputeIfAbsent(MiniCluster.class, key -> start(), MiniCluster.class);
  }

  private static MiniCluster start() {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_RPC_FAILURE_THRESHOLD, 1);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .withRandomPorts()
                .build());
    try {
      cluster.start();
    } catch (Exception e) {
      throw new IllegalStateException("The Flink cluster did not start.", e);
    }
    return cluster;
  }

  /** The environment of a job on this cluster; parallelism 2 where the job does not say. */
  public StreamExecutionEnvironment create(Configuration job) {
    int parallelism = job.getOptional(CoreOptions.DEFAULT_PARALLELISM).orElse(PARALLELISM);
    return new TestStreamEnvironment(cluster, job, parallelism, List.of(), List.of());
  }

  /** Ends the only worker with all that runs on it, and starts another one. */
  public void replaceWorker() throws Exception {
    cluster.terminateTaskManager(0).get();
    cluster.startTaskManager();
  }
}
