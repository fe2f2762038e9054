package dev.isotherm.alert;

import static dev.isotherm.model.AlertState.FIRING;
import static dev.isotherm.model.AlertState.FLAPPING;
import static dev.isotherm.model.AlertState.INACTIVE;
import static dev.isotherm.model.AlertState.NO_DATA;
import static dev.isotherm.model.AlertState.PENDING;
import static dev.isotherm.model.AlertState.RESOLVED;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.Timing;
import dev.isotherm.rules.condition.When;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One step of the {@link AlertMachine}: moves an alert from one status to the next. */
final class AlertEvaluation {

  private final Rule rule;
  private final Series series;
  private final List<Transition> transitions = new ArrayList<>(1);
  private AlertStatus status;

  /** The members of a group that the next transition names. */
  private @Nullable String members;

  /** Where a transition leads. */
  private record Entered(AlertState state, AlertSeverity severity, long sinceMillis) {}

  /** When and why a transition happens. */
  private record Cause(long atMillis, Comparison comparison, TransitionReason reason) {}

  AlertEvaluation(Rule rule, Series series, AlertStatus status) {
    this.rule = rule;
    this.series = series;
    this.status = status;
  }

  AlertMachine.Step done() {
    return new AlertMachine.Step(status, transitions);
  }

  /** Applies all deadlines up to an instant, in their order. */
  void advance(long toMillis) {
    long due = AlertMachine.nextDeadline(rule, status);
    while (due <= toMillis && due != AlertMachine.NEVER) {
      applyDeadline(due);
      due = AlertMachine.nextDeadline(rule, status);
    }
  }

  /**
   * Of the deadlines at one instant, the end of active hours comes first: no other is due then.
   * That of missing data comes before those that depend on it.
   */
  private void applyDeadline(long due) {
    if (ActiveTimes.endDeadline(rule, status) == due) {
      endNotActive(due);
      return;
    }
    double value = status.last().value();
    members = status.last().members();
    if (AlertMachine.noDataDeadline(rule, status) == due) {
      enterNoData(due, value);
    } else if (AlertMachine.overDeadline(rule, status) == due) {
      enter(LevelChanges.over(rule, status.levels(), due), due, value, TransitionReason.NO_DATA);
    } else if (AlertMachine.calmDeadline(rule, status) == due
        && !LevelChanges.anyIsDue(rule, status.levels(), due)) {
      endFlapping(due, value);
    } else {
      List<LevelStatus> levels = new ArrayList<>();
      TransitionReason reason = TransitionReason.KEEP_FIRING_FOR;
      for (LevelStatus level : status.levels()) {
        boolean isDue = level.dueMillis(rule) == due;
        LevelChanges.addUnlessOff(levels, isDue ? level.afterDue(due) : level);
        if (isDue && level.phase() == LevelStatus.Phase.PENDING) {
          reason = TransitionReason.HOLD_FOR;
        }
      }
      enter(levels, due, value, reason);
    }
    forget(due);
  }

  /** Applies the deadlines before a reading, or the result of a signal, and then that itself. */
  void observe(Evidence evidence) {
    long at = evidence.atMillis();
    if (!rule.timing().schedule().isActiveAt(at)) {
      advance(at);
      status = ActiveTimes.noted(rule, evidence.asLast());
      return;
    }
    if (at > Long.MIN_VALUE) {
      advance(at - 1);
    }
    read(evidence);
  }

  /** Evaluates the conditions. */
  private void read(Evidence evidence) {
    long at = evidence.atMillis();
    double value = evidence.value();
    status = ActiveTimes.beforeReading(rule, status, at);
    status = status.withLast(evidence.asLast());
    members = evidence.members();
    if (rule.withinMillis() > 0 && !Double.isNaN(value)) {
      status = status.withRecent(RecentRange.with(status.recent(), at, value, rule.withinMillis()));
    }
    int condition = evidence.conditions().size();
    List<LevelStatus> levels = new ArrayList<>(rule.levels().size());
    TransitionReason reason = TransitionReason.READING;
    boolean worseHolds = false;
    for (int i = rule.levels().size() - 1; i >= 0; i--) {
      Level level = rule.levels().get(i);
      LevelStatus before = status.level(level.severity());
      boolean heldBefore = before != null && before.isHeldByItself();
      condition -= level.condition() instanceof When ? 1 : 0;
      boolean holds = evidence.holds(level, condition, status, heldBefore);
      LevelStatus next =
          LevelStatus.next(before, rule, level, new LevelStatus.Held(holds, worseHolds), at);
      worseHolds |= holds;
      LevelChanges.addUnlessOff(levels, next);
      reason = LevelChanges.reasonOf(before, next, reason);
    }
    Collections.reverse(levels);
    boolean isOver = rule.timing().missing().endsAtOnce();
    enter(isOver ? LevelChanges.over(rule, levels, at) : levels, at, value, reason);
    if (AlertMachine.calmDeadline(rule, status) == at) {
      endFlapping(at, value);
    }
    forget(at);
  }

  private void enterNoData(long at, double value) {
    AlertStatus before = ActiveTimes.beforeSilence(rule, status, at);
    List<LevelStatus> levels = LevelChanges.withoutData(before.levels());
    AlertSeverity kept = before.severity() == null ? rule.noDataSeverity() : before.severity();
    long since = before.state() == INACTIVE ? at : before.sinceMillis();
    status = before.withLevels(levels).at(NO_DATA, kept, since);
    change(
        before,
        new Entered(NO_DATA, status.shownSeverity(rule), since),
        new Cause(at, Comparison.none(value), TransitionReason.NO_DATA));
  }

