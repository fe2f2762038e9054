package dev.isotherm.parse.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names of the members of a message, to find one that is there twice. Reused. */
final class SeenNames {

  /** Number of names up to which a list is searched; then a set is faster. */
  private static final int FEW = 16;

  private final List<String> few = new ArrayList<>(FEW);
  private Set<String> many = Set.of();

  /** Begins another message. */
  void clear() {
    few.clear();
    many = Set.of();
  }

  /** Takes a name; returns whether it comes for the first time. */
  boolean isNew(String name) {
    if (few.size() < FEW) {
      return !few.contains(name) && few.add(name);
    }
    if (many.isEmpty()) {
      many = new HashSet<>(few);
    }
    return many.add(name);
  }
}
