package dev.isotherm.alert;

import static dev.isotherm.model.AlertState.FIRING;
import static dev.isotherm.model.AlertState.FLAPPING;
import static dev.isotherm.model.AlertState.INACTIVE;
import static dev.isotherm.model.AlertState.NO_DATA;
import static dev.isotherm.model.AlertState.PENDING;
import static dev.isotherm.model.AlertState.RESOLVED;

import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.Summary;
import dev.isotherm.rules.Timing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One call of the {@link AlertMachine}: an alert on its way from one status to the next. */
final class AlertStep {

  private final Rule rule;
  private final Series series;
  private final List<Transition> transitions = new ArrayList<>(1);
  private AlertStatus status;

  AlertStep(Rule rule, Series series, AlertStatus status) {
    this.rule = rule;
    this.series = series;
    this.status = status;
  }

  AlertMachine.Step done() {
    return new AlertMachine.Step(status, transitions);
  }

  /** All that falls due until an instant, in its order. */
  void advance(long toMillis) {
    long due = AlertMachine.nextDeadline(rule, status);
    while (due <= toMillis && due != AlertMachine.NEVER) {
      pass(due);
      due = AlertMachine.nextDeadline(rule, status);
    }
  }

  /** Of what falls due at one instant, silence comes first: it makes the rest uncertain. */
  private void pass(long due) {
    double value = status.last().value();
    if (AlertMachine.silence(rule, status) == due) {
      fallSilent(due, value);
    } else if (AlertMachine.calm(rule, status) == due && !anyLevelIsDue(due)) {
      calmDown(due, value);
    } else {
      List<LevelStatus> levels = new ArrayList<>();
      TransitionReason reason = TransitionReason.KEEP_FIRING_FOR;
      for (LevelStatus level : status.levels()) {
        boolean isDue = level.dueMillis(rule.timing()) == due;
        add(levels, isDue ? level.afterDue(due) : level);
        if (isDue && level.phase() == LevelStatus.Phase.PENDING) {
          reason = TransitionReason.HOLD_FOR;
        }
      }
      settle(levels, due, value, reason);
    }
    forget(due);
  }

  private boolean anyLevelIsDue(long due) {
    return status.levels().stream().anyMatch(level -> level.dueMillis(rule.timing()) == due);
  }

  private static void add(List<LevelStatus> levels, LevelStatus level) {
    if (level != null) {
      levels.add(level);
    }
  }

  /** A reading says what holds. */
  void read(long at, double value) {
    status = status.withLast(new AlertStatus.LastReading(at, value));
    double lowest = value;
    double highest = value;
    if (rule.withinMillis() > 0) {
      status = status.withRecent(RecentRange.with(status.recent(), at, value, rule.withinMillis()));
      lowest = RecentRange.lowest(status.recent());
      highest = RecentRange.highest(status.recent());
    }
    List<LevelStatus> levels = new ArrayList<>(rule.levels().size());
    TransitionReason reason = TransitionReason.READING;
    boolean worseHolds = false;
    for (int i = rule.levels().size() - 1; i >= 0; i--) {
      Level level = rule.levels().get(i);
      LevelStatus before = status.level(level.severity());
      boolean heldBefore = before != null && before.isHeld();
      worseHolds |= level.condition().holds(value, lowest, highest, heldBefore);
      LevelStatus next = LevelStatus.next(before, level.severity(), worseHolds, at, rule.timing());
      add(levels, next);
      reason = reasonOf(before, next, reason);
    }
    Collections.reverse(levels);
    settle(levels, at, value, reason);
    if (AlertMachine.calm(rule, status) == at) {
      calmDown(at, value);
    }
    forget(at);
  }

  /** A reading may come at the very instant at which something falls due. */
  private static TransitionReason reasonOf(
      LevelStatus before, LevelStatus next, TransitionReason otherwise) {
    if (before == null || before.equals(next)) {
      return otherwise;
    }
    if (before.phase() == LevelStatus.Phase.PENDING && next != null) {
      return TransitionReason.HOLD_FOR;
    }
    return before.phase() == LevelStatus.Phase.ENDING && next == null
        ? TransitionReason.KEEP_FIRING_FOR
        : otherwise;
  }

  private void fallSilent(long at, double value) {
    AlertStatus before = status;
    List<LevelStatus> levels = new ArrayList<>();
    before.levels().forEach(level -> add(levels, level.inSilence()));
    Severity severity = before.severity() == null ? rule.mildest() : before.severity();
    long since = before.state() == INACTIVE ? at : before.sinceMillis();
    status = before.withLevels(levels).at(NO_DATA, severity, since);
    change(before, NO_DATA, severity, at, value, Double.NaN, since, TransitionReason.NO_DATA);
  }

