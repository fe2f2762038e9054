package dev.isotherm.flow.partial;

import dev.isotherm.model.LateReading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * How the series of a window are divided into shares, each of which is one key of Flink: one record
 * and one value of the state have a whole share, not one series.
 *
 * <p>A share is a set of key groups of what would be the key without shares. So where there are at
 * most {@value #COUNT} key groups and their number is a power of two, as Flink chooses it, a share
 * is processed where its series would be. State that was keyed by them is found there.
 */
public enum SeriesShares {
  /** By the hash of series and window. */
  BY_WINDOW,
  /** By the hash of the series: one subtask has all windows of a series. */
  BY_SERIES,
  /** Not at all: each block has one series. */
  NONE;

  /**
   * The shares of the averages of windows.
   *
   * @param exclusion what late readings are excluded from. For rules, one subtask must have all
   *     windows of a series.
   */
  public static SeriesShares of(Windowing windowing, LateReading.Exclusion exclusion) {
    if (windowing instanceof SessionWindows) {
      return NONE;
    }
    return exclusion == LateReading.Exclusion.AVERAGES ? BY_WINDOW : BY_SERIES;
  }

  /** How many shares there are. */
  public static final int COUNT = 1 << 8;

  private static final String NAME = "share";

  /** 31 times this is 1, modulo 2^32. */
  private static final int INVERSE_OF_31 = 0xbdef7bdf;

  /** By share, a hash that Flink assigns to it. */
  private static final int[] HASHES = hashes();

  private static final int DIGITS = 7;
  private static final char LOWEST_DIGIT = 'A';

  /** The hash of the name whose digits are all the lowest one. */
  private static final int HASH_OF_ZERO = String.valueOf(LOWEST_DIGIT).repeat(DIGITS).hashCode();

  private static int[] hashes() {
    int[] hashes = new int[COUNT];
    boolean[] found = new boolean[COUNT];
    int left = COUNT;
    for (int hash = 1; left > 0; hash++) {
      int share = of(hash);
      if (!found[share]) {
        found[share] = true;
        hashes[share] = hash;
        left--;
      }
    }
    return hashes;
  }

  private static int of(int hash) {
    return KeyGroupRangeAssignment.computeKeyGroupForKeyHash(hash, COUNT);
  }

  /** The share of a series, from 0 to {@link #COUNT} − 1. */
  public int of(SeriesWindow window) {
    return of(this == BY_WINDOW ? window.hashCode() : window.series().hashCode());
  }

  /**
   * The key of a share of a window: a window of the same instants, whose series is an invented one
   * with the hash that leads to the share.
   */
  SeriesWindow key(int share, long startMillis, long endMillis) {
    return new SeriesWindow(
        seriesWithHash(hashOfSeries(HASHES[share], startMillis, endMillis)),
        startMillis,
        endMillis);
  }

  /** Undoes {@link SeriesWindow#hashCode}. */
  private int hashOfSeries(int hash, long startMillis, long endMillis) {
    if (this == BY_SERIES) {
      return hash;
    }
    int ofStart = (hash - Long.hashCode(endMillis)) * INVERSE_OF_31;
    return (ofStart - Long.hashCode(startMillis)) * INVERSE_OF_31;
  }

  /** Undoes {@link Series#hashCode}. */
  private static Series seriesWithHash(int hash) {
    return new Series(NAME, nameWithHash(hash - 31 * NAME.hashCode()));
  }

  /** Undoes {@link String#hashCode}: the characters are the digits of the hash to the base 31. */
  private static String nameWithHash(int hash) {
    char[] digits = new char[DIGITS];
    long rest = Integer.toUnsignedLong(hash - HASH_OF_ZERO);
    for (int i = DIGITS - 1; i >= 0; i--) {
      digits[i] = (char) (LOWEST_DIGIT + rest % 31);
      rest /= 31;
    }
    return new String(digits);
  }
}
