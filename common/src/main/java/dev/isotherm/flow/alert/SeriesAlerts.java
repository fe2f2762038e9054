package dev.isotherm.flow.alert;

import dev.isotherm.alert.AlertMachine;
import dev.isotherm.alert.AlertStatus;
import dev.isotherm.alert.Evidence;
import dev.isotherm.flow.roster.Roster;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.KeyedBuffer;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.ActiveRules;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RulesByInstant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * The state of the alerts of one series, that of the current key. {@link AlertMachine} decides
 * about the alerts.
 *
 * <p>A version of the rules applies to a series when the event time of the series reaches the
 * version's instant: with a reading, or when time advances without one. Deadlines before that
 * instant are processed first, under the old rules.
 */
final class SeriesAlerts {

  private final RulesByInstant versions;
  private final Consumer<Transition> out;
  private final ValueState<LastEvaluated> last;
  private final MapState<String, AlertStatus> alerts;

  /** Statuses read from {@link #alerts} during the current call. */
  private final KeyedBuffer<String, AlertStatus> seen = new KeyedBuffer<>();

  /** What was evaluated last for the series of the last call. */
  private @Nullable LastEvaluated latest;

  private long firing;

  /**
   * Keeps the alerts in the keyed state of a task.
   *
   * @param out receives each transition
   */
  SeriesAlerts(RuntimeContext context, RulesByInstant versions, Consumer<Transition> out) {
    this.versions = versions;
    this.out = out;
    last = context.getState(lastEvaluated());
    alerts = context.getMapState(statuses());
  }

  /** The state of all alerts that are not in their default state, by the name of the rule. */
  static MapStateDescriptor<String, AlertStatus> statuses() {
    return new MapStateDescriptor<>("alerts", Types.STRING, AlertTypes.ALERT_STATUS);
  }

  /** The state of all series that are known. */
  static ValueStateDescriptor<LastEvaluated> lastEvaluated() {
    return new ValueStateDescriptor<>("last-evaluated", AlertTypes.LAST_EVALUATED);
  }

  /** Forgets the series if it was last evaluated before an instant and has no active alert. */
  void forgetBefore(long oldestMillis) throws Exception {
    if (last.value().atMillis() < oldestMillis && alerts.isEmpty()) {
      last.clear();
    }
  }

  /** Counts the alerts of the current series that fire already, after they have been restored. */
  void countRestored() throws Exception {
    for (AlertStatus status : alerts.values()) {
      firing += status.isUnresolved() ? 1 : 0;
    }
  }

  /** The number of alerts of all series that fire, those without data included. */
  long firing() {
    return firing;
  }

  /**
   * Evaluates readings, one after the other, by every rule that watches their series.
   *
   * @param oldestMillis readings before this instant are late
   * @param late receives the readings that are late, or do not come after the last evaluated one
   * @return the rules that the last reading was evaluated by; {@code null} if none was evaluated
   */
  ActiveRules evaluate(SeriesReadings readings, long oldestMillis, Consumer<Reading> late)
      throws Exception {
    seen.clear();
    LastEvaluated before = read();
    LastEvaluated now = before;
    ActiveRules rules = null;
    List<Rule> watching = List.of();
    ActiveRules under = null;
    for (int i = 0; i < readings.size(); i++) {
      Reading reading = readings.reading(i);
      ActiveRules at = versions.at(reading.epochMillis());
      if (at != rules) {
        rules = at;
        watching = rules.of(readings.series());
      }
      if (watching.isEmpty()) {
        continue;
      }
      boolean isInOrder = now == null || now.isBefore(reading, rules.fromMillis());
      if (isInOrder && reading.epochMillis() >= oldestMillis) {
        now = evaluate(reading, now, rules, watching);
        under = rules;
      } else {
        late.accept(reading);
      }
    }
    if (under != null) {
      update(now);
    }
    return under;
  }

