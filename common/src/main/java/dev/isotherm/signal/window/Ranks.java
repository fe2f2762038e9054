package dev.isotherm.signal.window;

import dev.isotherm.signal.Percentile;
import java.util.Arrays;

/**
 * A percentile of a window. The readings are kept sorted; many that come at once are sorted
 * together.
 */
final class Ranks implements Aggregate {

  private static final int SMALLEST_CAPACITY = 4;

  /** From this many on, sorting all is faster than inserting each one. */
  private static final int MANY = 16;

  private final double percent;
  private double[] values = new double[SMALLEST_CAPACITY];

  /** The readings below this index are sorted. */
  private int sorted;

  private int size;

  Ranks(double percent) {
    this.percent = percent;
  }

  @Override
  public void add(Window window, long index) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = window.log().value(index);
  }

  @Override
  public void remove(Window window, long index) {
    sort();
    int rank = Arrays.binarySearch(values, 0, size, window.log().value(index));
    System.arraycopy(values, rank + 1, values, rank, size - rank - 1);
    size--;
    sorted--;
    if (values.length > SMALLEST_CAPACITY && size < values.length / 4) {
      values = Arrays.copyOf(values, values.length / 2);
    }
  }

  private void sort() {
    if (size - sorted >= MANY) {
      Arrays.sort(values, 0, size);
      sorted = size;
    }
    while (sorted < size) {
      insert(values[sorted]);
    }
  }

  private void insert(double value) {
    int found = Arrays.binarySearch(values, 0, sorted, value);
    int rank = found >= 0 ? found : -found - 1;
    System.arraycopy(values, rank, values, rank + 1, sorted - rank);
    values[rank] = value;
    sorted++;
  }

  @Override
  public double result(Window window) {
    if (size == 0) {
      return Double.NaN;
    }
    sort();
    return Percentile.of(values, size, percent);
  }
}
