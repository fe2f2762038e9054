package dev.isotherm.glob;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds what stands under the globs that may match a name, without a look at all globs: by the
 * exact name, or by the prefix of the glob. Globs that begin with a wildcard are candidates for
 * every name.
 *
 * @param <T> what stands under a glob
 */
public final class GlobIndex<T> {

  private final Map<String, List<T>> exact = new HashMap<>();
  private final Map<String, List<T>> byPrefix = new HashMap<>();
  private final TreeSet<Integer> prefixLengths = new TreeSet<>();

  public void add(Glob glob, T value) {
    String prefix = glob.prefix();
    if (!glob.isExact()) {
      prefixLengths.add(prefix.length());
    }
    (glob.isExact() ? exact : byPrefix)
        .computeIfAbsent(prefix, key -> new ArrayList<>())
        .add(value);
  }

  /**
   * Returns what stands under each glob that matches a name, and under some that do not. Those of
   * exact globs come first, then those of shorter prefixes; of one prefix, in the order in which
   * they were added. The list is the caller's.
   */
  public List<T> candidates(String name) {
    List<T> found = new ArrayList<>();
    addAll(exact.get(name), found);
    for (int length : prefixLengths) {
      if (length > name.length()) {
        break;
      }
      addAll(byPrefix.get(name.substring(0, length)), found);
    }
    return found;
  }

  private static <T> void addAll(@Nullable List<T> some, List<T> to) {
    if (some != null) {
      to.addAll(some);
    }
  }
}
