package dev.isotherm.jobs.stream;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.JobID;
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
  private static final int SLOTS = Integer.getInteger("isotherm.slots", 4);
  private static final int PARALLELISM = 2;

  private Shared shared;

  /** A cluster, and the index of the one worker of it that is alive. */
  private record Shared(MiniCluster cluster, AtomicInteger worker) implements AutoCloseable {
    @Override
    public void close() {
      cluster.closeAsync().join();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    shared =
        context
            .getRoot()
            .getStore(Namespace.GLOBAL)
            .getOrComputeIfAbsent(Shared.class, key -> start(), Shared.class);
  }

  private static Shared start() {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(32L * SLOTS));
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
    return new Shared(cluster, new AtomicInteger());
  }

  /** The environment of a job on this cluster; parallelism 2 where the job does not say. */
  public StreamExecutionEnvironment create(Configuration job) {
    int parallelism = job.getOptional(CoreOptions.DEFAULT_PARALLELISM).orElse(PARALLELISM);
    return new TestStreamEnvironment(shared.cluster(), job, parallelism, List.of(), List.of());
  }

  /** Ends the only worker with all that runs on it, and starts another one. */
  public void replaceWorker() throws Exception {
    shared.cluster().terminateTaskManager(shared.worker().getAndIncrement()).get();
    shared.cluster().startTaskManager();
  }

  /** How often a job that runs, or ran, began anew after a failure. */
  public int restarts(JobID job) throws Exception {
    int restarts = 0;
    for (var vertex : shared.cluster().getExecutionGraph(job).get().getVerticesTopologically()) {
      for (var task : vertex.getTaskVertices()) {
        restarts = Math.max(restarts, task.getCurrentExecutionAttempt().getAttemptNumber());
      }
    }
    return restarts;
  }
}
