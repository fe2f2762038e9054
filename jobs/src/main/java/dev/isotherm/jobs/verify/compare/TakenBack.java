package dev.isotherm.jobs.verify.compare;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The published transitions of one alert that the log does not give and that the stream has not
 * taken back, and those that it has taken back for no reason. They are added in the order of the
 * topic.
 *
 * <p>Scenario: the log says the alert is inactive. Before a crash the stream has published inactive
 * → pending and pending → firing. After the crash it takes back firing → inactive: both are undone.
 *
 * <p>Scenario: the log says the alert is firing, and so has the stream published. After a crash a
 * partition is idle, and event time passes the transition before its reading comes. So it is taken
 * back, and comes again with the reading.
 */
final class TakenBack {

  /** Those that the log does not give, by id. */
  private final Map<String, Transition> untrue = new LinkedHashMap<>();

  /** What took back a true transition that has not come again, by the id of that transition. */
  private final Map<String, Transition> takingTrue = new LinkedHashMap<>();

  /** Those that took back nothing. */
  private final List<Transition> takingNothing = new ArrayList<>();

  /** All transitions since the last one that took back others. */
  private final List<Transition> published = new ArrayList<>();

  /**
   * The state of an alert between two transitions.
   *
   * @param severity {@code null} unless firing
   */
  record Standing(AlertState state, @Nullable AlertSeverity severity) {

    static final Standing INACTIVE = new Standing(AlertState.INACTIVE, null);

    /** The state that a transition leads to: an alert that is resolved is inactive. */
    static Standing after(Transition transition) {
      return of(transition.state(), transition.severity());
    }

    /** The state that a transition leaves. */
    static Standing before(Transition transition) {
      return of(transition.previous(), transition.previousSeverity());
    }

    private static Standing of(AlertState state, @Nullable AlertSeverity severity) {
      if (state == AlertState.RESOLVED) {
        return INACTIVE;
      }
      return new Standing(state, state == AlertState.FIRING ? severity : null);
    }
  }

  /** Whether a transition takes back others. */
  static boolean isTakenBack(Transition transition) {
    return transition.reason() == TransitionReason.TAKEN_BACK;
  }

  /**
   * Adds a published transition that takes back none.
   *
   * @param isTrue whether the log gives it
   */
  void add(Transition transition, boolean isTrue) {
    published.add(transition);
    takingTrue.remove(transition.id());
    if (!isTrue) {
      untrue.put(transition.id(), transition);
    }
  }

  /**
   * Removes the transitions that a transition takes back: the last one that led to the state that
   * is left, the one that led to the state before that, and so on, back to the state that is
   * entered. Others may be in between, because after a crash transitions are repeated. True ones
   * may be among them. If all of them are true, they must come again.
   */
  void takeBack(Transition taking) {
    Standing goal = Standing.after(taking);
    Standing standing = Standing.before(taking);
    List<Transition> undone = new ArrayList<>();
    for (int i = published.size() - 1; i >= 0 && !standing.equals(goal); i--) {
      Transition each = published.get(i);
      if (Standing.after(each).equals(standing)) {
        undone.add(each);
        standing = Standing.before(each);
      }
    }
    published.clear();
    boolean areTrue = untrue.keySet().stream().noneMatch(idsOf(undone)::contains);
    if (undone.isEmpty()) {
      takingNothing.add(taking);
    } else if (areTrue) {
      undone.forEach(each -> takingTrue.put(each.id(), taking));
    }
    untrue.keySet().removeAll(idsOf(undone));
  }

  private static Set<String> idsOf(List<Transition> transitions) {
    return transitions.stream().map(Transition::id).collect(Collectors.toSet());
  }

  /** The transitions that took back nothing, or what is true and has not come again. */
  Collection<Transition> needless() {
    Set<Transition> needless = new LinkedHashSet<>(takingNothing);
    needless.addAll(takingTrue.values());
    return needless;
  }

  /** The transitions that are left of those that the log does not give. */
  Collection<Transition> untrue() {
    return untrue.values();
  }
}
