package dev.isotherm.jobs.commands.stream;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.ValidationErrors;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.execution.CheckpointingMode;

/** Checks how a stream takes checkpoints, whether by its options, {@code -D} or the cluster. */
final class CheckpointSettings {

  private static final Duration SHORTEST = Duration.ofMillis(10);

  private CheckpointSettings() {}

  /**
   * Checks the settings of the job.
   *
   * @throws dev.isotherm.model.ConfigurationException if results could be wrong, doubled or never
   *     visible
   */
  static void check(ReadableConfig settings) {
    ValidationErrors errors = new ValidationErrors();
    if (settings.get(CheckpointingOptions.ENABLE_UNALIGNED)) {
      // A watermark could overtake pre-aggregated readings, which cannot be found late one by one.
      add(
          errors,
          CheckpointingOptions.ENABLE_UNALIGNED,
          "true",
          "must be false; what is late is decided in step with the watermark");
    }
    CheckpointingMode mode = settings.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE);
    if (mode != CheckpointingMode.EXACTLY_ONCE) {
      add(
          errors,
          CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
          mode.name(),
          "must be EXACTLY_ONCE; otherwise readings count twice after a restart");
    }
    Duration interval =
        settings.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL).orElse(Duration.ZERO);
    if (interval.compareTo(SHORTEST) < 0) {
      add(
          errors,
          CheckpointingOptions.CHECKPOINTING_INTERVAL,
          DurationText.format(interval),
          "must be at least 10ms; without checkpoints no result ever becomes visible");
    }
    errors.throwIfAny();
  }

  private static void add(
      ValidationErrors errors, ConfigOption<?> option, String value, String error) {
    errors.add(option.key(), value, error);
  }
}
