package dev.isotherm.jobs.kafka;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
 * @param groupAverages averages of groups; {@code null} if the stream has none
 */
public record TopicNames(
    String readings,
    String averages,
    String alerts,
    String rejected,
    String late,
    String progress,
    String rules,
    String rulesStatus,
    @Nullable String groupAverages) {

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
          "sensor_rules_status",
          "sensor_group_averages");

  /** These topics without that of groups. */
  public TopicNames withoutGroups() {
    return new TopicNames(
        readings, averages, alerts, rejected, late, progress, rules, rulesStatus, null);
  }

  /** The topics that the stream writes to. */
  public List<String> outputs() {
    return Stream.of(averages, groupAverages, alerts, rejected, late, progress, rulesStatus)
        .filter(Objects::nonNull)
        .toList();
  }

  /** The compacted topics: only the last record of each key counts. */
  public Set<String> compacted() {
    return Set.of(progress, rulesStatus);
  }
}
