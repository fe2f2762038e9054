package dev.isotherm.signal.window;

import dev.isotherm.average.SlidingMoments;
import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Evaluator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How far a value is from the mean of earlier ones, in standard deviations. */
final class DeviationFromEarlier implements Aggregate {

  private final Deviation form;
  private SlidingMoments earlier = new SlidingMoments();

  DeviationFromEarlier(Deviation form) {
    this.form = form;
  }

  @Override
  public void add(Window window, long index) {
    long joining = window.form().comparesNewest() ? index - 1 : index;
    if (!window.form().keepsAll() && joining >= window.start()) {
      earlier.add(window.log().value(joining));
    }
  }

  @Override
  public void remove(Window window, long index) {
    double value = window.log().value(index);
    if (window.form().keepsAll()) {
      earlier.add(value);
    } else if (!window.form().comparesNewest() || index + 1 < window.end()) {
      earlier.remove(value);
    }
  }

  @Override
  public double result(Window window) {
    long newest = window.end() - 1;
    return window.isEmpty() || window.isStale(newest)
        ? Double.NaN
        : result(window.log().value(newest));
  }

  /** Returns the result for a value that is not in the window; NaN if one of both is absent. */
  double result(double value) {
    return earlier.count() < form.least() || Double.isNaN(value)
        ? Double.NaN
        : Evaluator.finite(earlier.deviation(value, form.floor()).orElse(Double.NaN));
  }

  void copyFrom(DeviationFromEarlier other) {
    earlier = other.earlier.copy();
  }

  void writeTo(DataOutput out) throws IOException {
    earlier.writeTo(out);
  }

  void readFrom(DataInput in) throws IOException {
    earlier = SlidingMoments.readFrom(in);
  }
}