  /**
   * Begins the alerts of a series that has sent nothing, and is expected to send from an instant
   * on.
   *
   * @param forgottenMillis a series without active alerts that sent nothing since is not known, be
   *     its state forgotten already or not
   * @return the rules of that instant; {@code null} if the series is known
   */
  @Nullable ActiveRules expect(Series series, long sinceMillis, long forgottenMillis)
      throws Exception {
    LastEvaluated before = read();
    if (before != null && (before.atMillis() >= forgottenMillis || !alerts.isEmpty())) {
      return null;
    }
    ActiveRules now = versions.at(sinceMillis);
    for (Rule rule : now.of(series)) {
      if (Roster.isWatchedBy(rule)) {
        alerts.put(rule.name(), AlertMachine.expected(sinceMillis));
      }
    }
    update(LastEvaluated.nothing(now.fromMillis()));
    return now;
  }

  /**
   * Whether the result of a signal comes after what was evaluated last.
   *
   * @param oldestMillis what is before this instant is late
   */
  boolean isInOrder(Series series, SignalSource signal, long oldestMillis) throws Exception {
    LastEvaluated before = read();
    ActiveRules rules = versions.at(signal.atMillis());
    return rules.of(series).isEmpty()
        || (signal.atMillis() >= oldestMillis
            && (before == null
                || before.isBefore(signal.atMillis(), signal.position(), rules.fromMillis())));
  }

  /**
   * Evaluates the result of a signal, which must be in order.
   *
   * @param series of the alert
   * @return the rules that it was evaluated by; {@code null} if none of them watches the series
   */
  @Nullable ActiveRules evaluate(Series series, SignalSource signal) throws Exception {
    seen.clear();
    LastEvaluated before = read();
    ActiveRules now = versions.at(signal.atMillis());
    List<Rule> watching = now.of(series);
    if (watching.isEmpty()) {
      return null;
    }
    LastEvaluated evaluated =
        LastEvaluated.of(signal.atMillis(), signal.position(), before, now.fromMillis());
    if (before != null && before.rulesFromMillis() < now.fromMillis()) {
      applyVersions(series, before, signal.atMillis());
    }
    for (Rule rule : watching) {
      AlertStatus status = status(rule);
      Evidence evidence = signal.evidence(now, rule);
      store(rule, status, AlertMachine.observe(rule, series, status, evidence), now, evaluated);
    }
    update(evaluated);
    return now;
  }

  /** Evaluates readings that are in order by every rule that watches their series. */
  void evaluateInOrder(SeriesReadings readings) throws Exception {
    seen.clear();
    LastEvaluated now = read();
    ActiveRules rules = null;
    List<Rule> watching = List.of();
    for (int i = 0; i < readings.size(); i++) {
      ActiveRules ofInstant = versions.at(readings.millis()[i]);
      if (ofInstant != rules) {
        rules = ofInstant;
        watching = rules.of(readings.series());
      }
      if (!watching.isEmpty()) {
        now = evaluate(readings.reading(i), now, rules, watching);
      }
    }
    if (now != null) {
      update(now);
    }
  }

  private LastEvaluated evaluate(
      Reading reading, LastEvaluated before, ActiveRules now, List<Rule> watching)
      throws Exception {
    LastEvaluated evaluated = LastEvaluated.reading(reading, before, now.fromMillis());
    if (before != null && before.rulesFromMillis() < now.fromMillis()) {
      applyVersions(reading.series(), before, reading.epochMillis());
    }
    for (Rule rule : watching) {
      AlertStatus status = status(rule);
      if (!AlertMachine.isNoOp(rule, status, reading.value())) {
        store(rule, status, AlertMachine.observe(rule, status, reading), now, evaluated);
      }
    }
    return evaluated;
  }

  /**
   * Processes deadlines and versions of the rules up to and including an instant. If any alert
   * changes, that instant becomes the last evaluated one.
   */
  void advanceTime(Series series, long toMillis) throws Exception {
    seen.clear();
    LastEvaluated before = read();
    if (before == null) {
      return;
    }
    boolean any = applyVersions(series, before, toMillis);
    ActiveRules now = versions.at(Math.max(toMillis, before.rulesFromMillis()));
    any |= advanceTime(series, now, toMillis);
    if (any) {
      update(before.deadline(toMillis, now.fromMillis()));
    }
  }

