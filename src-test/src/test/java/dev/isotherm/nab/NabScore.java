package dev.isotherm.nab;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The score of the Numenta Anomaly Benchmark with the profile {@code standard}, after Lavin and
 * Ahmad, "Evaluating Real-time Anomaly Detection Algorithms", 2015, and the scorer in the
 * repository of the benchmark.
 *
 * <p>The earliest detection within a window counts, the more the earlier it is. A window without
 * detection costs 1. A detection outside of all windows costs 0.11, or less shortly after a window.
 */
final class NabScore {

  private static final double FALSE_POSITIVE = 0.11;
  private static final double FALSE_NEGATIVE = 1;

  /** Of a detection with the first value of a window, before it is scaled to 1. */
  private static final double EARLIEST = sigmoid(-1);

  private double sum;
  private int windows;

  /** Adds the detections in a series: the indices of its values. */
  void add(NabSeries series, BitSet detections) {
    List<NabSeries.Window> all = series.windows();
    double[] best = new double[all.size()];
    Arrays.fill(best, -FALSE_NEGATIVE);
    int first = detections.nextSetBit(series.probationary());
    for (int at = first; at >= 0; at = detections.nextSetBit(at + 1)) {
      int window = windowAt(all, at);
      if (window >= 0) {
        best[window] = Math.max(best[window], truePositive(all.get(window), at));
      } else {
        sum += falsePositive(all, at);
      }
    }
    sum += Arrays.stream(best).sum();
    windows += best.length;
  }

  private static int windowAt(List<NabSeries.Window> windows, int at) {
    for (int i = 0; i < windows.size(); i++) {
      if (windows.get(i).first() <= at && at <= windows.get(i).last()) {
        return i;
      }
    }
    return -1;
  }

  static double truePositive(NabSeries.Window window, int at) {
    return sigmoid(-(double) (window.last() - at + 1) / window.length()) / EARLIEST;
  }

  /** Depends on the distance to the window before it, in lengths of this window. */
  static double falsePositive(List<NabSeries.Window> windows, int at) {
    double unweighted = -1;
    for (NabSeries.Window window : windows) {
      if (window.last() < at) {
        unweighted = sigmoid((double) (at - window.last()) / (window.length() - 1));
      }
    }
    return FALSE_POSITIVE * unweighted;
  }

  /** From 1, long before the end of a window, to -1, long after it. */
  private static double sigmoid(double position) {
    return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
  }

  /** Scaled so that a detector that detects nothing has 0, and a perfect one has 100. */
  double normalized() {
    double nothing = -FALSE_NEGATIVE * windows;
    return 100 * (sum - nothing) / (windows - nothing);
  }
}
