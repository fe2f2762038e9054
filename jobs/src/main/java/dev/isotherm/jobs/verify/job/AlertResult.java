package dev.isotherm.jobs.verify.job;

import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * A transition of the replay, or a record in the topic of alerts; public only because Flink
 * serialises it.
 *
 * @param afterLastReading of the replay: whether it occurs if event time advances after the last
 *     reading of its series
 * @param order those of the replay come first, in the order in which the alert changes; then those
 *     of the topic by offset. Those of one key are in one partition
 */
public record AlertResult(Transition transition, boolean afterLastReading, long order) {

  private static final long READINGS = Long.MIN_VALUE / 2;
  private static final long AFTER_LAST_READING = Long.MIN_VALUE / 4;

  /**
   * Creates a result of the replay.
   *
   * @param number number of earlier transitions; those of an alert are in the order of the alert
   */
  static AlertResult ofLog(Transition transition, boolean afterLastReading, long number) {
    long first = afterLastReading ? AFTER_LAST_READING : READINGS;
    return new AlertResult(transition, afterLastReading, first + number);
  }

  static AlertResult published(Transition transition, long offset) {
    return new AlertResult(transition, false, offset);
  }

  boolean isOfLog() {
    return order < 0;
  }

  Tuple2<String, Series> key() {
    return Tuple2.of(transition.rule(), transition.series());
  }
}
