package dev.isotherm.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LocalProcess;
import dev.isotherm.local.machine.KafkaBroker;
import dev.isotherm.local.machine.LoopbackPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in a MiniCluster, in the launcher's JVM. */
final class LocalRunsProcessIT {
  private static final Duration BOUND = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void batchLeavesNothingBehind() throws Exception {
    Path input = folder.resolve("2025-07-01.txt");
    Files.writeString(input, "20.0\n30.0\n");
    try (var batch =
        LocalProcess.start(
            folder, "batch", input.toString(), "--output", folder.resolve("results").toString())) {
      assertThat(batch.awaitExit(BOUND)).as(batch.err()).isZero();
      assertThat(batch.out()).contains("25.00");
      batch.assertNothingLeft();
    }
  }

  @Test
  void aStreamThatIsInterruptedCommitsAndLeavesNothingBehind() throws Exception {
    try (var broker = KafkaBroker.start(KafkaBroker.Options.anyPort());
        var taken = LoopbackPort.listenOn(0);
        var stream =
            LocalProcess.start(
                folder,
                "stream",
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--create-topics",
                "--web-port",
                Integer.toString(taken.getLocalPort()))) {
      stream.awaitWords("(port " + taken.getLocalPort() + " is taken)", BOUND);
      stream.interrupt();
      assertThat(stream.awaitExit(BOUND)).isEqualTo(130);
      assertThat(stream.err()).doesNotContain("failed");
      stream.assertNothingLeft();
    }
  }
}
