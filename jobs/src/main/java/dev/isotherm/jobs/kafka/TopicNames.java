package dev.isotherm.jobs.kafka;

import java.util.List;
import java.util.Set;

/**
 * The topics of one stream.
 *
 * @param readings the input
 * @param averages averages of windows
 * @param alerts transitions of alerts
 * @param rejected messages that cannot become readings
 * @param late the late log
 * @param progress what the stream has read and published, at each checkpoint
 * @param rules versions of the rules
 * @param rulesStatus whether each version was accepted
 */
public record TopicNames(
    String readings,
    String averages,
    String alerts,
    String rejected,
    String late,
    String progress,
    String rules,
    String rulesStatus) {

  /** The default names. */
  public static final TopicNames DEFAULTS =
      new TopicNames(
          "sensor_readings",
          "sensor_averages",
          "sensor_alerts",
          "sensor_rejected",
          "sensor_late",
          "sensor_progress",
          "sensor_rules",
          "sensor_rules_status");

  /** The topics that the stream writes to. */
  public List<String> outputs() {
    return List.of(averages, alerts, rejected, late, progress, rulesStatus);
  }

  /** The compacted topics: only the last record of each key counts. */
  public Set<String> compacted() {
    return Set.of(progress, rulesStatus);
  }
}