  /** Whether the state of the current series has a transition of it already. */
  boolean has(Transition transition) throws Exception {
    LastEvaluated before = read();
    if (before == null || transition.atMillis() > before.atMillis()) {
      return false;
    }
    return transition.atMillis() < before.atMillis() || transition.repeat() <= before.repeat();
  }

  /** The status of an alert of the current series. */
  AlertStatus status(String rule) throws Exception {
    AlertStatus kept = alerts.get(rule);
    return kept == null ? AlertStatus.INACTIVE : kept;
  }

  /**
   * The next deadline of any alert of the series of the last call, by the rules of an instant.
   * These may be later than the ones that the last reading was evaluated by: a version that changes
   * no alert leaves no trace in the state.
   *
   * @param reachedMillis up to where deadlines and versions have been processed
   */
  long nextDeadline(Series series, long reachedMillis) throws Exception {
    long next = AlertMachine.NEVER;
    LastEvaluated before = latest;
    if (before != null) {
      long instant = Math.max(before.rulesFromMillis(), reachedMillis);
      for (Rule rule : versions.at(instant).of(series)) {
        next = Math.min(next, AlertMachine.nextDeadline(rule, status(rule)));
      }
    }
    return next;
  }

  /**
   * Applies every version that is effective by an instant, one after the other. A version that
   * became known after its instant had been evaluated takes effect right after the last evaluated
   * instant. The alerts of a sensor that was removed from the sensor table end, whether or not the
   * rules would still watch it.
   *
   * @return whether any alert changed
   */
  private boolean applyVersions(Series series, LastEvaluated before, long toMillis)
      throws Exception {
    boolean any = false;
    ActiveRules old = versions.at(before.rulesFromMillis());
    ActiveRules next = versions.after(old);
    while (next != null && next.fromMillis() <= toMillis) {
      long at = Math.max(next.fromMillis(), before.atMillis() + 1);
      any |= advanceTime(series, old, at - 1);
      boolean isRemoved = next.hasRemoved(series.sensorId(), old);
      for (Rule rule : old.of(series)) {
        AlertStatus status = status(rule);
        boolean ends = isRemoved && !rule.selector().isOfGroups();
        Rule after = ends ? null : next.of(series, rule.name());
        AlertMachine.Step step = AlertMachine.applyVersion(rule, series, status, after, at);
        any |= store(rule, status, step, next, null);
      }
      old = next;
      next = versions.after(old);
    }
    return any;
  }

  private boolean advanceTime(Series series, ActiveRules rules, long toMillis) throws Exception {
    boolean any = false;
    for (Rule rule : rules.of(series)) {
      AlertStatus status = status(rule);
      AlertMachine.Step step = AlertMachine.advance(rule, series, status, toMillis);
      any |= store(rule, status, step, rules, null);
    }
    return any;
  }

  private @Nullable LastEvaluated read() throws Exception {
    latest = last.value();
    return latest;
  }

  private void update(LastEvaluated now) throws Exception {
    latest = now;
    last.update(now);
  }

  private AlertStatus status(Rule rule) throws Exception {
    AlertStatus known = seen.get(rule.name());
    if (known == null) {
      known = status(rule.name());
      seen.put(rule.name(), known);
    }
    return known;
  }

  /**
   * Stores the new status and emits transitions.
   *
   * @param reading the reading that is evaluated; {@code null} if time advances without one
   * @return whether anything changed
   */
  private boolean store(
      Rule rule,
      AlertStatus before,
      AlertMachine.Step step,
      ActiveRules now,
      @Nullable LastEvaluated reading)
      throws Exception {
    AlertStatus after = step.status();
    boolean changed = !after.equals(before);
    if (changed) {
      seen.put(rule.name(), after);
    }
    if (changed && after.isDefault()) {
      alerts.remove(rule.name());
    } else if (changed) {
      alerts.put(rule.name(), after);
    }
    firing += (after.isUnresolved() ? 1 : 0) - (before.isUnresolved() ? 1 : 0);
    for (Transition transition : step.transitions()) {
      boolean isOfReading = reading != null && transition.atMillis() == reading.atMillis();
      out.accept(transition.numbered(isOfReading ? reading.repeat() : 0, now.fingerprint()));
    }
    return changed || !step.transitions().isEmpty();
  }
}
