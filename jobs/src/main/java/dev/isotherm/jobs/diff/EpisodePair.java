package dev.isotherm.jobs.diff;

import dev.isotherm.jobs.diff.Episode.Kind;
import dev.isotherm.model.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An episode under the old rules and the one under the new rules that takes its place; one of them
 * is {@code null} where there is no such.
 */
public record EpisodePair(String rule, Series series, Episode old, Episode changed) {

  /** What is other under the new rules. */
  public enum Difference {
    /** Under the new rules alone. */
    MORE,
    /** Under the old rules alone. */
    FEWER,
    /** It begins earlier. */
    EARLIER,
    /** It begins later. */
    LATER,
    /** Its worst severity is another one. */
    OTHER_SEVERITY,
    /** It ends at another time, or does not end. */
    OTHER_END
  }

  /**
   * Pairs the episodes of one rule, one series and one kind: in the order of time, the first two
   * that overlap belong together. Each belongs to one other at most, so where three short alerts
   * take the place of a long one, the first of them is that one, later or shorter, and two are
   * more.
   *
   * @param old disjoint, in their order
   * @param changed the same
   */
  static List<EpisodePair> of(
      String rule, Series series, List<Episode> old, List<Episode> changed) {
    List<EpisodePair> pairs = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < changed.size()) {
      Episode before = i < old.size() ? old.get(i) : null;
      Episode after = j < changed.size() ? changed.get(j) : null;
      boolean together = before != null && after != null && before.overlaps(after);
      boolean oldOnly =
          !together
              && (after == null || (before != null && before.fromMillis() < after.fromMillis()));
      i += together || oldOnly ? 1 : 0;
      j += together || !oldOnly ? 1 : 0;
      pairs.add(
          together
              ? new EpisodePair(rule, series, before, after)
              : new EpisodePair(rule, series, oldOnly ? before : null, oldOnly ? null : after));
    }
    return pairs;
  }

  public Kind kind() {
    return (old == null ? changed : old).kind();
  }

  /** When the first of the two begins. */
  public long fromMillis() {
    return old == null
        ? changed.fromMillis()
        : changed == null ? old.fromMillis() : Math.min(old.fromMillis(), changed.fromMillis());
  }

  public boolean isSame() {
    return Objects.equals(old, changed);
  }

  /** What is other, in the order of the constants; nothing where nothing is. */
  public List<Difference> differences() {
    if (old == null || changed == null) {
      return List.of(old == null ? Difference.MORE : Difference.FEWER);
    }
    List<Difference> all = new ArrayList<>();
    if (old.fromMillis() != changed.fromMillis()) {
      boolean earlier = changed.fromMillis() < old.fromMillis();
      all.add(earlier ? Difference.EARLIER : Difference.LATER);
    }
    if (old.severity() != changed.severity()) {
      all.add(Difference.OTHER_SEVERITY);
    }
    if (old.toMillis() != changed.toMillis()) {
      all.add(Difference.OTHER_END);
    }
    return all;
  }
}
