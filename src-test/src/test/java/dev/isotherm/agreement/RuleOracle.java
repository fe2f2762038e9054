package dev.isotherm.agreement;

import static dev.isotherm.model.AlertState.FIRING;
import static dev.isotherm.model.AlertState.INACTIVE;
import static dev.isotherm.model.AlertState.NO_DATA;
import static dev.isotherm.model.AlertState.PENDING;
import static dev.isotherm.model.AlertState.RESOLVED;

import dev.isotherm.fixtures.Transitions;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Absence;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.condition.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says once more, by docs/rules.md and with none of the state machine, when an alert changes: it
 * draws for each level the times in which it is pending and in which it fires, as intervals on the
 * axis of time, and then looks at the worst one at each end of an interval.
 *
 * <p>The axis is finer than milliseconds: readings of one instant follow each other there, and what
 * falls due at an instant does so before its first reading.
 *
 * <p>Covers conditions, hysteresis, levels with their times, missing data, and with {@link
 * ScheduleOracle} schedules. Does not cover flapping, events ({@code missing: ends} without {@code
 * noDataAfter}), nor of a transition its threshold, since, reason, repeat, texts and labels.
 */
final class RuleOracle {

  private static final long NEVER = Long.MAX_VALUE;

  /** Places on the axis for one millisecond. */
  private static final long PLACES = 1_000;

  /** A level from an instant, inclusively, until another one, exclusively. */
  private record Interval(AlertSeverity severity, boolean fires, long from, long to) {
    boolean holds(long at) {
      return from <= at && at < to;
    }
  }

  private record Standing(AlertState state, AlertSeverity severity) {}

  private final Rule rule;
  private final List<Reading> readings;

  /** The place of each reading on the axis. */
  private final long[] places;

  private final List<Interval> intervals = new ArrayList<>();

  private final Map<AlertSeverity, boolean[]> own = new HashMap<>();
  private final Map<AlertSeverity, boolean[]> held = new HashMap<>();

  /** Times without data. */
  private final List<Interval> silences = new ArrayList<>();

  /** What is said of a time without readings at its beginning, and after its end. */
  private final Bounds bounds;

  /**
   * A time in which the rule is active.
   *
   * @param known the last reading before it; {@code null} if there is none, or it does not matter
   * @param silentMillis when data is missing if no reading comes in this time; {@link #NEVER} if
   *     that does not happen
   * @param endMillis the first instant after it
   */
  record Bounds(Reading known, long silentMillis, long endMillis) {
    static final Bounds NONE = new Bounds(null, NEVER, NEVER);
  }

  private RuleOracle(Rule rule, List<Reading> readings, Bounds bounds) {
    this.bounds = bounds;
    this.rule = rule;
    this.readings = readings;
    this.places = new long[readings.size()];
    for (int i = 0; i < places.length; i++) {
      long first = readings.get(i).epochMillis() * PLACES;
      places[i] = i > 0 && places[i - 1] >= first ? places[i - 1] + 1 : first;
    }
  }

  static boolean covers(Rule rule) {
    return rule.timing().flapping() == null && !rule.timing().missing().endsAtOnce();
  }

  /** What is wrong with what was published, for the rules that this covers. */
  static List<String> faults(
      RulesOfSeries rules,
      List<Reading> inOrder,
      List<Transition> published,
      long watermarkMillis) {
    List<String> faults = new ArrayList<>();
    ExpectedTransitions.sorted(inOrder)
        .forEach(
            (series, its) ->
                rules.of(series).stream()
                    .filter(RuleOracle::covers)
                    .forEach(
                        rule -> addFaults(rule, series, its, published, watermarkMillis, faults)));
    return faults;
  }