  /** Goes where the levels say. */
  private void settle(List<LevelStatus> levels, long at, double value, TransitionReason reason) {
    AlertStatus before = status;
    if (!levels.equals(before.levels())) {
      status = before.withLevels(levels);
    }
    AlertState state = status.hasFiringLevel() ? FIRING : levels.isEmpty() ? INACTIVE : PENDING;
    Severity worst = null;
    for (LevelStatus level : levels) {
      worst = state == PENDING || level.isFiring() ? level.severity() : worst;
    }
    boolean sameSeverity = state != FIRING || worst == before.severity();
    if (state == before.state() && sameSeverity) {
      return;
    }
    if (state == INACTIVE) {
      AlertState end = before.state() == PENDING ? INACTIVE : RESOLVED;
      double left =
          before.isWithoutData() && !before.hasFiringLevel() ? Double.NaN : limitLeft(null, value);
      status = status.at(INACTIVE, null, 0);
      change(before, end, before.severity(), at, value, left, before.sinceMillis(), reason);
      return;
    }
    boolean anew =
        before.state() == INACTIVE || (before.isWithoutData() && !before.hasFiringLevel());
    long since = anew ? at : before.sinceMillis();
    boolean milder = before.isFiring() && worst.compareTo(before.severity()) < 0;
    double crossed =
        milder
            ? limitLeft(before.severity(), value)
            : rule.level(worst).condition().limitEntered(value);
    status = status.at(state, worst, since);
    change(before, state, worst, at, value, crossed, since, reason);
  }

  /** The limit of a level that is left behind; of the mildest one where none is named. */
  private double limitLeft(Severity severity, double value) {
    Level level = severity == null ? rule.levels().get(0) : rule.level(severity);
    return level.condition().limitLeft(value);
  }

  private void calmDown(long at, double value) {
    Flaps flaps = status.flaps();
    boolean over = status.state() == INACTIVE;
    Severity severity = over ? flaps.severity() : status.severity();
    long since = over ? flaps.sinceMillis() : status.sinceMillis();
    double limit =
        status.isFiring() ? rule.level(severity).condition().limitEntered(value) : Double.NaN;
    status = status.withFlaps(Flaps.NONE);
    add(
        over ? RESOLVED : status.state(),
        severity,
        FLAPPING,
        null,
        at,
        value,
        limit,
        since,
        TransitionReason.CALM);
  }

  /** Its rule is over, whatever it was about to do. No reading has led to that. */
  void end(long at, TransitionReason reason) {
    AlertStatus before = status;
    status = AlertStatus.INACTIVE;
    Flaps flaps = before.flaps();
    if (flaps.flapping()) {
      add(
          RESOLVED,
          flaps.severity(),
          FLAPPING,
          null,
          at,
          Double.NaN,
          Double.NaN,
          flaps.sinceMillis(),
          reason);
    } else if (before.state() != INACTIVE) {
      add(
          before.state() == PENDING ? INACTIVE : RESOLVED,
          before.severity(),
          before.state(),
          before.isFiring() ? before.severity() : null,
          at,
          Double.NaN,
          Double.NaN,
          before.sinceMillis(),
          reason);
    }
  }

  /** Says what has changed, unless that has been said too often. */
  private void change(
      AlertStatus before,
      AlertState state,
      Severity severity,
      long at,
      double value,
      double threshold,
      long since,
      TransitionReason reason) {
    Timing.Flapping limits = rule.timing().flapping();
    if (limits != null) {
      boolean unseen = status.flaps().flapping();
      Flaps flaps = status.flaps().changedAt(at, limits);
      boolean tooMany = flaps.changes().size() > limits.transitions();
      status = status.withFlaps(tooMany ? Flaps.began(severity, since, at) : flaps);
      if (unseen) {
        return;
      }
      if (tooMany) {
        state = FLAPPING;
        threshold = Double.NaN;
        reason = TransitionReason.FLAPPING;
      }
    }
    Severity previous = before.isFiring() ? before.severity() : null;
    add(state, severity, before.state(), previous, at, value, threshold, since, reason);
  }

  private void add(
      AlertState state,
      Severity severity,
      AlertState previous,
      Severity previousSeverity,
      long at,
      double value,
      double threshold,
      long since,
      TransitionReason reason) {
    Summary summary = rule.annotations().summary();
    transitions.add(
        new Transition(
            rule.name(),
            series,
            severity,
            state,
            previous,
            previousSeverity,
            at,
            value,
            threshold,
            since,
            reason,
            0,
            null,
            summary == null ? null : summary.of(series, severity, value, threshold),
            rule.annotations().labels()));
  }

  /** Keeps of the past what can still matter. */
  private void forget(long at) {
    if (rule.timing().flapping() != null) {
      status = status.withFlaps(status.flaps().since(at, rule.timing().flapping()));
    }
    boolean needed = !rule.timing().noDataAfter().isZero() || status.flaps().flapping();
    for (LevelStatus level : status.levels()) {
      needed |= level.phase() != LevelStatus.Phase.FIRING;
    }
    if (!needed) {
      status = status.withLast(null);
    }
  }
}
