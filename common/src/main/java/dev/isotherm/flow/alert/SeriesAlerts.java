package dev.isotherm.flow.alert;

import dev.isotherm.alert.AlertMachine;
import dev.isotherm.alert.AlertStatus;
import dev.isotherm.alert.RuleChange;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.ActiveRules;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleVersions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The alerts of one series, that of the current key, as they are kept between readings. What
 * becomes of them is decided in {@link AlertMachine} and {@link RuleChange}.
 *
 * <p>The rules change for a series when time has come to the instant of another version: with a
 * reading, or when all time until then passes. First everything happens that fell due before, under
 * the rules of before.
 */
final class SeriesAlerts {

  private final RuleVersions versions;
  private final Consumer<Transition> out;
  private final ValueState<LastEvaluated> last;
  private final MapState<String, AlertStatus> alerts;

  /** What was read of {@link #alerts} for the call at hand. */
  private final Map<String, AlertStatus> seen = new HashMap<>();

  private long firing;

  /**
   * Keeps them in the state of a task.
   *
   * @param firing how many fire already
   * @param out gets each transition
   */
  SeriesAlerts(
      RuntimeContext context, RuleVersions versions, long firing, Consumer<Transition> out) {
    this.versions = versions;
    this.firing = firing;
    this.out = out;
    last =
        context.getState(new ValueStateDescriptor<>("last-evaluated", AlertTypes.LAST_EVALUATED));
    alerts = context.getMapState(statuses());
  }

  /** Where the alerts are kept that have something to remember. */
  static MapStateDescriptor<String, AlertStatus> statuses() {
    return new MapStateDescriptor<>("alerts", Types.STRING, AlertTypes.ALERT_STATUS);
  }

  /** How many alerts fire, of all series. */
  long firing() {
    return firing;
  }

  /**
   * Shows readings, one after the other, to every rule that watches their series.
   *
   * @param late gets those that are not newer than what has been evaluated
   * @return under which rules the last one was evaluated; {@code null} if none was
   */
  ActiveRules evaluate(SeriesReadings readings, Consumer<Reading> late) throws Exception {
    seen.clear();
    LastEvaluated before = last.value();
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
      if (now != null && reading.epochMillis() <= now.atMillis()) {
        late.accept(reading);
      } else {
        evaluate(reading, now, rules, watching);
        now = new LastEvaluated(reading.epochMillis(), rules.fromMillis());
        under = rules;
      }
    }
    if (under != null) {
      last.update(now);
    }
    return under;
  }

  /** Shows a reading that is in order, if only by its value, to every rule that watches it. */
  void evaluate(Reading reading) throws Exception {
    seen.clear();
    ActiveRules rules = versions.at(reading.epochMillis());
    List<Rule> watching = rules.of(reading.series());
    if (!watching.isEmpty()) {
      evaluate(reading, last.value(), rules, watching);
      last.update(new LastEvaluated(reading.epochMillis(), rules.fromMillis()));
    }
  }

  private void evaluate(Reading reading, LastEvaluated before, ActiveRules now, List<Rule> watching)
      throws Exception {
    if (before != null && before.rulesFromMillis() < now.fromMillis()) {
      takeOver(reading.series(), before, reading.epochMillis());
    }
    for (Rule rule : watching) {
      AlertStatus status = status(rule);
      if (!AlertMachine.isNoOp(rule, status, reading.value())) {
        keep(rule, status, AlertMachine.observe(rule, status, reading), now);
      }
    }
  }

  /**
   * Lets all time until an instant, inclusively, pass. If that says anything, it has been decided
   * up to there.
   */
  void pass(Series series, long toMillis) throws Exception {
    seen.clear();
    LastEvaluated before = last.value();
    if (before == null) {
      return;
    }
    boolean any = takeOver(series, before, toMillis);
    ActiveRules now = versions.at(Math.max(toMillis, before.rulesFromMillis()));
    any |= pass(series, now, toMillis);
    if (any) {
      last.update(new LastEvaluated(Math.max(before.atMillis(), toMillis), now.fromMillis()));
    }
  }

  /** When time alone changes one of the alerts next, of the series that was called for last. */
  long nextDeadline(Series series) throws Exception {
    long next = AlertMachine.NEVER;
    LastEvaluated before = last.value();
    if (before != null) {
      for (Rule rule : versions.at(before.rulesFromMillis()).of(series)) {
        next = Math.min(next, AlertMachine.nextDeadline(rule, status(rule)));
      }
    }
    return next;
  }

  /**
   * Comes under every version that is in force by an instant, one after the other. One that has
   * become known too late, when its instant had been decided, takes effect right after that.
   *
   * @return whether that changed any alert
   */
  private boolean takeOver(Series series, LastEvaluated before, long toMillis) throws Exception {
    boolean any = false;
    ActiveRules old = versions.at(before.rulesFromMillis());
    ActiveRules next = versions.after(old);
    while (next != null && next.fromMillis() <= toMillis) {
      long at = Math.max(next.fromMillis(), before.atMillis() + 1);
      any |= pass(series, old, at - 1);
      for (Rule rule : old.of(series)) {
        AlertStatus status = status(rule);
        AlertMachine.Step step =
            RuleChange.applyVersion(rule, series, status, next.of(series, rule.name()), at);
        any |= keep(rule, status, step, next);
      }
      old = next;
      next = versions.after(old);
    }
    return any;
  }

  private boolean pass(Series series, ActiveRules rules, long toMillis) throws Exception {
    boolean any = false;
    for (Rule rule : rules.of(series)) {
      AlertStatus status = status(rule);
      any |= keep(rule, status, AlertMachine.advance(rule, series, status, toMillis), rules);
    }
    return any;
  }

  private AlertStatus status(Rule rule) throws Exception {
    AlertStatus known = seen.get(rule.name());
    if (known == null) {
      AlertStatus kept = alerts.get(rule.name());
      known = kept == null ? AlertStatus.INACTIVE : kept;
      seen.put(rule.name(), known);
    }
    return known;
  }

  /** Whether there is anything new in it. */
  private boolean keep(Rule rule, AlertStatus before, AlertMachine.Step step, ActiveRules now)
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
    firing += (after.isFiring() ? 1 : 0) - (before.isFiring() ? 1 : 0);
    for (Transition transition : step.transitions()) {
      out.accept(transition.numbered(0, now.fingerprint()));
    }
    return changed || !step.transitions().isEmpty();
  }
}
