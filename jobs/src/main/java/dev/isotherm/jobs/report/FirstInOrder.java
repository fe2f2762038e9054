package dev.isotherm.jobs.report;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the first elements in an order, and no others. */
public final class FirstInOrder<T> {

  private final Comparator<T> order;
  private final int max;
  private final PriorityQueue<T> lastOnTop;

  /** Begins with no element. */
  public FirstInOrder(Comparator<T> order, int max) {
    this.order = order;
    this.max = max;
    this.lastOnTop = new PriorityQueue<>(order.reversed());
  }

  /** Adds an element, and removes the last one if there are too many. */
  public void add(T one) {
    lastOnTop.add(one);
    if (lastOnTop.size() > max) {
      lastOnTop.remove();
    }
  }

  /** Returns the elements that were kept, in order. */
  public List<T> sorted() {
    return lastOnTop.stream().sorted(order).toList();
  }
}