  /** Enters the state that follows from the levels. */
  private void enter(List<LevelStatus> own, long at, double value, TransitionReason reason) {
    AlertStatus before = status;
    List<LevelStatus> levels = LevelChanges.raised(own, at);
    if (!levels.equals(before.levels())) {
      status = before.withLevels(levels);
    }
    AlertState state = status.stateOfLevels();
    AlertSeverity worst = null;
    for (LevelStatus level : levels) {
      worst = state == PENDING || level.isFiring() ? level.severity() : worst;
    }
    if (state == before.state() && (state != FIRING || Objects.equals(worst, before.severity()))) {
      return;
    }
    boolean fromPureNoData = before.isWithoutData() && !before.hasFiringLevel();
    if (state == INACTIVE) {
      AlertState end = before.state() == PENDING ? INACTIVE : RESOLVED;
      boolean isCompared = !fromPureNoData && reason != TransitionReason.NO_DATA;
      Comparison last = isCompared ? Comparison.ofEnd(rule, status, value) : Comparison.none(value);
      status = status.at(INACTIVE, null, 0);
      change(
          before,
          new Entered(end, before.severity(), before.sinceMillis()),
          new Cause(at, last, reason));
      return;
    }
    long since = before.state() == INACTIVE || fromPureNoData ? at : before.sinceMillis();
    status = status.at(state, worst, since);
    Comparison comparison =
        reason == TransitionReason.NO_DATA
            ? Comparison.none(value)
            : Comparison.of(rule, status, worst, value);
    change(before, new Entered(state, worst, since), new Cause(at, comparison, reason));
  }

  private void endFlapping(long at, double value) {
    Flaps flaps = status.flaps();
    Entered entered =
        status.state() == INACTIVE
            ? new Entered(RESOLVED, flaps.severity(), flaps.sinceMillis())
            : new Entered(status.state(), status.shownSeverity(rule), status.sinceMillis());
    Comparison comparison =
        status.isFiring()
            ? Comparison.of(rule, status, status.severity(), value)
            : Comparison.none(value);
    status = status.withFlaps(Flaps.NONE);
    emit(FLAPPING, null, entered, new Cause(at, comparison, TransitionReason.CALM));
  }

  /** Ends the alert because its rule has changed or is gone. No reading is the cause of that. */
  void end(long at, TransitionReason reason) {
    AlertStatus before = status;
    status = AlertStatus.INACTIVE;
    Cause cause = new Cause(at, Comparison.none(Double.NaN), reason);
    Flaps flaps = before.flaps();
    if (flaps.flapping()) {
      emit(FLAPPING, null, new Entered(RESOLVED, flaps.severity(), flaps.sinceMillis()), cause);
    } else if (before.state() != INACTIVE) {
      AlertState end = before.state() == PENDING ? INACTIVE : RESOLVED;
      emit(before, new Entered(end, before.severity(), before.sinceMillis()), cause);
    }
  }

  /** Ends the alert because its rule is not active any more. */
  void endNotActive(long at) {
    AlertStatus before = status;
    end(at, TransitionReason.NOT_ACTIVE);
    status = ActiveTimes.afterEnd(rule, before, at);
  }

  /** Emits a transition, unless there have been too many. */
  private void change(AlertStatus before, Entered entered, Cause cause) {
    Timing.Flapping limits = rule.timing().flapping();
    if (limits == null) {
      emit(before, entered, cause);
      return;
    }
    long at = cause.atMillis;
    boolean unseen = status.flaps().flapping();
    if (entered.state == PENDING || entered.state == INACTIVE) {
      if (!unseen) {
        emit(before, entered, cause);
      }
      return;
    }
    Flaps flaps = status.flaps().changedAt(at, rule.timing());
    boolean tooMany = flaps.changes().size() > limits.transitions();
    AlertSeverity severity = entered.state == NO_DATA ? status.severity() : entered.severity;
    status = status.withFlaps(tooMany ? Flaps.began(severity, entered.sinceMillis, at) : flaps);
    if (unseen) {
      return;
    }
    if (tooMany) {
      emit(
          before,
          new Entered(FLAPPING, severity, entered.sinceMillis),
          new Cause(at, Comparison.none(cause.comparison.value()), TransitionReason.FLAPPING));
    } else {
      emit(before, entered, cause);
    }
  }

  private void emit(AlertStatus before, Entered entered, Cause cause) {
    emit(before.state(), before.isFiring() ? before.severity() : null, entered, cause);
  }

  private void emit(
      AlertState previous, @Nullable AlertSeverity previousSeverity, Entered entered, Cause cause) {
    Transition transition =
        new Transition(
            rule.name(),
            series,
            entered.severity,
            entered.state,
            previous,
            previousSeverity,
            cause.atMillis,
            cause.comparison.value(),
            cause.comparison.limit(),
            entered.sinceMillis,
            cause.reason,
            0,
            null,
            null,
            Map.of(),
            rule.annotations().labels(),
            rule.annotations().severities());
    transitions.add(AlertTexts.addTo(rule, transition, members));
  }

  /** Forgets what cannot matter any more. */
  private void forget(long at) {
    if (rule.timing().flapping() != null) {
      status = status.withFlaps(status.flaps().since(at, rule.timing()));
    }
    boolean needed =
        !rule.timing().noDataAfter().isZero()
            || status.flaps().flapping()
            || AlertMachine.overDeadline(rule, status) != AlertMachine.NEVER
            || ActiveTimes.needsLast(rule, status);
    for (LevelStatus level : status.levels()) {
      needed |= level.phase() != LevelStatus.Phase.FIRING;
    }
    if (!needed) {
      status = status.withLast(null);
    }
  }
}
