package dev.isotherm.baseline;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.average.PercentileSketch;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The readings of a series in a slot, as exact sums and counts. They merge: the result is the same
 * to the bit for every order and grouping of readings. Mutable; not thread-safe.
 */
final class SlotReadings {

  private final AverageAccumulator average;
  private final PercentileSketch percentiles;

  SlotReadings() {
    this(new AverageAccumulator(), new PercentileSketch());
  }

  private SlotReadings(AverageAccumulator average, PercentileSketch percentiles) {
    this.average = average;
    this.percentiles = percentiles;
  }

  void add(double value) {
    average.add(value);
    percentiles.add(value);
  }

  void merge(SlotReadings other) {
    average.merge(other.average);
    percentiles.merge(other.percentiles);
  }

  /** What they usually are; there must be a reading. */
  Usual usual(Series series) {
    Average all = average.toAverage(series, 0, 1, 0);
    return new Usual(
        all.count(),
        all.mean(),
        all.stddev(),
        Usual.PERCENTS.stream().map(percentiles::percentile).toList());
  }

  SlotReadings copy() {
    return new SlotReadings(average.copy(), percentiles.copy());
  }

  void writeTo(DataOutput out) throws IOException {
    average.writeTo(out);
    percentiles.writeTo(out);
  }

  static SlotReadings readFrom(DataInput in) throws IOException {
    AverageAccumulator average = AverageAccumulator.readFrom(in);
    return new SlotReadings(average, PercentileSketch.readFrom(in));
  }
}
