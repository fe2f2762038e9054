package dev.isotherm.signal.window;

import dev.isotherm.average.SlidingRegression;
import dev.isotherm.signal.Evaluator;

/** The slope of the line of least squares through the readings of a window. */
final class Slope implements Aggregate {

  private final long unitMillis;
  private final SlidingRegression regression = new SlidingRegression();

  Slope(long unitMillis) {
    this.unitMillis = unitMillis;
  }

  @Override
  public void add(Window window, long index) {
    regression.add(window.log().epochMillis(index), window.log().value(index));
  }

  @Override
  public void remove(Window window, long index) {
    regression.remove(window.log().epochMillis(index), window.log().value(index));
  }

  @Override
  public double result(Window window) {
    return Evaluator.finite(regression.slope(unitMillis).orElse(Double.NaN));
  }
}
