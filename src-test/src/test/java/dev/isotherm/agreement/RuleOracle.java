package dev.isotherm.agreement;

import static dev.isotherm.model.AlertState.FIRING;
import static dev.isotherm.model.AlertState.INACTIVE;
import static dev.isotherm.model.AlertState.NO_DATA;
import static dev.isotherm.model.AlertState.PENDING;
import static dev.isotherm.model.AlertState.RESOLVED;

import dev.isotherm.fixtures.Transitions;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Says once more, by docs/rules.md and with none of the state machine, when an alert changes: it
 * draws for each level the times in which it is pending and in which it fires, as intervals on the
 * axis of time, and then looks at the worst one at each end of an interval.
 *
 * <p>The axis is finer than milliseconds: readings of one instant follow each other there, and what
 * falls due at an instant does so before its first reading.
 *
 * <p>Covers conditions, hysteresis, levels, holdFor, keepFiringFor and noDataAfter. Does not cover
 * flapping, nor of a transition its threshold, since, reason, repeat, summary and labels.
 */
final class RuleOracle {

  private static final long NEVER = Long.MAX_VALUE;

  /** Places on the axis for one millisecond. */
  private static final long PLACES = 1_000;

  /** A level from an instant, inclusively, until another one, exclusively. */
  private record Interval(Severity severity, boolean fires, long from, long to) {
    boolean holds(long at) {
      return from <= at && at < to;
    }
  }

  private record Standing(AlertState state, Severity severity) {}

  private final Rule rule;
  private final List<Reading> readings;

  /** The place of each reading on the axis. */
  private final long[] places;

  private final List<Interval> intervals = new ArrayList<>();

  /** Times without data. */
  private final List<Interval> silences = new ArrayList<>();

  private RuleOracle(Rule rule, List<Reading> readings) {
    this.rule = rule;
    this.readings = readings;
    this.places = new long[readings.size()];
    for (int i = 0; i < places.length; i++) {
      long first = readings.get(i).epochMillis() * PLACES;
      places[i] = i > 0 && places[i - 1] >= first ? places[i - 1] + 1 : first;
    }
  }

  static boolean covers(Rule rule) {
    return rule.timing().flapping() == null;
  }

  /** What is wrong with what was published, for the rules that this covers. */
  static List<String> faults(
      RuleSet rules, List<Reading> inOrder, List<Transition> published, long watermarkMillis) {
    List<String> faults = new ArrayList<>();
    Map<Series, List<Reading>> sorted = ExpectedTransitions.sorted(inOrder);
    for (Rule rule : rules.rules()) {
      sorted.forEach(
          (series, its) -> {
            if (covers(rule) && rule.watches(series)) {
              Map<String, String> byId = new LinkedHashMap<>();
              published.stream()
                  .filter(one -> one.rule().equals(rule.name()) && one.series().equals(series))
                  .forEach(one -> byId.put(one.id(), words(one)));
              List<String> there = new ArrayList<>(byId.values());
              long last = its.get(its.size() - 1).epochMillis();
              long certain = Math.max(last, watermarkMillis);
              // At one instant, an alert may change twice in the same way.
              for (Transition one : transitions(rule, its)) {
                if (!there.remove(words(one)) && one.atMillis() <= certain) {
                  faults.add("missing " + words(one));
                }
              }
              there.forEach(one -> faults.add("unexpected " + one));
            }
          });
    }
    return faults;
  }

  /** What of a transition is compared. */
  static String words(Transition one) {
    return String.join(
        " ",
        "" + one.atMillis(),
        one.rule(),
        one.series().toString(),
        one.previous() + "(" + one.previousSeverity() + ")",
        one.state() + "(" + one.severity() + ")",
        "" + one.value());
  }

  /**
   * All transitions of one alert.
   *
   * @param readings of one series, in the order of their instants
   */
  static List<Transition> transitions(Rule rule, List<Reading> readings) {
    RuleOracle oracle = new RuleOracle(rule, readings);
    oracle.draw();
    return oracle.look();
  }

  private void draw() {
    boolean[] fires = new boolean[rule.levels().size()];
    int first = 0;
    for (int i = 0; i < readings.size(); i++) {
      long silent = silentAfter(i);
      boolean lastOfSegment = i + 1 == readings.size() || silent < at(i + 1);
      if (!lastOfSegment) {
        continue;
      }
      if (silent != NEVER) {
        silences.add(
            new Interval(null, false, silent, i + 1 == readings.size() ? NEVER : at(i + 1)));
      }
      boolean[] worse = new boolean[i + 1];
      for (int level = rule.levels().size() - 1; level >= 0; level--) {
        fires[level] = draw(rule.levels().get(level), first, i, silent, fires[level], worse);
      }
      first = i + 1;
    }
  }

