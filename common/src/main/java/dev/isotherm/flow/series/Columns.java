package dev.isotherm.flow.series;

import dev.isotherm.model.Series;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Readings of one series, added one by one. Not thread-safe. */
final class Columns {

  private @Nullable Series series;
  private long[] millis;
  private double[] values;
  private long[] positions;
  private int size;

  Columns(int capacity) {
    millis = new long[capacity];
    values = new double[capacity];
    positions = new long[capacity];
  }

  int size() {
    return size;
  }

  /** Adds a reading of a chunk. All chunks are of one series until the readings are taken. */
  void add(SeriesReadings chunk, int place) {
    if (size == millis.length) {
      millis = Arrays.copyOf(millis, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
      positions = Arrays.copyOf(positions, 2 * size);
    }
    series = chunk.series();
    millis[size] = chunk.millis()[place];
    values[size] = chunk.values()[place];
    positions[size++] = chunk.positions()[place];
  }

  /** Returns the readings, of which there are some, and forgets them. */
  SeriesReadings take() {
    SeriesReadings taken =
        new SeriesReadings(
            Objects.requireNonNull(series, "no reading was added"),
            Arrays.copyOf(millis, size),
            Arrays.copyOf(values, size),
            Arrays.copyOf(positions, size));
    size = 0;
    return taken;
  }
}
