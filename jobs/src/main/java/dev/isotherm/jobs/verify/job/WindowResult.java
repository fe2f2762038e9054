package dev.isotherm.jobs.verify.job;

import dev.isotherm.group.GroupAverage;
import dev.isotherm.group.SensorGroup;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import org.apache.flink.api.java.tuple.Tuple2;
import org.jspecify.annotations.Nullable;

/**
 * An average of the replay, or a record in the topic of averages; of a series or of a group. Public
 * only because Flink serialises it.
 *
 * @param series of a group {@link SensorGroup#series}
 * @param windowStartMillis with the series the key of the topic
 * @param order the offset of a record; those of one key are in one partition. That of the replay
 *     comes first
 * @param average {@code null} if the published average is withdrawn
 * @param sensors how many sensors a group has in the window; 0 for the average of a series
 */
public record WindowResult(
    Series series, long windowStartMillis, long order, @Nullable Average average, long sensors) {

  private static final long OF_LOG = -1;

  static WindowResult ofLog(Average average) {
    return of(average, OF_LOG, 0);
  }

  static WindowResult ofLog(GroupAverage average) {
    return of(average.average(), OF_LOG, average.sensors());
  }

  static WindowResult published(Average average, long offset) {
    return of(average, offset, 0);
  }

  static WindowResult published(GroupAverage average, long offset) {
    return of(average.average(), offset, average.sensors());
  }

  private static WindowResult of(Average average, long order, long sensors) {
    return new WindowResult(average.series(), average.windowStartMillis(), order, average, sensors);
  }

  static WindowResult withdrawn(Series series, long windowStartMillis, long offset) {
    return new WindowResult(series, windowStartMillis, offset, null, 0);
  }

  boolean isOfLog() {
    return order == OF_LOG;
  }

  Tuple2<Series, Long> key() {
    return Tuple2.of(series, windowStartMillis);
  }
}
