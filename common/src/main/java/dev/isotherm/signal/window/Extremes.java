package dev.isotherm.signal.window;

import dev.isotherm.signal.Evaluator;
import dev.isotherm.signal.TimeFunction;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The smallest and the largest reading of a window. Each reading is added once and removed once,
 * however long the window is: only those are kept that may still become the result.
 */
final class Extremes implements Aggregate {

  private final TimeFunction function;

  /** Indices of readings, each smaller, or larger, than all that came before it. */
  private final Deque<Long> smallest = new ArrayDeque<>();

  private final Deque<Long> largest = new ArrayDeque<>();

  Extremes(TimeFunction function) {
    this.function = function;
  }

  @Override
  public void add(Window window, long index) {
    if (function != TimeFunction.MAX) {
      add(smallest, window.log(), index, -1);
    }
    if (function != TimeFunction.MIN) {
      add(largest, window.log(), index, 1);
    }
  }

  private static void add(Deque<Long> candidates, ReadingLog log, long index, int sign) {
    double value = log.value(index);
    while (!candidates.isEmpty()
        && sign * Double.compare(value, log.value(candidates.getLast())) >= 0) {
      candidates.removeLast();
    }
    candidates.addLast(index);
  }

  @Override
  public void remove(Window window, long index) {
    remove(smallest, index);
    remove(largest, index);
  }

  private static void remove(Deque<Long> candidates, long index) {
    if (!candidates.isEmpty() && candidates.getFirst() == index) {
      candidates.removeFirst();
    }
  }

  @Override
  public double result(Window window) {
    if (window.isEmpty()) {
      return Double.NaN;
    }
    ReadingLog log = window.log();
    return switch (function) {
      case MIN -> log.value(smallest.getFirst());
      case MAX -> log.value(largest.getFirst());
      default -> Evaluator.finite(log.value(largest.getFirst()) - log.value(smallest.getFirst()));
    };
  }
}
