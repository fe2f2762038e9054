package dev.isotherm.parse.fast;

import dev.isotherm.model.Series;
import java.nio.charset.StandardCharsets;

/**
 * Finds sensors by the bytes of their names, so that a million readings of a thousand series make a
 * thousand strings. Bounded: when there are too many, it starts anew.
 */
final class KnownSensors {

  private static final int FEWEST_SLOTS = 1 << 10;
  private static final int MOST_SLOTS = 1 << 18;

  /** Slots are cheap; two names that want the same one are not. */
  private static final int SLOTS_PER_SENSOR = 4;

  private static final long FIRST_SECRET = 0x9E3779B97F4A7C15L;
  private static final long SECOND_SECRET = 0xD1B54A32D192ED03L;

  private KnownSensor[] slots = new KnownSensor[FEWEST_SLOTS];
  private int count;
  private int seriesCount;

  /**
   * The sensor of a name of up to 15 bytes: those before the first mark. Most are as short, and
   * then there is no branch that depends on how long.
   *
   * @param first eight bytes
   * @param firstMarks what ends a name in these, see {@link Swar}
   * @param second the next eight
   * @param secondMarks what ends a name in these
   * @return {@code null} where it is longer, or is not known; then {@link #of} is to be asked
   */
  KnownSensor shortName(long first, long firstMarks, long second, long secondMarks) {
    if ((firstMarks | secondMarks) == 0) {
      return null;
    }
    long firstEight = first & Swar.maskBefore(firstMarks);
    // Nothing of the second eight, where the first have the end.
    long goesOn = ~((firstMarks | -firstMarks) >> (Long.SIZE - 1));
    long secondEight = second & Swar.maskBefore(secondMarks) & goesOn;
    int length = Swar.before(firstMarks, secondMarks);
    KnownSensor[] table = slots;
    int slot = (int) mixed(firstEight, secondEight) & (table.length - 1);
    for (KnownSensor known = table[slot]; known != null; known = table[slot]) {
      if (known.is(firstEight, secondEight, length)) {
        return known;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return null;
  }

  /**
   * The sensor of a name.
   *
   * @return {@code null} for names that are not plain: those with anything but printable ASCII, or
   *     with quotation marks or backslashes, and those that a sensor must not have
   */
  KnownSensor of(byte[] bytes, int from, int length) {
    long first = eight(bytes, from, length, 0);
    long second = eight(bytes, from, length, Long.BYTES);
    long hash = mixed(first, second);
    for (int i = 2 * Long.BYTES; i < length; i += Long.BYTES) {
      hash = mixed(hash, eight(bytes, from, length, i));
    }
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

  /** The bytes of a name from an index on, zeros behind its end. */
  private static long eight(byte[] bytes, int from, int length, int index) {
    int count = Math.max(0, Math.min(length - index, Long.BYTES));
    return Swar.first(count, Swar.at(bytes, from + index));
  }

  /** Each bit depends on each: both halves of a product, as in wyhash of Wang Yi. */
  private static long mixed(long first, long second) {
    long one = first ^ FIRST_SECRET;
    long two = second ^ SECOND_SECRET;
    return (one * two) ^ Math.multiplyHigh(one, two);
  }

  void clear() {
    slots = new KnownSensor[FEWEST_SLOTS];
    count = 0;
    seriesCount = 0;
  }

  private KnownSensor made(long hash, byte[] bytes, int from, int length) {
    if (!ByteSearch.isClean(bytes, from, from + length)) {
      return null;
    }
    String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    if (Series.nameError(text) != null) {
      return null;
    }
    KnownSensor known =
        new KnownSensor(
            hash, text.getBytes(StandardCharsets.ISO_8859_1), text, () -> seriesCount++);
    if (++count > slots.length / SLOTS_PER_SENSOR) {
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
