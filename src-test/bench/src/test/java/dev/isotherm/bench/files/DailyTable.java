package dev.isotherm.bench.files;

import dev.isotherm.bench.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Counts, sums and extremes by sensor and day: a hash table of bytes. */
final class DailyTable {

  private static final int SLOTS = 1 << 17;
  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private static final class Entry {
    byte[] name;
    int day;
    long count;
    double sum;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
  }

  private final Entry[] entries = new Entry[SLOTS];

  void add(byte[] bytes, int name, int nameEnd, int hash, int day, double value) {
    Entry entry = entry(bytes, name, nameEnd, hash, day);
    entry.count++;
    entry.sum += value;
    entry.min = Math.min(entry.min, value);
    entry.max = Math.max(entry.max, value);
  }

  private Entry entry(byte[] bytes, int name, int nameEnd, int hash, int day) {
    int slot = ((hash * 31 + day) * 0x9E3779B9) >>> 15;
    while (true) {
      Entry entry = entries[slot];
      if (entry == null) {
        entry = new Entry();
        entry.name = Arrays.copyOfRange(bytes, name, nameEnd);
        entry.day = day;
        entries[slot] = entry;
        return entry;
      }
      if (entry.day == day
          && Arrays.equals(entry.name, 0, entry.name.length, bytes, name, nameEnd)) {
        return entry;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
  }

  void addAll(DailyTable other) {
    for (Entry from : other.entries) {
      if (from != null) {
        int hash = 0;
        for (byte one : from.name) {
          hash = 31 * hash + one;
        }
        Entry to = entry(from.name, 0, from.name.length, hash, from.day);
        to.count += from.count;
        to.sum += from.sum;
        to.min = Math.min(to.min, from.min);
        to.max = Math.max(to.max, from.max);
      }
    }
  }

  Answer answer() {
    Answer.Folding folding = new Answer.Folding();
    for (Entry entry : entries) {
      if (entry != null) {
        folding.add(entry.count, entry.min, entry.max, entry.sum / entry.count);
      }
    }
    return folding.answer();
  }

  /** Year, month and day of a timestamp, as one number. */
  static int day(byte[] bytes, int at) {
    return digit(bytes, at + 3) * 10_000
        + (digit(bytes, at + 5) * 10 + digit(bytes, at + 6)) * 100
        + digit(bytes, at + 8) * 10
        + digit(bytes, at + 9);
  }

  private static int digit(byte[] bytes, int at) {
    return bytes[at] - '0';
  }

  static double number(byte[] bytes, int from, int to) {
    int at = from;
    boolean negative = bytes[at] == '-';
    if (negative) {
      at++;
    }
    long digits = 0;
    int point = to;
    for (; at < to; at++) {
      byte one = bytes[at];
      if (one == '.') {
        point = at + 1;
      } else if (one < '0' || one > '9') {
        return slow(bytes, from, to);
      } else {
        digits = digits * 10 + (one - '0');
      }
    }
    if (to - from > 16) {
      return slow(bytes, from, to);
    }
    double value = digits / POWERS[to - point];
    return negative ? -value : value;
  }

  private static double slow(byte[] bytes, int from, int to) {
    return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
  }
}
