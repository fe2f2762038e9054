package dev.isotherm.jobs.report;

import java.util.Collection;
import java.util.stream.Collectors;

/** Lists names in a sentence. */
final class NameList {
  private NameList() {}

  /** {@code a, b, c and 7 others}. */
  static String of(Collection<String> names, int max) {
    int more = names.size() - max;
    return names.stream().limit(max).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " others" : "");
  }
}
