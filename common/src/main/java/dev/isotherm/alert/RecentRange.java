package dev.isotherm.alert;

import java.util.ArrayList;
import java.util.List;

/**
 * The lowest and the highest value of a series in one sixtieth of the time that a rule looks back.
 * At most 61 of these are kept, however many readings come. The price: a reading counts for up to a
 * sixtieth longer. A reading that is exactly as old as the rule looks back counts.
 *
 * @param slice index of the sixtieth, counted from the epoch
 */
public record RecentRange(long slice, double lowest, double highest) {

  private static final int SLICES = 60;

  /** Adds a reading, which must be the latest, and drops ranges that are too old. */
  static List<RecentRange> with(
      List<RecentRange> before, long instant, double value, long withinMillis) {
    long sliceMillis = (withinMillis + SLICES - 1) / SLICES;
    long slice = Math.floorDiv(instant, sliceMillis);
    long oldest = Math.floorDiv(instant - withinMillis, sliceMillis);
    List<RecentRange> kept = new ArrayList<>();
    RecentRange latest = new RecentRange(slice, value, value);
    for (RecentRange one : before) {
      if (one.slice == slice) {
        latest = new RecentRange(slice, Math.min(one.lowest, value), Math.max(one.highest, value));
      } else if (one.slice >= oldest) {
        kept.add(one);
      }
    }
    kept.add(latest);
    return kept;
  }

  static double lowest(List<RecentRange> all) {
    return all.stream().mapToDouble(RecentRange::lowest).min().orElseThrow();
  }

  static double highest(List<RecentRange> all) {
    return all.stream().mapToDouble(RecentRange::highest).max().orElseThrow();
  }
}
