package dev.isotherm.flow.repeat;

import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * The instants and values of the readings of one series that have been seen. A hash table without
 * objects: a reading takes some 30 bytes, whatever the order in which readings come. Mutable,
 * because a set of objects would take four times as much.
 */
public final class SeenReadings {

  /** No timer is set. */
  static final long NO_WAKE_UP = Long.MAX_VALUE;

  private static final int LEAST_SLOTS = 4;
  private static final long FACTOR = 0x9E3779B97F4A7C15L;
  private static final long SECOND_FACTOR = 0xD1B54A32D192ED03L;

  /** Readings are finite, so NaN marks a free slot. */
  private static final double FREE = Double.NaN;

  private long[] millis;
  private double[] values;
  private int size;
  private long latestMillis = Long.MIN_VALUE;
  private long wakeUpMillis = NO_WAKE_UP;

  SeenReadings() {
    allocate(LEAST_SLOTS);
  }

  private SeenReadings(SeenReadings other) {
    millis = other.millis.clone();
    values = other.values.clone();
    size = other.size;
    latestMillis = other.latestMillis;
    wakeUpMillis = other.wakeUpMillis;
  }

  SeenReadings copy() {
    return new SeenReadings(this);
  }

  private void allocate(int slots) {
    millis = new long[slots];
    values = new double[slots];
    Arrays.fill(values, FREE);
  }

  int size() {
    return size;
  }

  /** The latest instant that was ever added; {@code Long.MIN_VALUE} before the first one. */
  long latestMillis() {
    return latestMillis;
  }

  /** When a timer is due, in event time; {@link #NO_WAKE_UP} if none is set. */
  long wakeUpMillis() {
    return wakeUpMillis;
  }

  void wakeUpAt(long epochMillis) {
    wakeUpMillis = epochMillis;
  }

  boolean contains(long epochMillis, double value) {
    return !isFree(slotOf(epochMillis, value));
  }

  /**
   * Adds a reading. The values 0.0 and -0.0 are different ones.
   *
   * @return whether it is new
   */
  boolean add(long epochMillis, double value) {
    int slot = slotOf(epochMillis, value);
    if (!isFree(slot)) {
      return false;
    }
    millis[slot] = epochMillis;
    values[slot] = value;
    size++;
    latestMillis = Math.max(latestMillis, epochMillis);
    if (size > millis.length - millis.length / 4) {
      keep(2 * millis.length, instant -> true);
    }
    return true;
  }

  /**
   * Removes the readings of some instants. The memory that the table takes follows its size.
   *
   * @return the earliest instant that is left; {@code Long.MAX_VALUE} if none is
   */
  long removeIf(LongPredicate instants) {
    int kept = 0;
    long earliest = Long.MAX_VALUE;
    for (int slot = 0; slot < millis.length; slot++) {
      if (!isFree(slot) && !instants.test(millis[slot])) {
        kept++;
        earliest = Math.min(earliest, millis[slot]);
      }
    }
    if (kept < size) {
      keep(Math.max(LEAST_SLOTS, 2 * kept), instants.negate());
    }
    return earliest;
  }

  private void keep(int slots, LongPredicate instants) {
    long[] oldMillis = millis;
    double[] oldValues = values;
    allocate(slots);
    size = 0;
    for (int i = 0; i < oldMillis.length; i++) {
      if (!Double.isNaN(oldValues[i]) && instants.test(oldMillis[i])) {
        int slot = slotOf(oldMillis[i], oldValues[i]);
        millis[slot] = oldMillis[i];
        values[slot] = oldValues[i];
        size++;
      }
    }
  }

  /** Calls an action for each reading, in no particular order. */
  <E extends Exception> void forEach(Action<E> action) throws E {
    for (int slot = 0; slot < millis.length; slot++) {
      if (!isFree(slot)) {
        action.accept(millis[slot], values[slot]);
      }
    }
  }

  /** Takes a reading. */
  @FunctionalInterface
  interface Action<E extends Exception> {
    void accept(long epochMillis, double value) throws E;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeenReadings that
        && size == that.size
        && wakeUpMillis == that.wakeUpMillis
        && hasAllOf(that);
  }

  private boolean hasAllOf(SeenReadings other) {
    for (int slot = 0; slot < other.millis.length; slot++) {
      if (!other.isFree(slot) && !contains(other.millis[slot], other.values[slot])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return 31 * size + Long.hashCode(wakeUpMillis);
  }

  @Override
  public String toString() {
    return size + " readings";
  }

  private boolean isFree(int slot) {
    return Double.isNaN(values[slot]);
  }

  /** The slot of a reading, or the free one where it belongs. */
  private int slotOf(long epochMillis, double value) {
    long bits = Double.doubleToRawLongBits(value);
    long hash = (epochMillis * FACTOR) ^ (bits * SECOND_FACTOR);
    hash = (hash ^ (hash >>> 29)) * FACTOR;
    int slot = (int) (((hash >>> 33) * millis.length) >>> 31);
    while (!isFree(slot)
        && (millis[slot] != epochMillis || Double.doubleToRawLongBits(values[slot]) != bits)) {
      slot = slot + 1 == millis.length ? 0 : slot + 1;
    }
    return slot;
  }
}
