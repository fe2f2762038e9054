package dev.isotherm.jobs.diff;

import dev.isotherm.jobs.diff.EpisodePair.Difference;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many alerts there are under the old and under the new rules, and how they differ.
 *
 * @param old under the old rules
 * @param changed under the new rules
 * @param same the same under both
 * @param differences how many pairs have each difference; a pair may have several
 */
public record DiffCounts(long old, long changed, long same, Map<Difference, Long> differences) {

  public DiffCounts {
    Map<Difference, Long> copy = new EnumMap<>(Difference.class);
    copy.putAll(differences);
    differences = copy;
  }

  /** Counts pairs. */
  public static DiffCounts of(Collection<EpisodePair> pairs) {
    Map<Difference, Long> differences = new EnumMap<>(Difference.class);
    pairs.forEach(one -> one.differences().forEach(what -> differences.merge(what, 1L, Long::sum)));
    return new DiffCounts(
        pairs.stream().filter(one -> one.old() != null).count(),
        pairs.stream().filter(one -> one.changed() != null).count(),
        pairs.stream().filter(EpisodePair::isSame).count(),
        differences);
  }

  /** How many pairs have a difference. */
  public long of(Difference difference) {
    return differences.getOrDefault(difference, 0L);
  }

  /** How many alerts are under both, and differ. */
  public long different() {
    return old - same - of(Difference.FEWER);
  }

  /** How many pairs differ in anything. */
  public long allDifferent() {
    return different() + of(Difference.FEWER) + of(Difference.MORE);
  }
}
