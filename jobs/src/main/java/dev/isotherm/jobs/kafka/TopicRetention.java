package dev.isotherm.jobs.kafka;

import java.util.Map;
import org.apache.kafka.clients.admin.Config;

/**
 * How long a topic keeps its records.
 *
 * @param cleanup its {@code cleanup.policy}
 * @param millis its {@code retention.ms}
 * @param bytes its {@code retention.bytes}
 */
record TopicRetention(String cleanup, String millis, String bytes) {

  private static final String CLEANUP = "cleanup.policy";
  private static final String COMPACT = "compact";
  private static final String DELETE = "delete";
  private static final String MILLIS = "retention.ms";
  private static final String BYTES = "retention.bytes";
  private static final String FOR_EVER = "-1";

  /** Settings of a topic that keeps the last record of each key. Closed segments are compacted. */
  static final Map<String, String> COMPACTED = Map.of(CLEANUP, COMPACT, "segment.ms", "3600000");

  /** Settings of a topic that keeps all records. */
  static final Map<String, String> KEPT =
      Map.of(CLEANUP, DELETE, MILLIS, FOR_EVER, BYTES, FOR_EVER);

  /** Reads the settings of a topic. */
  static TopicRetention of(Config settings) {
    return new TopicRetention(
        settings.get(CLEANUP).value(), settings.get(MILLIS).value(), settings.get(BYTES).value());
  }

  /** Whether all records are kept for ever. */
  boolean keepsAll() {
    return cleanup.equals(DELETE) && millis.equals(FOR_EVER) && bytes.equals(FOR_EVER);
  }

  /** Whether the last record of each key is kept for ever. */
  boolean isCompacted() {
    return cleanup.equals(COMPACT);
  }
}
