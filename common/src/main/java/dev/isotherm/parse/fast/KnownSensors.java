package dev.isotherm.parse.fast;

import dev.isotherm.model.Series;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds sensors by the bytes of their names, so that a million readings of a thousand series create
 * a thousand strings. Bounded: when there are too many sensors, it is cleared.
 */
final class KnownSensors {

  private static final int MIN_SLOTS = 1 << 10;
  private static final int MAX_SLOTS = 1 << 18;

  /** Slots are cheap, collisions are not. */
  private static final int SLOTS_PER_SENSOR = 4;

  private static final long FIRST_SECRET = 0x9E3779B97F4A7C15L;
  private static final long SECOND_SECRET = 0xD1B54A32D192ED03L;

  private @Nullable KnownSensor[] slots = new KnownSensor[MIN_SLOTS];
  private int count;
  private int seriesCount;

  /**
   * Returns the sensor of a name of up to 15 bytes, which are those before the first mark. It has
   * no branch that depends on the length, since most names are as short.
   *
   * @param first eight bytes
   * @param firstMarks the ends of a name in these, see {@link Swar}
   * @param second the next eight bytes
   * @param secondMarks the ends of a name in these
   * @return {@code null} if the name is longer or unknown; then call {@link #of}
   */
  @Nullable KnownSensor shortName(long first, long firstMarks, long second, long secondMarks) {
    if ((firstMarks | secondMarks) == 0) {
      return null;
    }
    long firstWord = first & Swar.maskBefore(firstMarks);
    // No byte of the second word counts if the name ends in the first.
    long goesOn = ~((firstMarks | -firstMarks) >> (Long.SIZE - 1));
    long secondWord = second & Swar.maskBefore(secondMarks) & goesOn;
    int length = Swar.before(firstMarks, secondMarks);
    KnownSensor[] table = slots;
    int slot = (int) mixed(firstWord, secondWord) & (table.length - 1);
    for (KnownSensor known = table[slot]; known != null; known = table[slot]) {
      if (known.is(firstWord, secondWord, length)) {
        return known;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return null;
  }

  /**
   * Returns the sensor of a name.
   *
   * @return {@code null} if the name is invalid, or contains anything but printable ASCII, a
   *     quotation mark or a backslash
   */
  @Nullable KnownSensor of(byte[] bytes, int from, int length) {
    long first = wordAt(bytes, from, length, 0);
    long second = wordAt(bytes, from, length, Long.BYTES);
    long hash = mixed(first, second);
    for (int i = 2 * Long.BYTES; i < length; i += Long.BYTES) {
      hash = mixed(hash, wordAt(bytes, from, length, i));
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
    return create(hash, bytes, from, length);
  }

  /** Returns eight bytes of a name from an index on, padded with zeros. */
  private static long wordAt(byte[] bytes, int from, int length, int index) {
    int count = Math.max(0, Math.min(length - index, Long.BYTES));
    return Swar.first(count, Swar.at(bytes, from + index));
  }

  /** Mixes every bit with every other, by both halves of a product, as wyhash of Wang Yi does. */
  private static long mixed(long first, long second) {
    long one = first ^ FIRST_SECRET;
    long two = second ^ SECOND_SECRET;
    return (one * two) ^ Math.multiplyHigh(one, two);
  }

  /** Returns how many names are known. */
  int size() {
    return count;
  }

  void clear() {
    slots = new KnownSensor[MIN_SLOTS];
    count = 0;
    seriesCount = 0;
  }

  private @Nullable KnownSensor create(long hash, byte[] bytes, int from, int length) {
    if (!ByteSearch.isClean(bytes, from, from + length)) {
      return null;
    }
    String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    if (Series.nameError(text) != null) {
      return null;
    }
    KnownSensor known =
        new KnownSensor(
            hash, count, text.getBytes(StandardCharsets.ISO_8859_1), text, () -> seriesCount++);
    if (++count > slots.length / SLOTS_PER_SENSOR) {
      grow();
    }
    put(known);
    return known;
  }

  private void grow() {
    KnownSensor[] before = slots;
    if (before.length == MAX_SLOTS) {
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
