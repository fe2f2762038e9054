package dev.isotherm.jobs.clock;

import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.Rule;
import java.time.Duration;
import java.util.Map;

/**
 * What is known of a source and its silence; public only for Flink, which serialises it.
 *
 * <p>A silence has an instant in event time, though it takes a clock to notice it: the last
 * watermark and the time that the source may be silent. So it has one id, however often it is told.
 *
 * @param watermarkMillis the last one; {@code Long.MIN_VALUE} before the first
 * @param silentAtMillis when the source counts as silent; {@code Long.MIN_VALUE} if it does not
 * @param told whether that has been published
 */
public record SourceStatus(long watermarkMillis, long silentAtMillis, boolean told) {

  static final SourceStatus NEW = new SourceStatus(Long.MIN_VALUE, Long.MIN_VALUE, false);

  /** The metric of the alert: what comes from the source. */
  static final String METRIC = "messages";

  boolean isSilent() {
    return silentAtMillis != Long.MIN_VALUE;
  }

  /** Whether there has been anything that it could be silent after. */
  boolean hasSpoken() {
    return watermarkMillis != Long.MIN_VALUE;
  }

  /** After a later watermark: the source is not silent any more. */
  SourceStatus reached(long watermark) {
    return new SourceStatus(watermark, Long.MIN_VALUE, false);
  }

  /** After nothing has come for so long. */
  SourceStatus silent(Duration after) {
    return new SourceStatus(watermarkMillis, watermarkMillis + after.toMillis(), false);
  }

  SourceStatus afterTelling() {
    return new SourceStatus(watermarkMillis, silentAtMillis, true);
  }

  /** That the source is silent. */
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

  /** That it is not, since a watermark. Never before it was. */
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
        Map.of());
  }
}
