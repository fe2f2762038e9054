package dev.isotherm.jobs.diff;

import dev.isotherm.jobs.diff.Episode.Kind;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.text.Annotations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects the transitions of two sets of rules on one history, and compares their episodes.
 *
 * <p>Both are evaluated as one set, so that history is read and sorted once. In that set a rule has
 * a number as its name, by which its owner is known. A rule that is equal in both is evaluated
 * once.
 */
public final class AlertDiff {

  /** How a rule has changed. */
  public enum Change {
    ADDED,
    REMOVED,
    /** Only its name is another. */
    RENAMED,
    CHANGED,
    /** Only its texts or labels are others. */
    REWORDED,
    UNCHANGED
  }

  /** The name of a rule, and which of the two sets it belongs to. */
  record Owner(String rule, boolean isOld, boolean isNew) {}

  private static final Comparator<EpisodePair> BY_TIME =
      Comparator.comparingLong(EpisodePair::fromMillis)
          .thenComparing(EpisodePair::rule)
          .thenComparing(EpisodePair::series)
          .thenComparing(EpisodePair::kind);

  private record Alert(String rule, Series series) {}

  private final List<Rule> both = new ArrayList<>();
  private final Map<String, Owner> owners = new HashMap<>();
  private final Map<String, Change> changes = new TreeMap<>();
  private final Map<String, String> oldNames = new HashMap<>();
  private final List<RuleNote> notes = new ArrayList<>();
  private final Map<Alert, List<Transition>> old = new HashMap<>();
  private final Map<Alert, List<Transition>> changed = new HashMap<>();
  private final Map<String, Map<AlertState, Long>> oldStates = new HashMap<>();
  private final Map<String, Map<AlertState, Long>> newStates = new HashMap<>();

  public AlertDiff(RuleSet oldRules, RuleSet newRules) {
    Map<String, Rule> removed = new LinkedHashMap<>();
    oldRules.rules().forEach(rule -> removed.put(rule.name(), rule));
    newRules.rules().forEach(rule -> removed.remove(rule.name()));
    Map<String, Rule> oldByName =
        oldRules.rules().stream().collect(Collectors.toMap(Rule::name, Function.identity()));
    for (Rule rule : newRules.rules()) {
      Rule sameName = oldByName.get(rule.name());
      Rule before = sameName == null ? renamed(rule, removed) : sameName;
      Change change = change(before, rule);
      boolean same = change != Change.ADDED && change != Change.CHANGED;
      if (change == Change.CHANGED) {
        add(before, true, false);
      }
      add(rule, same, true);
      changes.put(rule.name(), change);
      if (before != null) {
        notes.addAll(RuleNote.between(before, rule));
      }
    }
    for (Rule rule : removed.values()) {
      add(rule, true, false);
      changes.put(rule.name(), Change.REMOVED);
    }
  }

  /** The rule that means the same under another name, which is then no longer removed. */
  private @Nullable Rule renamed(Rule rule, Map<String, Rule> removed) {
    for (Rule one : removed.values()) {
      if (one.named(rule.name()).hasSameSemanticsAs(rule)) {
        oldNames.put(rule.name(), one.name());
        return removed.remove(one.name());
      }
    }
    return null;
  }

  private static Change change(@Nullable Rule before, Rule after) {
    if (before == null) {
      return Change.ADDED;
    }
    if (!before.name().equals(after.name())) {
      return Change.RENAMED;
    }
    if (!before.hasSameSemanticsAs(after)) {
      return Change.CHANGED;
    }
    return before.annotations().equals(after.annotations()) ? Change.UNCHANGED : Change.REWORDED;
  }

  /** What differs besides alerts: names, texts and labels. */
  public List<RuleNote> notes() {
    return notes;
  }

  /** The name that a new rule had among the old ones. */
  public String oldNameOf(String rule) {
    return oldNames.getOrDefault(rule, rule);
  }

  private void add(Rule rule, boolean isOld, boolean isNew) {
    String number = Integer.toString(both.size());
    Rule numbered = rule.named(number);
    Annotations plain = Annotations.NONE.withSeverities(rule.annotations().severities());
    both.add(new Rule(number, numbered.selector(), rule.levels(), rule.timing(), plain));
    owners.put(number, new Owner(rule.name(), isOld, isNew));
  }

  /** All rules of both, with numbers as names. */
  public RuleSet rules() {
    return new RuleSet(both);
  }

  /**
   * What users call a rule of {@link #rules}, by its number: {@code hot}, or {@code hot of OLD}.
   */
  public String nameOf(String number) {
    Owner owner = owner(number);
    if (owner.isOld() && owner.isNew()) {
      return owner.rule();
    }
    return owner.rule() + (owner.isOld() ? " of OLD" : " of NEW");
  }

  Owner owner(String number) {
    return owners.get(number);
  }

  /** The change of each rule, by its name. */
  public Map<String, Change> changes() {
    return changes;
  }

  /**
   * Adds a transition of {@link #rules}. Those of one alert and instant must come in their order.
   */
  public void add(Transition transition) {
    Owner owner = owner(transition.rule());
    Alert alert = new Alert(owner.rule(), seriesOf(transition, owner));
    if (owner.isOld()) {
      old.computeIfAbsent(alert, key -> new ArrayList<>(2)).add(transition);
      count(oldStates, owner.rule(), transition.state());
    }
    if (owner.isNew()) {
      changed.computeIfAbsent(alert, key -> new ArrayList<>(2)).add(transition);
      count(newStates, owner.rule(), transition.state());
    }
  }

  /** An alert of a rule on a signal has the name of the rule as its metric. */
  private Series seriesOf(Transition transition, Owner owner) {
    Rule rule = both.get(Integer.parseInt(transition.rule()));
    return rule.signal() == null
        ? transition.series()
        : new Series(transition.series().sensorId(), owner.rule());
  }

  private static void count(
      Map<String, Map<AlertState, Long>> states, String rule, AlertState state) {
    states
        .computeIfAbsent(rule, name -> new EnumMap<>(AlertState.class))
        .merge(state, 1L, Long::sum);
  }

  /** The transitions of an old rule, by the state they lead to. */
  public Map<AlertState, Long> oldTransitions(String rule) {
    return oldStates.getOrDefault(rule, Map.of());
  }

  /** The transitions of a new rule, by the state they lead to. */
  public Map<AlertState, Long> newTransitions(String rule) {
    return newStates.getOrDefault(rule, Map.of());
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
