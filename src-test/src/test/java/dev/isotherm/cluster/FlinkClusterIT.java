package dev.isotherm.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.FlinkCluster;
import dev.isotherm.fixtures.FlinkDistribution;
import dev.isotherm.fixtures.FlinkRest;
import dev.isotherm.local.machine.LoopbackPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class FlinkClusterIT {
  private static final Duration BOUND = Duration.ofSeconds(60);

  @Test
  void runsOnTheShippedConfigurationAndLeavesNothingBehind() throws Exception {
    List<ProcessHandle> processes;
    Path folder;
    int rpcPort = LoopbackPort.free();
    try (var cluster =
        FlinkCluster.start(Map.of("taskmanager.rpc.port", Integer.toString(rpcPort)))) {
      folder = cluster.folder();
      assertThat(cluster.rest().slots()).as("taskmanager.numberOfTaskSlots").isEqualTo(2);
      assertThat(cluster.flink("list").output()).contains("No running jobs.", "No scheduled jobs.");

      assertThat(healthy("jobmanager", "8081", cluster.restPort())).isTrue();
      assertThat(healthy("taskmanager", "6122", rpcPort)).isTrue();

      cluster.killTaskManager();
      assertThat(healthy("taskmanager", "6122", rpcPort)).isFalse();
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

  /** Runs the health check of the compose file here, on another port. */
  private static boolean healthy(String service, String port, int portHere) throws Exception {
    var check = ComposeFile.load().services().get(service).healthCheck();
    var command =
        check.subList(1, check.size()).stream()
            .map(word -> word.replace(port, Integer.toString(portHere)))
            .toList();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue() == 0;
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
        .doesNotContain("isotherm.jar", "isotherm-jobs", "isotherm-common")
        .doesNotContain("kafka", "flink-connector-files", "flink-connector-base", "picocli");
  }
}