  private long silentAfter(int reading) {
    Duration after = rule.timing().noDataAfter();
    return after.isZero() ? NEVER : due(at(reading), after);
  }

  private long at(int reading) {
    return places[reading];
  }

  /** When something is due: at once, or before the first reading of a later instant. */
  private static long due(long from, Duration after) {
    return after.isZero() ? from : (Math.floorDiv(from, PLACES) + after.toMillis()) * PLACES;
  }

  /**
   * Draws one level between two silences.
   *
   * @param until when the second one begins
   * @param fired whether it fired when the first one began
   * @param worse at which readings a worse level holds; what this one does is added
   * @return whether it fires when the second silence begins
   */
  private boolean draw(
      Level level, int first, int last, long until, boolean fired, boolean[] worse) {
    boolean[] holds = new boolean[last + 1];
    boolean before = fired;
    for (int i = first; i <= last; i++) {
      holds[i] =
          worse[i] || ConditionOracle.holds(level.condition(), readings.subList(0, i + 1), before);
      before = holds[i];
    }
    System.arraycopy(holds, first, worse, first, last + 1 - first);
    Duration holdFor = rule.timing().holdFor();
    Duration keep = rule.timing().keepFiringFor();
    long firesFrom = fired ? at(first) : NEVER;
    long endsAt = NEVER;
    for (int i = first; i <= last; ) {
      int end = i;
      while (end <= last && holds[end] == holds[i]) {
        end++;
      }
      long from = at(i);
      long to = end <= last ? at(end) : until;
      if (holds[i]) {
        if (endsAt < from) {
          add(level, true, firesFrom, endsAt);
          firesFrom = NEVER;
        }
        if (firesFrom == NEVER) {
          add(level, false, from, Math.min(due(from, holdFor), to));
          firesFrom = due(from, holdFor) < to ? due(from, holdFor) : NEVER;
        }
        endsAt = NEVER;
      } else if (firesFrom != NEVER && endsAt == NEVER) {
        endsAt = due(from, keep);
      }
      i = end;
    }
    add(level, true, firesFrom, Math.min(endsAt, until));
    return firesFrom != NEVER && endsAt >= until;
  }

  private void add(Level level, boolean fires, long from, long to) {
    if (from < to) {
      intervals.add(new Interval(level.severity(), fires, from, to));
    }
  }

  private List<Transition> look() {
    TreeSet<Long> instants = new TreeSet<>();
    for (List<Interval> drawn : List.of(intervals, silences)) {
      drawn.forEach(one -> instants.addAll(List.of(one.from(), one.to())));
    }
    instants.remove(NEVER);
    List<Transition> transitions = new ArrayList<>();
    Standing before = new Standing(INACTIVE, null);
    Severity mildest = rule.levels().isEmpty() ? Severity.WARNING : rule.levels().get(0).severity();
    Severity told = mildest;
    for (long instant : instants) {
      Standing now = standing(instant);
      boolean changed =
          now.state() != before.state()
              || (now.state() == FIRING && now.severity() != before.severity());
      if (changed) {
        Severity fired = before.state() == FIRING ? before.severity() : null;
        Severity left = before.state() == INACTIVE ? mildest : told;
        Severity severity = now.severity() == null ? left : now.severity();
        AlertState state =
            now.state() == INACTIVE && before.state() != PENDING ? RESOLVED : now.state();
        transitions.add(transition(severity, state, before.state(), fired, instant));
        told = severity;
        before = now;
      }
    }
    return transitions;
  }

  private Standing standing(long instant) {
    if (silences.stream().anyMatch(one -> one.holds(instant))) {
      return new Standing(NO_DATA, null);
    }
    for (boolean fires : new boolean[] {true, false}) {
      Severity worst = null;
      for (Interval one : intervals) {
        if (one.fires() == fires
            && one.holds(instant)
            && (worst == null || one.severity().compareTo(worst) > 0)) {
          worst = one.severity();
        }
      }
      if (worst != null) {
        return new Standing(fires ? FIRING : PENDING, worst);
      }
    }
    return new Standing(INACTIVE, null);
  }

  private Transition transition(
      Severity severity, AlertState state, AlertState previous, Severity fired, long instant) {
    double value = Double.NaN;
    for (int i = 0; i < places.length; i++) {
      value = places[i] <= instant ? readings.get(i).value() : value;
    }
    Series series = readings.get(0).series();
    return Transitions.byReading(
        rule.name(),
        series,
        severity,
        state,
        previous,
        fired,
        Math.floorDiv(instant, PLACES),
        value,
        Double.NaN,
        0);
  }
}
