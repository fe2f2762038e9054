package dev.isotherm.jobs.diff;

import dev.isotherm.jobs.diff.Episode.Kind;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An episode under the old rules, and the one under the new rules that replaces it. One of them is
 * {@code null} if there is no counterpart.
 */
public record EpisodePair(
    String rule, Series series, @Nullable Episode old, @Nullable Episode changed) {

  /** How the new rules differ from the old ones. */
  public enum Difference {
    /** Under the new rules only. */
    MORE,
    /** Under the old rules only. */
    FEWER,
    /** It begins earlier. */
    EARLIER,
    /** It begins later. */
    LATER,
    /** Its worst severity differs, or it became as bad at another time. */
    OTHER_SEVERITY,
    /** Its end differs, or one does not end. */
    OTHER_END
  }

  /**
   * Pairs the episodes of one rule, one series and one kind. In the order of time, the first two
   * that overlap belong together, counted from when their conditions began to hold. Each belongs to
   * at most one other: if three short alerts replace a long one, the first of them is its
   * counterpart, later or shorter, and two are more.
   *
   * @param old disjoint, in their order
   * @param changed disjoint, in their order
   */
  static List<EpisodePair> of(
      String rule, Series series, List<Episode> old, List<Episode> changed) {
    List<EpisodePair> pairs = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < changed.size()) {
      Episode before = i < old.size() ? old.get(i) : null;
      Episode after = j < changed.size() ? changed.get(j) : null;
      if (before != null && after != null && !before.overlaps(after)) {
        if (before.sinceMillis() < after.sinceMillis()) {
          after = null;
        } else {
          before = null;
        }
      }
      i += before == null ? 0 : 1;
      j += after == null ? 0 : 1;
      pairs.add(new EpisodePair(rule, series, before, after));
    }
    return pairs;
  }

  /** The episode that there is if the other one is missing, or else the old one. */
  public Episode any() {
    return old == null ? changed : old;
  }

  public Kind kind() {
    return any().kind();
  }

  /** When the first of the two begins. */
  public long fromMillis() {
    Episode other = changed == null ? old : changed;
    return Math.min(any().fromMillis(), other.fromMillis());
  }

  public boolean isSame() {
    return differences().isEmpty();
  }

  /** All differences, in the order of the constants; empty if both are the same. */
  public List<Difference> differences() {
    if (old == null || changed == null) {
      return List.of(old == null ? Difference.MORE : Difference.FEWER);
    }
    List<Difference> all = new ArrayList<>();
    if (old.fromMillis() != changed.fromMillis()) {
      boolean earlier = changed.fromMillis() < old.fromMillis();
      all.add(earlier ? Difference.EARLIER : Difference.LATER);
    }
    if (!Objects.equals(old.severity(), changed.severity()) || !reachedAtOtherTimes().isEmpty()) {
      all.add(Difference.OTHER_SEVERITY);
    }
    if (old.toMillis() != changed.toMillis()) {
      all.add(Difference.OTHER_END);
    }
    return all;
  }

  /**
   * The severities that both reached, but at different times. A severity that both had from their
   * begin on is not among them: then their begins differ.
   */
  public List<AlertSeverity> reachedAtOtherTimes() {
    if (old == null || changed == null) {
      return List.of();
    }
    List<AlertSeverity> all = new ArrayList<>();
    for (AlertSeverity one : changed.severities().all()) {
      Long before = old.reachedAt(one);
      Long after = changed.reachedAt(one);
      boolean isOfEither = old.reached().containsKey(one) || changed.reached().containsKey(one);
      if (isOfEither && before != null && after != null && !before.equals(after)) {
        boolean sinceBegin = before == old.fromMillis() && after == changed.fromMillis();
        if (!sinceBegin) {
          all.add(one);
        }
      }
    }
    return all;
  }
}