  private static void addFaults(
      Rule rule,
      Series series,
      List<Reading> its,
      List<Transition> published,
      long watermarkMillis,
      List<String> faults) {
    Map<String, String> byId = new LinkedHashMap<>();
    published.stream()
        .filter(one -> one.rule().equals(rule.name()) && one.series().equals(series))
        .forEach(one -> byId.put(one.id(), words(one)));
    List<String> there = new ArrayList<>(byId.values());
    long last = its.get(its.size() - 1).epochMillis();
    long certain = Math.max(last, watermarkMillis);
    // At one instant, an alert may change twice in the same way.
    for (Transition one : ScheduleOracle.transitions(rule, its)) {
      if (!there.remove(words(one)) && one.atMillis() <= certain) {
        faults.add("missing " + words(one));
      }
    }
    there.forEach(one -> faults.add("unexpected " + one));
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
  static List<Transition> transitions(Rule rule, List<Reading> readings, Bounds bounds) {
    RuleOracle oracle = new RuleOracle(rule, readings, bounds);
    oracle.draw();
    return oracle.look();
  }

  private void draw() {
    boolean[] fires = new boolean[rule.levels().size()];
    int first = 0;
    if (bounds.silentMillis() != NEVER) {
      long from = bounds.silentMillis() * PLACES;
      long to = readings.isEmpty() ? NEVER : at(0);
      if (from < to) {
        silences.add(new Interval(null, false, from, to));
      }
    }
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
    NavigableMap<Long, Boolean> points = points(level, first, last, fired, worse);
    Duration holdFor = level.holdFor() == null ? rule.timing().holdFor() : level.holdFor();
    Duration keep =
        level.keepFiringFor() == null ? rule.timing().keepFiringFor() : level.keepFiringFor();
    long firesFrom = fired ? at(first) : NEVER;
    long endsAt = NEVER;
    for (Map.Entry<Long, Boolean> point : points.entrySet()) {
      long from = point.getKey();
      Long next = points.higherKey(from);
      long to = next == null ? until : next;
      if (point.getValue()) {
        if (endsAt < from) {
          add(level, true, firesFrom, endsAt);
          firesFrom = NEVER;
        }
        if (firesFrom == NEVER) {
          long fires = Math.min(due(from, holdFor), worseFires(level, from));
          add(level, false, from, Math.min(fires, to));
          firesFrom = fires < to ? fires : NEVER;
        }
        endsAt = NEVER;
      } else if (firesFrom != NEVER && endsAt == NEVER) {
        endsAt = due(from, keep);
      }
    }
    add(level, true, firesFrom, Math.min(endsAt, until));
    return firesFrom != NEVER && endsAt >= until;
  }

  /** The first place, not before another one, at which a worse level fires. */
  private long worseFires(Level level, long from) {
    return intervals.stream()
        .filter(
            one ->
                one.fires()
                    && rule.annotations().severities().compare(one.severity(), level.severity())
                        > 0)
        .filter(one -> one.to() > from)
        .mapToLong(one -> Math.max(from, one.from()))
        .min()
        .orElse(NEVER);
  }

  /** From where on a condition holds, or not. Two points that follow each other differ. */
  private NavigableMap<Long, Boolean> points(
      Level level, int first, int last, boolean fired, boolean[] worse) {
    NavigableMap<Long, Boolean> points = new TreeMap<>();
    boolean[] own = own(level);
    boolean[] held = held(level);
    // What began to end when data went missing counts as if it still held by itself.
    boolean before = fired && (own[first - 1] || !held[first - 1]);
    for (int i = first; i <= last; i++) {
      own[i] = ConditionOracle.holds(level.condition(), readings.subList(0, i + 1), before);
      worse[i] |= own[i];
      held[i] = worse[i];
      before = own[i];
      points.put(at(i), worse[i]);
      long over = overAfter(i);
      if (over < (i + 1 < places.length ? at(i + 1) : NEVER)) {
        before = false;
        points.put(over, false);
      }
    }
    Boolean previous = null;
    for (Iterator<Boolean> all = points.values().iterator(); all.hasNext(); ) {
      Boolean now = all.next();
      if (now.equals(previous)) {
        all.remove();
      }
      previous = now;
    }
    return points;
  }

  /** Whether the condition of a level itself holds, by reading. */
  private boolean[] own(Level level) {
    return own.computeIfAbsent(level.severity(), key -> new boolean[places.length]);
  }

  /** Whether a level or a worse one holds, by reading. */
  private boolean[] held(Level level) {
    return held.computeIfAbsent(level.severity(), key -> new boolean[places.length]);
  }

  /** When a condition that holds at a reading is over for want of another one. */
  private long overAfter(int reading) {
    Absence missing = rule.timing().missing();
    return missing.policy() == Absence.Policy.ENDS ? due(at(reading), missing.after()) : NEVER;
  }

  /** Whether a condition that held at a reading is over at a place for want of another reading. */
  private boolean isOver(int reading, long place) {
    return overAfter(reading) == place && held.values().stream().anyMatch(one -> one[reading]);
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
    long end = bounds.endMillis() == NEVER ? NEVER : bounds.endMillis() * PLACES;
    instants.removeIf(instant -> instant > end);
    instants.add(end);
    instants.remove(NEVER);
    List<Transition> transitions = new ArrayList<>();
    Standing before = new Standing(INACTIVE, null);
    AlertSeverity lowest =
        rule.levels().isEmpty() ? Severity.WARNING : rule.levels().get(0).severity();
    AlertSeverity named = rule.timing().missing().severity();
    AlertSeverity mildest = named == null ? lowest : named;
    AlertSeverity told = mildest;
    for (long instant : instants) {
      Standing now = instant == end ? new Standing(INACTIVE, null) : standing(instant);
      boolean changed =
          now.state() != before.state()
              || (now.state() == FIRING && now.severity() != before.severity());
      if (changed) {
        AlertSeverity fired = before.state() == FIRING ? before.severity() : null;
        AlertSeverity left = before.state() == INACTIVE ? mildest : told;
        AlertSeverity severity = now.severity() == null ? left : now.severity();
        AlertState state =
            now.state() == INACTIVE && before.state() != PENDING ? RESOLVED : now.state();
        transitions.add(
            transition(
                state == NO_DATA && named != null ? named : severity,
                state,
                before.state(),
                fired,
                instant));
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
      AlertSeverity worst = null;
      for (Interval one : intervals) {
        if (one.fires() == fires
            && one.holds(instant)
            && (worst == null
                || rule.annotations().severities().compare(one.severity(), worst) > 0)) {
          worst = one.severity();
        }
      }
      if (worst != null) {
        return new Standing(fires ? FIRING : PENDING, worst);
      }
    }
    return new Standing(INACTIVE, null);
  }

  /** Whether a level fired when the last silence before a place began. */
  private boolean firedBefore(long place) {
    long began =
        silences.stream()
            .filter(one -> one.from() < place)
            .mapToLong(Interval::from)
            .max()
            .orElse(0);
    return intervals.stream()
        .anyMatch(one -> one.fires() && one.from() < began && one.to() >= began);
  }

  /**
   * The condition that is compared: of an alert that is active that of the level entered or, where
   * this does not hold itself, of a worse one that does; of one that ends that of the mildest.
   */
  private Condition compared(AlertState state, AlertSeverity severity, int reading, long place) {
    if (state == INACTIVE || state == RESOLVED) {
      return rule.levels().get(0).condition();
    }
    boolean isOver = overAfter(reading) <= place;
    List<Level> levels =
        rule.levels().stream()
            .filter(one -> rule.annotations().severities().compare(one.severity(), severity) >= 0)
            .toList();
    return levels.stream()
        .filter(one -> own(one)[reading] && !isOver)
        .findFirst()
        .orElse(levels.get(0))
        .condition();
  }

  private Transition transition(
      AlertSeverity severity,
      AlertState state,
      AlertState previous,
      AlertSeverity fired,
      long instant) {
    int count = 0;
    while (count < places.length && places[count] <= instant) {
      count++;
    }
    if (count == 0 || instant == bounds.endMillis() * PLACES) {
      double value = state == NO_DATA ? bounds.known().value() : Double.NaN;
      return transition(severity, state, previous, fired, instant, value);
    }
    // Data that is back and shows nothing was compared with nothing.
    boolean isBack = previous == NO_DATA && state == RESOLVED && !firedBefore(instant);
    boolean missing = state == NO_DATA || isBack || isOver(count - 1, instant);
    double value =
        missing || rule.levels().isEmpty()
            ? readings.get(count - 1).value()
            : ConditionOracle.compared(
                compared(state, severity, count - 1, instant), readings.subList(0, count));
    return transition(severity, state, previous, fired, instant, value);
  }

  private Transition transition(
      AlertSeverity severity,
      AlertState state,
      AlertState previous,
      AlertSeverity fired,
      long instant,
      double value) {
    Series series = (readings.isEmpty() ? bounds.known() : readings.get(0)).series();
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
