package dev.isotherm.alert;

import java.util.ArrayList;
import java.util.List;

/**
 * The lowest and the highest of what a series measured in one sixtieth of the time that a rule
 * looks back. So what is kept has a bound, however many readings come: 61 of these. The price: a
 * reading counts for up to a sixtieth longer. One that is exactly as old as the rule looks back
 * counts.
 *
 * @param slice which sixtieth, counted from the epoch
 */
public record RecentRange(long slice, double lowest, double highest) {

  private static final int SLICES = 60;

  /** What is left of what was before, and a new reading, which is the latest. */
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
