package dev.isotherm.flow.ingest;

import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts the readings that repeat an earlier one, of the same series, instant and value; in any
 * order, and however the readings are distributed to samples that are merged. The count is exact as
 * long as there are at most {@value #MOST} different readings. Of more, it is estimated from those
 * whose instants and series have small hashes: a half of them, a quarter, and so on, so that the
 * memory is bounded. All samples choose the same ones, so that a copy of a file is found whoever
 * reads it (coordinated sampling: Gibbons, VLDB 2001).
 *
 * <p>A reading that is not chosen costs a multiplication. Reused arrays in place of a map make the
 * first million readings three times as fast.
 */
public final class RepeatSample implements Serializable {

  /** How many different readings are kept. */
  static final int MOST = 1 << 12;

  /** While there are as many instants, some of them are given up, then some of the series. */
  private static final int FEW_INSTANTS = 64;

  private static final int LAST_LEVEL = 62;
  private static final long FACTOR = 0x9E3779B97F4A7C15L;
  private static final long SECOND_FACTOR = 0xD1B54A32D192ED03L;
  private static final long serialVersionUID = 1;

  private int instantLevel;
  private int seriesLevel;

  /** A table of the chosen readings by their fingerprints, at most half full. */
  private Table chosen = new Table(1 << 6);

  private static final class Table implements Serializable {
    private static final long serialVersionUID = 1;

    /** Hashes of all of a reading; 0 where there is none. */
    final long[] fingerprints;

    final long[] instantHashes;
    final long[] seriesHashes;

    /** How often the reading has occurred. */
    final int[] counts;

    int size;

    Table(int slots) {
      fingerprints = new long[slots];
      instantHashes = new long[slots];
      seriesHashes = new long[slots];
      counts = new int[slots];
    }

    boolean isHalfFull() {
      return size > fingerprints.length / 2;
    }

    void add(long fingerprint, long instantHash, long seriesHash, int count) {
      int mask = fingerprints.length - 1;
      int slot = (int) fingerprint & mask;
      while (fingerprints[slot] != fingerprint && counts[slot] > 0) {
        slot = (slot + 1) & mask;
      }
      if (counts[slot] == 0) {
        fingerprints[slot] = fingerprint;
        instantHashes[slot] = instantHash;
        seriesHashes[slot] = seriesHash;
        size++;
      }
      counts[slot] += count;
    }

    boolean hasManyInstants() {
      Set<Long> instants = new HashSet<>();
      for (int slot = 0; slot < counts.length && instants.size() < FEW_INSTANTS; slot++) {
        if (counts[slot] > 0) {
          instants.add(instantHashes[slot]);
        }
      }
      return instants.size() == FEW_INSTANTS;
    }
  }

  /** Adds all readings of a block. */
  void add(ReadingBlock block) {
    long[] instants = block.epochMillis();
    long limit = limit(instantLevel);
    for (int i = 0; i < block.count(); i++) {
      long hash = instants[i] * FACTOR;
      if (hash <= limit) {
        add(block.series()[i], instants[i], hash, block.values()[i]);
        limit = limit(instantLevel);
      }
    }
  }

  private void add(Series series, long millis, long instantHash, double value) {
    long seriesHash = series.hashCode() * FACTOR;
    if (seriesHash > limit(seriesLevel)) {
      return;
    }
    long hash = mixed(hash(series.sensorId(), millis), hash(series.metric(), FACTOR));
    long fingerprint = mixed(hash, Double.doubleToLongBits(value));
    chosen.add(fingerprint, instantHash, seriesHash, 1);
    if (chosen.isHalfFull()) {
      makeRoom();
    }
  }

  /** Returns the largest hash that is chosen: all at level 0, half as many at each further one. */
  private static long limit(int level) {
    return level == 0 ? Long.MAX_VALUE : Long.MIN_VALUE + ((1L << (Long.SIZE - level)) - 1);
  }

  private static long hash(String text, long seed) {
    long hash = seed;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * SECOND_FACTOR;
      hash ^= hash >>> 32;
    }
    return hash;
  }

  private static long mixed(long first, long second) {
    long one = (first ^ FACTOR) * SECOND_FACTOR;
    long both = (one ^ (one >>> 29) ^ second) * FACTOR;
    return both ^ (both >>> 32);
  }

  /** Makes the table larger, or gives up some readings if it is as large as it may be. */
  private void makeRoom() {
    if (chosen.fingerprints.length < 2 * MOST) {
      copyChosen(2 * chosen.fingerprints.length);
      return;
    }
    while (chosen.isHalfFull()) {
      boolean fewerInstants = chosen.hasManyInstants() || seriesLevel == LAST_LEVEL;
      if (fewerInstants && instantLevel < LAST_LEVEL) {
        instantLevel++;
      } else if (seriesLevel < LAST_LEVEL) {
        seriesLevel++;
      } else {
        chosen = new Table(2 * MOST); // many values of one instant: nothing can be said
      }
      copyChosen(2 * MOST);
    }
  }

  /** Copies the readings that are still chosen to a new table. */
  private void copyChosen(int slots) {
    Table before = chosen;
    chosen = new Table(slots);
    addAll(before);
  }

  private void addAll(Table other) {
    for (int slot = 0; slot < other.counts.length; slot++) {
      if (other.counts[slot] > 0
          && other.instantHashes[slot] <= limit(instantLevel)
          && other.seriesHashes[slot] <= limit(seriesLevel)) {
        chosen.add(
            other.fingerprints[slot],
            other.instantHashes[slot],
            other.seriesHashes[slot],
            other.counts[slot]);
        if (chosen.isHalfFull()) {
          makeRoom();
        }
      }
    }
  }

  /** Adds the readings of another sample. */
  void merge(RepeatSample other) {
    instantLevel = Math.max(instantLevel, other.instantLevel);
    seriesLevel = Math.max(seriesLevel, other.seriesLevel);
    copyChosen(chosen.fingerprints.length);
    addAll(other.chosen);
  }

  /** Returns whether the count is no estimate. */
  public boolean isExact() {
    return instantLevel + seriesLevel == 0;
  }

  /** Returns how many readings repeat an earlier one. */
  public long repeats() {
    long occurrences = 0;
    for (int count : chosen.counts) {
      occurrences += count;
    }
    return (occurrences - chosen.size) << Math.min(instantLevel + seriesLevel, Integer.SIZE);
  }
}
