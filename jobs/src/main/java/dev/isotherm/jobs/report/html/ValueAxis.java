package dev.isotherm.jobs.report.html;

import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.condition.Band;
import dev.isotherm.rules.condition.Equality;
import dev.isotherm.rules.condition.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The axis of the values of a chart.
 *
 * @param low the value at the bottom
 * @param high the value at the top, greater
 */
record ValueAxis(double low, double high) {

  /** Height of a chart: each pixel has ten units. */
  static final int HEIGHT = 1_200;

  private static final double MARGIN = 0.04;

  /** Chooses an axis for values, and for limits that are not far from them. */
  static ValueAxis of(double min, double max, SortedSet<Double> limits) {
    double span = max / 2 - min / 2;
    double low = min;
    double high = max;
    for (double limit : limits) {
      if (limit / 2 >= min / 2 - span && limit / 2 <= max / 2 + span) {
        low = Math.min(low, limit);
        high = Math.max(high, limit);
      }
    }
    double margin = (high / 2 - low / 2) * 2 * MARGIN;
    if (!(margin > 0)) {
      margin = Math.max(Math.abs(low) * MARGIN, Double.MIN_NORMAL * 1e6);
    }
    return new ValueAxis(bounded(low - margin), bounded(high + margin));
  }

  private static double bounded(double value) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
  }

  /** Returns the place of a value, from the top; halves do not overflow. */
  int y(double value) {
    double share = (high / 2 - value / 2) / (high / 2 - low / 2);
    return (int) Math.round(Math.max(0, Math.min(1, share)) * HEIGHT);
  }

  boolean contains(double value) {
    return value >= low && value <= high;
  }

  /** The limits at which alerts of a rule begin. */
  static SortedSet<Double> limits(List<Rule> rules) {
    SortedSet<Double> limits = new TreeSet<>();
    for (Rule rule : rules) {
      for (Level level : rule.levels()) {
        limits.addAll(limits(level));
      }
    }
    return limits;
  }

  private static List<Double> limits(Level level) {
    List<Double> limits = new ArrayList<>();
    if (level.condition() instanceof Threshold threshold) {
      limits.add(threshold.limit());
    } else if (level.condition() instanceof Band band) {
      limits.add(band.limits().low());
      limits.add(band.limits().high());
    } else if (level.condition() instanceof Equality equality) {
      limits.add(equality.number());
    }
    return limits;
  }
}
