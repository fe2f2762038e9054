package dev.isotherm.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FlinkClusterIT {
  private static final Duration BOUND = Duration.ofSeconds(60);

  @Test
  void runsOnTheShippedConfigurationAndLeavesNothingBehind() throws Exception {
    List<ProcessHandle> processes;
    Path folder;
    try (var cluster = FlinkCluster.start(Map.of())) {
      folder = cluster.folder();
      assertThat(cluster.rest().slots()).as("taskmanager.numberOfTaskSlots").isEqualTo(2);
      assertThat(cluster.flink("list").output()).contains("No running jobs.", "No scheduled jobs.");

      cluster.killTaskManager();
      Eventually.holds("it is missed", BOUND, () -> cluster.rest().taskManagers() == 0);
      cluster.startTaskManager();
      assertThat(cluster.rest().taskManagers()).isEqualTo(1);

      assertThatThrownBy(() -> cluster.rest().post("/jars/upload"))
          .as("web.submit.enable is off")
          .isInstanceOfSatisfying(
              FlinkRest.Refused.class, refused -> assertThat(refused.status()).isEqualTo(404));
      processes = new ArrayList<>(cluster.processes());
    }
    assertThat(processes).hasSizeGreaterThan(3).noneMatch(ProcessHandle::isAlive);
    assertThat(folder).doesNotExist();
  }

  @Test
  void leavesNothingBehindWhenItCannotStart() {
    var before = ProcessHandle.current().children().toList();
    assertThatThrownBy(() -> FlinkCluster.start(Map.of("blob.server.port", "none")))
        .hasMessageContaining("The JobManager ended")
        .hasStackTraceContaining("BlobServer");
    assertThat(ProcessHandle.current().children()).isSubsetOf(before);
  }

  @Test
  void hasNothingOfTheSubmittedJarOnItsClassPath() {
    assertThat(FlinkDistribution.lib())
        .doesNotContainIgnoringCase("isotherm-")
        .doesNotContain("kafka", "flink-connector-files", "flink-connector-base", "picocli");
  }
}
