package dev.isotherm.flow.topology;

import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;

/**
 * In which order the rules of a stream see what has come.
 *
 * @param bySeries brings the readings of a series together
 * @param messageDelay how long the messages of signals are buffered in addition to the lag of the
 *     watermark, to be sorted, and put together if they have been divided; empty if they are whole
 *     and are evaluated as they come
 */
public record Ordering(BySeries bySeries, Optional<Duration> messageDelay) {

  /** Brings the readings of a series together, in the order in which they are evaluated. */
  @FunctionalInterface
  public interface BySeries {
    KeyedStream<SeriesReadings, Series> of(DataStream<ReadingBlock> readings);
  }

  /** Rules see whole messages at once, in the order of arrival. */
  public static Ordering ofArrival(BySeries bySeries) {
    return new Ordering(bySeries, Optional.empty());
  }
}
