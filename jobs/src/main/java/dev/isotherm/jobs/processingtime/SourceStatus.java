package dev.isotherm.jobs.processingtime;

import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.Rule;
import java.time.Duration;
import java.util.Map;

/**
 * The state of a source: its watermark, and whether it is silent. Public because Flink serialises
 * it as a POJO.
 *
 * <p>A silence starts at an instant in event time: the last watermark plus the time that a source
 * may be idle. So its transition has the same id each time it is emitted.
 *
 * @param watermarkMillis the last watermark; {@code Long.MIN_VALUE} before the first
 * @param silentAtMillis when the source became silent; {@code Long.MIN_VALUE} if it is not
 * @param told whether the transition to silence has been emitted
 */
public record SourceStatus(long watermarkMillis, long silentAtMillis, boolean told) {

  static final SourceStatus NEW = new SourceStatus(Long.MIN_VALUE, Long.MIN_VALUE, false);

  /** The metric of the alert: the source delivers messages. */
  static final String METRIC = "messages";

  boolean isSilent() {
    return silentAtMillis != Long.MIN_VALUE;
  }

  /** Whether the source has ever delivered a watermark. */
  boolean hasWatermark() {
    return watermarkMillis != Long.MIN_VALUE;
  }

  /** The state after a later watermark: the source is not silent. */
  SourceStatus reached(long watermark) {
    return new SourceStatus(watermark, Long.MIN_VALUE, false);
  }

  /** The state after the source has been idle for so long. */
  SourceStatus silent(Duration after) {
    return new SourceStatus(watermarkMillis, watermarkMillis + after.toMillis(), false);
  }

  /** The state after the transition to silence was emitted. */
  SourceStatus emitted() {
    return new SourceStatus(watermarkMillis, silentAtMillis, true);
  }

  /** The transition to silence. */
  Transition silence(String topic) {
    return transition(
        topic,
        AlertState.FIRING,
        AlertState.INACTIVE,
        null,
        silentAtMillis,
        0,
        TransitionReason.SOURCE_SILENT,
        "nothing comes from " + topic);
  }

  /** The transition back at a watermark, not before the source became silent. */
  Transition back(String topic, long watermark) {
    return transition(
        topic,
        AlertState.RESOLVED,
        AlertState.FIRING,
        Severity.CRITICAL,
        Math.max(watermark, silentAtMillis),
        1,
        TransitionReason.SOURCE_BACK,
        topic + " goes on");
  }

  private Transition transition(
      String topic,
      AlertState state,
      AlertState previous,
      Severity previousSeverity,
      long at,
      double value,
      TransitionReason reason,
      String summary) {
    return new Transition(
        Rule.SOURCE_SILENT,
        new Series(topic, METRIC),
        Severity.CRITICAL,
        state,
        previous,
        previousSeverity,
        at,
        value,
        Double.NaN,
        silentAtMillis,
        reason,
        0,
        null,
        summary,
        Map.of(),
        Map.of());
  }
}
