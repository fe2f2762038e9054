package dev.isotherm.jobs.verify.job;

import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import org.apache.flink.api.java.tuple.Tuple2;
import org.jspecify.annotations.Nullable;

/**
 * An average of the replay, or a record in the topic of averages; public only because Flink
 * serialises it.
 *
 * @param windowStartMillis with the series the key of the topic
 * @param order the offset of a record; those of one key are in one partition. That of the replay
 *     comes first
 * @param average {@code null} if the published average is withdrawn
 */
public record WindowResult(
    Series series, long windowStartMillis, long order, @Nullable Average average) {

  private static final long OF_LOG = -1;

  static WindowResult ofLog(Average average) {
    return new WindowResult(average.series(), average.windowStartMillis(), OF_LOG, average);
  }

  static WindowResult published(Average average, long offset) {
    return new WindowResult(average.series(), average.windowStartMillis(), offset, average);
  }

  static WindowResult withdrawn(Series series, long windowStartMillis, long offset) {
    return new WindowResult(series, windowStartMillis, offset, null);
  }

  boolean isOfLog() {
    return order == OF_LOG;
  }

  Tuple2<Series, Long> key() {
    return Tuple2.of(series, windowStartMillis);
  }
}
