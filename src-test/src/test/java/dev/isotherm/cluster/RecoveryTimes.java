package dev.isotherm.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long it took after each kill until results came again. */
final class RecoveryTimes {
  private final String test;
  private final Map<String, List<Double>> secondsByKind = new LinkedHashMap<>();

  /**
   * Starts with none.
   *
   * @param test begins each line
   */
  RecoveryTimes(String test) {
    this.test = test;
  }

  void add(String kind, Duration taken) {
    secondsByKind.computeIfAbsent(kind, any -> new ArrayList<>()).add(taken.toMillis() / 1000.0);
  }

  /** The longest of a kind, in seconds; 0 if there is none. */
  double longest(String kind) {
    return sorted(kind).stream().reduce(0.0, Math::max);
  }

  /** One line per kind. */
  void print() {
    for (String kind : secondsByKind.keySet()) {
      List<Double> sorted = sorted(kind);
      System.out.printf(
          "%s %s: %d times, results again after %.1f s (median), %.1f s (95th"
              + " percentile), %.1f s (longest): %s%n",
          test,
          kind,
          sorted.size(),
          quantile(sorted, 0.5),
          quantile(sorted, 0.95),
          sorted.get(sorted.size() - 1),
          secondsByKind.get(kind));
    }
  }

  private List<Double> sorted(String kind) {
    return secondsByKind.getOrDefault(kind, List.of()).stream().sorted().toList();
  }

  /** The smallest that is not less than this share of all. */
  private static double quantile(List<Double> sorted, double share) {
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }
}
