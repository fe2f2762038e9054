package dev.isotherm.sensors.packed;

/** Numbers by a pair of numbers, such as those of a sensor and a metric. 18 to 36 bytes each. */
public final class PairIndex {

  /** Both numbers; the first plus 1, so that 0 is free. At most two thirds are taken. */
  private long[] keys = new long[16];

  private int[] values = new int[16];
  private int size;

  /** What is done with each pair. */
  public interface Consumer {
    void accept(int first, int second, int value);
  }

  private static long key(int first, int second) {
    return ((first + 1L) << 32) | second;
  }

  /** Returns the value of a pair; 0 if there is none. */
  public int get(int first, int second) {
    return values[slotOf(key(first, second))];
  }

  /** Adds a pair that is not there. */
  public void put(int first, int second, int value) {
    if (3 * (size + 1) > 2 * keys.length) {
      rehash();
    }
    int slot = slotOf(key(first, second));
    keys[slot] = key(first, second);
    values[slot] = value;
    size++;
  }

  public int size() {
    return size;
  }

  public void forEach(Consumer consumer) {
    for (int slot = 0; slot < keys.length; slot++) {
      if (keys[slot] != 0) {
        consumer.accept((int) (keys[slot] >>> 32) - 1, (int) keys[slot], values[slot]);
      }
    }
  }

  private int slotOf(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L; // Fibonacci hashing
    int slot = (int) (mixed >>> 32) & (keys.length - 1);
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private void rehash() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new int[2 * oldKeys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int slot = slotOf(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
