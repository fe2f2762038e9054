package dev.isotherm.flow.partial;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.SeriesWindow;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Readings of a series and window that one subtask has aggregated, on the way to the merge.
 *
 * @param window the series and the window; for sessions the window of these readings alone, from
 *     the first reading to one gap after the last
 * @param average the aggregated readings
 * @param firstMillis instant of the reading that came first, in milliseconds since the epoch
 * @param kept the single readings, if some may be late for the merge; else {@code null}
 */
public record PartialAggregate(
    SeriesWindow window,
    AverageAccumulator average,
    long firstMillis,
    @Nullable KeptReadings kept) {

  /** An aggregate of one reading, or of readings that the merge never finds late. */
  public PartialAggregate(SeriesWindow window, AverageAccumulator average, long firstMillis) {
    this(window, average, firstMillis, null);
  }

  /** This aggregate for another window that has the same readings. */
  public PartialAggregate in(SeriesWindow other) {
    return new PartialAggregate(other, average, firstMillis, kept);
  }

  /**
   * All its readings, as late readings.
   *
   * @throws IllegalStateException if there are several and they were not kept: they cannot be
   *     separated any more, and must not be lost in silence
   */
  public List<LateReading> lateReadings(LateReading.Exclusion exclusion) {
    if (average.count() == 1) {
      return List.of(late(firstMillis, average.min(), exclusion));
    }
    if (kept == null) {
      throw new IllegalStateException(
          average.count() + " aggregated readings came too late for " + window);
    }
    return IntStream.range(0, kept.size())
        .mapToObj(i -> late(kept.millis(i), kept.value(i), exclusion))
        .toList();
  }

  private LateReading late(long millis, double value, LateReading.Exclusion exclusion) {
    return new LateReading(new Reading(window.series(), millis, value), exclusion, window);
  }
}
