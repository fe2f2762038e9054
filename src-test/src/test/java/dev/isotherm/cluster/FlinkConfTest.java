package dev.isotherm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.FlinkOptions;
import dev.isotherm.fixtures.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FlinkConfTest {
  private static final Path FOLDER = Repository.root().resolve("flink-conf");
  private static final Pattern SETTING = Pattern.compile("\\s*[\\w-]+: \\S.*");

  private final Configuration configuration =
      GlobalConfiguration.loadConfiguration(FOLDER.toString());

  @Test
  void everyKeyAndValueIsOneThatFlinkUnderstands(@TempDir Path folder) throws IOException {
    assertThat(configuration.keySet()).hasSizeGreaterThan(20);
    for (Configuration each : List.of(configuration, HighAvailability.profile(folder))) {
      assertThat(each.keySet()).allMatch(key -> FlinkOptions.understands(each, key));
    }
  }

  @Test
  void theProfileCanBeAppended(@TempDir Path folder) throws IOException {
    var profile = HighAvailability.profile(folder);
    assertThat(profile.keySet())
        .hasSizeGreaterThan(5)
        .doesNotContainAnyElementsOf(configuration.keySet());
    assertThat(profile.get(HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT))
        .as("a JobManager that was killed is the leader for so long")
        .isLessThanOrEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.yaml", "high-availability.yaml"})
  void everySettingSaysWhy(String file) throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve(file));
    for (int i = 0; i < lines.size(); i++) {
      if (SETTING.matcher(lines.get(i)).matches() && !lines.get(i).strip().startsWith("#")) {
        assertThat(lines.get(i - 1).strip()).as("above line %s", lines.get(i)).startsWith("#");
      }
    }
  }

  @Test
  void letsOnlyThisMachineIn() {
    assertThat(configuration.get(JobManagerOptions.BIND_HOST)).isEqualTo("localhost");
    assertThat(configuration.get(TaskManagerOptions.BIND_HOST)).isEqualTo("localhost");
    assertThat(configuration.get(RestOptions.BIND_ADDRESS)).isEqualTo("localhost");
    assertThat(configuration.get(WebOptions.SUBMIT_ENABLE)).isFalse();
    assertThat(configuration.get(WebOptions.CANCEL_ENABLE)).isFalse();
    assertThat(configuration.get(WebOptions.ACCESS_CONTROL_ALLOW_ORIGIN))
        .as("no page but the web UI")
        .isEqualTo("http://localhost:" + configuration.get(RestOptions.PORT));
  }

  @Test
  void keepsStateThroughFailuresAndCancellation() {
    assertThat(configuration.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(configuration.get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION))
        .isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    assertThat(configuration.get(RestartStrategyOptions.RESTART_STRATEGY))
        .isEqualTo("exponential-delay");
    assertThat(configuration.get(CheckpointingOptions.ENABLE_UNALIGNED_INTERRUPTIBLE_TIMERS))
        .as("loses windows at the end of input")
        .isFalse();
  }

  @Test
  void failsTheBuildOfAJobThatWouldNotSurviveAnUpgrade() {
    assertThat(configuration.get(PipelineOptions.GENERIC_TYPES)).isFalse();
    assertThat(configuration.get(PipelineOptions.AUTO_GENERATE_UIDS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"log4j.properties", "log4j-console.properties"})
  void everyAppenderThatIsNamedIsThere(String file) throws IOException {
    var properties = new Properties();
    try (var in = Files.newInputStream(FOLDER.resolve(file))) {
      properties.load(in);
    }
    List<Object> referenced =
        properties.keySet().stream()
            .filter(key -> key.toString().matches("rootLogger\\.appenderRef\\..*\\.ref"))
            .map(properties::get)
            .toList();
    List<Object> named =
        properties.keySet().stream()
            .filter(key -> key.toString().matches("appender\\.[a-z]+\\.name"))
            .map(properties::get)
            .toList();
    assertThat(referenced).isNotEmpty().containsExactlyInAnyOrderElementsOf(named);
  }
}
