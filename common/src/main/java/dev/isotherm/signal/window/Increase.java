package dev.isotherm.signal.window;

import dev.isotherm.average.ExactRatio;
import dev.isotherm.average.ExactSum;
import dev.isotherm.signal.Evaluator;

/**
 * By how much a counter rose in a window, or its rate. A counter that falls was reset, and adds its
 * new value: the increase is the last reading, less the first one, plus all that was lost by
 * resets.
 */
final class Increase implements Aggregate {

  private final long unitMillis;

  /** The sum of the readings before the resets, of which both readings are in the window. */
  private final ExactSum lost = new ExactSum();

  /**
   * @param unitMillis the unit of time of a rate; 0 for the increase itself
   */
  Increase(long unitMillis) {
    this.unitMillis = unitMillis;
  }

  @Override
  public boolean needsBase() {
    return true;
  }

  @Override
  public void add(Window window, long index) {
    if (index > window.start() && isReset(window.log(), index - 1)) {
      lost.add(window.log().value(index - 1));
    }
  }

  @Override
  public void remove(Window window, long index) {
    if (index + 1 < window.end() && isReset(window.log(), index)) {
      lost.add(-window.log().value(index));
    }
  }

  private static boolean isReset(ReadingLog log, long index) {
    return log.value(index + 1) < log.value(index);
  }

  @Override
  public double result(Window window) {
    long base = window.base();
    long first = base == Window.NO_BASE ? window.start() : base;
    long last = window.end() - 1;
    if (window.isEmpty() || first == last) {
      return Double.NaN;
    }
    ReadingLog log = window.log();
    ExactSum increase = lost.copy();
    if (first == base && isReset(log, base)) {
      increase.add(log.value(base));
    }
    increase.add(log.value(last));
    increase.add(-log.value(first));
    return Evaluator.finite(
        unitMillis == 0
            ? increase.rounded()
            : perUnit(increase, log.epochMillis(last) - log.epochMillis(first)));
  }

  private double perUnit(ExactSum increase, long elapsedMillis) {
    return elapsedMillis == 0 ? Double.NaN : ExactRatio.of(increase, unitMillis, elapsedMillis);
  }
}
