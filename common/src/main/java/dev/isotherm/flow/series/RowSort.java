package dev.isotherm.flow.series;

import java.util.Arrays;

/**
 * Sorts numbers of rows by what the rows contain, without an object per row. A merge sort: rows
 * that are sorted already are compared once.
 */
final class RowSort {

  /** Compares the contents of two rows. */
  @FunctionalInterface
  interface Order {
    int compare(int row, int other);
  }

  private final int[] rows;
  private final Order order;

  /** The left half of what is merged. */
  private int[] left = new int[0];

  RowSort(int[] rows, Order order) {
    this.rows = rows;
    this.order = order;
  }

  /** Sorts the rows of a range; {@code to} is exclusive. */
  void sort(int from, int to) {
    int sorted = from + 1;
    while (sorted < to && order.compare(rows[sorted - 1], rows[sorted]) <= 0) {
      sorted++;
    }
    if (sorted < to) {
      int middle = (from + to) >>> 1;
      sort(from, middle);
      sort(middle, to);
      merge(from, middle, to);
    }
  }

  private void merge(int from, int middle, int to) {
    int size = middle - from;
    if (left.length < size) {
      left = Arrays.copyOf(left, Math.max(size, 2 * left.length));
    }
    System.arraycopy(rows, from, left, 0, size);
    int of = 0;
    int other = middle;
    for (int next = from; of < size; next++) {
      boolean isLeft = other == to || order.compare(left[of], rows[other]) <= 0;
      rows[next] = isLeft ? left[of++] : rows[other++];
    }
  }
}
