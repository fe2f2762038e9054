package dev.isotherm.rules;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The first names by their order, as many as are kept. */
final class FirstNames {

  /** The number of names that are kept. */
  static final int MOST = 1_000;

  private final TreeSet<String> names = new TreeSet<>();
  private boolean more;

  void add(String name) {
    if (names.add(name) && names.size() > MOST) {
      names.pollLast();
      more = true;
    }
  }

  void addAll(Collection<String> others, boolean moreOfThem) {
    others.forEach(this::add);
    more |= moreOfThem;
  }

  List<String> list() {
    return List.copyOf(names);
  }

  /** Whether there were others. */
  boolean hasMore() {
    return more;
  }
}
