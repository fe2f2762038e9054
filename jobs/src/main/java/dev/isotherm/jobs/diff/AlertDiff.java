package dev.isotherm.jobs.diff;

import dev.isotherm.jobs.diff.Episode.Kind;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the transitions of two sets of rules on one history, and compares their episodes. */
public final class AlertDiff {

  private static final Comparator<EpisodePair> BY_TIME =
      Comparator.comparingLong(EpisodePair::fromMillis)
          .thenComparing(EpisodePair::rule)
          .thenComparing(EpisodePair::series)
          .thenComparing(EpisodePair::kind);

  private record Alert(String rule, Series series) {}

  private final CombinedRules rules;
  private final Map<Alert, List<Transition>> old = new HashMap<>();
  private final Map<Alert, List<Transition>> changed = new HashMap<>();

  public AlertDiff(CombinedRules rules) {
    this.rules = rules;
  }

  /**
   * Adds a transition of {@link CombinedRules#rules}. Those of one alert and instant must come in
   * their order.
   */
  public void add(Transition transition) {
    CombinedRules.Owner owner = rules.owner(transition.rule());
    Alert alert = new Alert(owner.rule(), transition.series());
    if (owner.isOld()) {
      old.computeIfAbsent(alert, key -> new ArrayList<>(2)).add(transition);
    }
    if (owner.isNew()) {
      changed.computeIfAbsent(alert, key -> new ArrayList<>(2)).add(transition);
    }
  }

  /** The paired episodes, in the order of time. */
  public List<EpisodePair> pairs() {
    Set<Alert> alerts = new HashSet<>(old.keySet());
    alerts.addAll(changed.keySet());
    List<EpisodePair> all = new ArrayList<>();
    for (Alert alert : alerts) {
      List<Episode> before = Episode.of(old.getOrDefault(alert, List.of()));
      List<Episode> after = Episode.of(changed.getOrDefault(alert, List.of()));
      for (Kind kind : Kind.values()) {
        all.addAll(
            EpisodePair.of(alert.rule(), alert.series(), only(kind, before), only(kind, after)));
      }
    }
    all.sort(BY_TIME);
    return all;
  }

  private static List<Episode> only(Kind kind, List<Episode> episodes) {
    return episodes.stream().filter(one -> one.kind() == kind).toList();
  }
}
