package dev.isotherm.jobs.page.model;

import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import java.util.Arrays;
import java.util.TreeSet;

/**
 * The latest windows of one series, in the order of their start. When it is full, the oldest window
 * is forgotten. The windows are in one array, because there may be hundreds of thousands of them: a
 * window takes 64 bytes.
 *
 * <p>Not for several threads.
 */
final class SeriesHistory {

  static final int START = 0;
  static final int END = 1;
  static final int MEAN = 2;
  static final int MIN = 3;
  static final int MAX = 4;
  static final int COUNT = 5;
  static final int REVISION = 6;
  static final int STDDEV = 7;

  private static final int COLUMNS = 8;
  private static final int FIRST_WINDOWS = 16;

  /** More changes than this between two updates of the page: it loads the series again. */
  static final int MOST_CHANGES = 32;

  private final int id;
  private final Series series;
  private final int maxWindows;

  /** A ring of windows. */
  private double[] ring = new double[FIRST_WINDOWS * COLUMNS];

  private int first;
  private int size;
  private long late;
  private final TreeSet<Long> changes = new TreeSet<>();

  /**
   * Creates an empty history.
   *
   * @param id number of the series on the page
   * @param maxWindows how many windows are kept, at least 1
   */
  SeriesHistory(int id, Series series, int maxWindows) {
    this.id = id;
    this.series = series;
    this.maxWindows = maxWindows;
  }

  int id() {
    return id;
  }

  Series series() {
    return series;
  }

  /** Number of windows. */
  int size() {
    return size;
  }

  /** Number of readings in the late log since the page has begun to read. */
  long late() {
    return late;
  }

  void addLate() {
    late++;
  }

  /** A column of a window; window 0 is the oldest. */
  double value(int window, int column) {
    return ring[slot(window) + column];
  }

  private int slot(int window) {
    return (first + window) * COLUMNS % ring.length;
  }

  /**
   * Adds a window. Replaces one with the same start: in the topic, the later record of a key holds.
   */
  void put(Average average) {
    double start = average.windowStartMillis();
    int at = size;
    while (at > 0 && value(at - 1, START) > start) {
      at--;
    }
    boolean replaces = at > 0 && value(at - 1, START) == start;
    if (replaces) {
      at--;
    } else if (size < maxWindows) {
      makeRoom();
      size++;
      shiftUp(at);
    } else if (at == 0) {
      return; // older than all that are kept
    } else {
      first = (first + 1) % (ring.length / COLUMNS);
      at--;
      shiftUp(at);
    }
    write(slot(at), average);
    changes.add(average.windowStartMillis());
    if (changes.size() > MOST_CHANGES + 1) {
      changes.pollFirst();
    }
  }

  private void write(int slot, Average average) {
    ring[slot + START] = average.windowStartMillis();
    ring[slot + END] = average.windowEndMillis();
    ring[slot + MEAN] = average.mean();
    ring[slot + MIN] = average.min();
    ring[slot + MAX] = average.max();
    ring[slot + COUNT] = average.count();
    ring[slot + REVISION] = average.revision();
    ring[slot + STDDEV] = average.stddev();
  }

  private void makeRoom() {
    int windows = ring.length / COLUMNS;
    if (size < windows) {
      return;
    }
    double[] larger = new double[Math.min(2 * windows, maxWindows) * COLUMNS];
    int head = first * COLUMNS;
    System.arraycopy(ring, head, larger, 0, ring.length - head);
    System.arraycopy(ring, 0, larger, ring.length - head, head);
    ring = larger;
    first = 0;
  }

  /** Moves the windows from a place on up by one; the last one is free so far. */
  private void shiftUp(int from) {
    for (int to = size - 1; to > from; to--) {
      System.arraycopy(ring, slot(to - 1), ring, slot(to), COLUMNS);
    }
  }

  /** Removes a window, if it is there. Returns whether it was. */
  boolean remove(long startMillis) {
    int at = indexOf(startMillis);
    if (at < 0) {
      return false;
    }
    for (int from = at + 1; from < size; from++) {
      System.arraycopy(ring, slot(from), ring, slot(from - 1), COLUMNS);
    }
    size--;
    changes.add(startMillis);
    return true;
  }

  /** The place of a window; negative if it is not there. */
  int indexOf(long startMillis) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      double start = value(middle, START);
      if (start == startMillis) {
        return middle;
      }
      if (start < startMillis) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** The starts of the windows that have changed since this method was called before. */
  long[] takeChanges() {
    long[] taken = new long[changes.size()];
    Arrays.setAll(taken, any -> changes.pollFirst());
    return taken;
  }
}
