package dev.isotherm.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionGraphTestUtils;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;

/** What the operators of one subtask report: through Flink's own groups, as a reporter sees it. */
final class RecordedMetrics {

  static final int MAX_PARALLELISM = 8;

  private final Map<String, Metric> metrics = new ConcurrentHashMap<>();

  /** The surroundings of a subtask whose metrics are recorded here. */
  MockEnvironment environment(int parallelism, int subtask) {
    TestingMetricRegistry registry =
        TestingMetricRegistry.builder().setRegisterConsumer(this::register).build();
    return new MockEnvironmentBuilder()
        .setMaxParallelism(MAX_PARALLELISM)
        .setParallelism(parallelism)
        .setSubtaskIndex(subtask)
        .setMetricGroup(
            TaskManagerMetricGroup.createTaskManagerMetricGroup(
                    registry, "localhost", ResourceID.generate())
                .addJob(new JobID(), "job")
                .addTask(ExecutionGraphTestUtils.createExecutionAttemptId(), "task"))
        .build();
  }

  private void register(Metric metric, String name, AbstractMetricGroup<?> group) {
    String reason = group.getAllVariables().get("<" + MessageCounters.REASON + ">");
    metrics.put(reason == null ? name : name + " " + reason, metric);
  }

  long counter(String name) {
    return ((Counter) metrics.get(name)).getCount();
  }

  long gauge(String name) {
    return (Long) ((Gauge<?>) metrics.get(name)).getValue();
  }
}
