package dev.isotherm.jobs.commands.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.isotherm.model.ConfigurationException;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class CheckpointSettingsTest {

  @Test
  void exactlyOnceWithAnIntervalIsAllowed() {
    CheckpointSettings.check(
        Configuration.fromMap(
            Map.of(
                "execution.checkpointing.interval", "10s",
                "execution.checkpointing.mode", "EXACTLY_ONCE")));
  }

  @Test
  void whatDoublesOrHidesResultsIsRefusedAllAtOnce() {
    Configuration settings =
        Configuration.fromMap(
            Map.of(
                "execution.checkpointing.interval", "0s",
                "execution.checkpointing.mode", "AT_LEAST_ONCE",
                "execution.checkpointing.unaligned.enabled", "true"));
    assertThat(
            catchThrowableOfType(
                    ConfigurationException.class, () -> CheckpointSettings.check(settings))
                .errors())
        .containsExactly(
            "execution.checkpointing.unaligned.enabled true: must be false; what is late is decided"
                + " in step with the watermark",
            "execution.checkpointing.mode AT_LEAST_ONCE: must be EXACTLY_ONCE; otherwise readings"
                + " count twice after a restart",
            "execution.checkpointing.interval 0ms: must be at least 10ms; without checkpoints no"
                + " result ever becomes visible");
  }

  @Test
  void noIntervalIsNoCheckpoint() {
    assertThat(
            catchThrowableOfType(
                    ConfigurationException.class,
                    () -> CheckpointSettings.check(new Configuration()))
                .errors())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("execution.checkpointing.interval 0ms: must be");
  }
}
