package dev.isotherm.signal.window;

import dev.isotherm.average.SlidingMoments;
import dev.isotherm.signal.Evaluator;
import dev.isotherm.signal.TimeFunction;

/** The exact sums of a window: its mean, its sum or its standard deviation. */
final class Moments implements Aggregate {

  private final TimeFunction function;
  private final SlidingMoments moments = new SlidingMoments();

  Moments(TimeFunction function) {
    this.function = function;
  }

  @Override
  public void add(Window window, long index) {
    moments.add(window.log().value(index));
  }

  @Override
  public void remove(Window window, long index) {
    moments.remove(window.log().value(index));
  }

  @Override
  public double result(Window window) {
    if (window.isEmpty()) {
      return Double.NaN;
    }
    return Evaluator.finite(
        switch (function) {
          case MEAN -> moments.mean();
          case SUM -> moments.sum();
          default -> moments.stddev();
        });
  }
}
