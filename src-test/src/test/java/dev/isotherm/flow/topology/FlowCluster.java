package dev.isotherm.flow.topology;

import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.util.TestStreamEnvironment;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One Flink of four slots for all runs of a test class; Flink's own extension needs JUnit 4. */
final class FlowCluster implements BeforeAllCallback, AfterAllCallback {

  private static final int SLOTS = 4;

  private MiniCluster cluster;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .withRandomPorts()
                .build());
    cluster.start();
  }

  /** An environment whose jobs run here. */
  StreamExecutionEnvironment environment(Configuration configuration, int parallelism) {
    return new TestStreamEnvironment(cluster, configuration, parallelism, List.of(), List.of());
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    cluster.close();
  }
}
