package dev.isotherm.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was learned of one series, in 64 bytes for each slot. A {@link Usual} takes three times as
 * much, and a baseline may have a million of them. Mutable until the baseline is complete.
 */
final class LearnedSeries {

  private static final int MEAN = 0;
  private static final int STDDEV = 1;
  private static final int PERCENTILES = 2;
  private static final int NUMBERS = PERCENTILES + Usual.PERCENTS.size();

  /** 0 for slots of which nothing was learned. */
  private final long[] counts;

  private final double[] numbers;

  LearnedSeries(int slots) {
    counts = new long[slots];
    numbers = new double[slots * NUMBERS];
  }

  /** Returns what is usual in a slot; empty if nothing was learned of it. */
  Optional<Usual> in(int slot) {
    if (counts[slot] == 0) {
      return Optional.empty();
    }
    int first = slot * NUMBERS;
    List<Double> percentiles = new ArrayList<>(Usual.PERCENTS.size());
    for (int i = first + PERCENTILES; i < first + NUMBERS; i++) {
      percentiles.add(numbers[i]);
    }
    return Optional.of(
        new Usual(counts[slot], numbers[first + MEAN], numbers[first + STDDEV], percentiles));
  }

  /**
   * Sets what is usual in a slot.
   *
   * @return whether nothing was known of it before
   */
  boolean add(int slot, Usual usual) {
    boolean isNew = counts[slot] == 0;
    int first = slot * NUMBERS;
    counts[slot] = usual.count();
    numbers[first + MEAN] = usual.mean();
    numbers[first + STDDEV] = usual.stddev();
    for (int i = 0; i < usual.percentiles().size(); i++) {
      numbers[first + PERCENTILES + i] = usual.percentiles().get(i);
    }
    return isNew;
  }
}
