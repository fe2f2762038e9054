package dev.isotherm.jobs.report;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the first elements in an order, and no others. */
final class FirstInOrder<T> {

  private final Comparator<T> order;
  private final int max;
  private final PriorityQueue<T> lastOnTop;

  FirstInOrder(Comparator<T> order, int max) {
    this.order = order;
    this.max = max;
    this.lastOnTop = new PriorityQueue<>(order.reversed());
  }

  void add(T one) {
    lastOnTop.add(one);
    if (lastOnTop.size() > max) {
      lastOnTop.remove();
    }
  }

  List<T> sorted() {
    return lastOnTop.stream().sorted(order).toList();
  }
}
