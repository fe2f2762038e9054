package dev.isotherm.parse;

import dev.isotherm.model.Series;
import java.nio.charset.StandardCharsets;

/**
 * Finds sensors by the bytes of their names, so that a million readings of a thousand series make a
 * thousand strings. Bounded: when there are too many, it starts anew.
 */
final class KnownSensors {

  private static final int FEWEST_SLOTS = 1 << 10;
  private static final int MOST_SLOTS = 1 << 17;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private KnownSensor[] slots = new KnownSensor[FEWEST_SLOTS];
  private int count;
  private int seriesCount;

  /**
   * The sensor of a name.
   *
   * @return {@code null} for names that are not plain: those with anything but printable ASCII, or
   *     with quotation marks or backslashes, and those that a sensor must not have
   */
  KnownSensor of(byte[] bytes, int from, int length) {
    long first = EightBytes.first(Math.min(length, Long.BYTES), EightBytes.at(bytes, from));
    long second = 0;
    long hash = first * MULTIPLIER;
    if (length > Long.BYTES) {
      second =
          EightBytes.first(
              Math.min(length - Long.BYTES, Long.BYTES), EightBytes.at(bytes, from + Long.BYTES));
      hash = (hash ^ (hash >>> 32) ^ second) * MULTIPLIER;
      for (int i = 2 * Long.BYTES; i < length; i += Long.BYTES) {
        long next =
            EightBytes.first(Math.min(length - i, Long.BYTES), EightBytes.at(bytes, from + i));
        hash = (hash ^ (hash >>> 32) ^ next) * MULTIPLIER;
      }
    }
    hash ^= hash >>> 32;
    KnownSensor[] table = slots;
    int slot = (int) hash & (table.length - 1);
    KnownSensor known = table[slot];
    while (known != null) {
      if (known.is(first, second, bytes, from, length)) {
        return known;
      }
      slot = (slot + 1) & (table.length - 1);
      known = table[slot];
    }
    return made(hash, bytes, from, length);
  }

  void clear() {
    slots = new KnownSensor[FEWEST_SLOTS];
    count = 0;
    seriesCount = 0;
  }

  private KnownSensor made(long hash, byte[] bytes, int from, int length) {
    if (!PlainText.isClean(bytes, from, from + length)) {
      return null;
    }
    String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    if (Series.faultOf(text) != null) {
      return null;
    }
    KnownSensor known =
        new KnownSensor(
            hash, text.getBytes(StandardCharsets.ISO_8859_1), text, () -> seriesCount++);
    if (++count > slots.length / 2) {
      grow();
    }
    put(known);
    return known;
  }

  private void grow() {
    KnownSensor[] before = slots;
    if (before.length == MOST_SLOTS) {
      clear();
      count = 1;
      return;
    }
    slots = new KnownSensor[2 * before.length];
    for (KnownSensor known : before) {
      if (known != null) {
        put(known);
      }
    }
  }

  private void put(KnownSensor known) {
    int slot = (int) known.hash & (slots.length - 1);
    while (slots[slot] != null) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = known;
  }
}
