package dev.isotherm.pipeline;

import dev.isotherm.alert.AlertMachine;
import dev.isotherm.alert.AlertStatus;
import dev.isotherm.alert.Rule;
import dev.isotherm.alert.RuleChange;
import dev.isotherm.alert.RuleVersions;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
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
    last = context.getState(new ValueStateDescriptor<>("last-evaluated", FlowTypes.LAST_EVALUATED));
    alerts = context.getMapState(statuses());
  }

  /** Where the alerts are kept that have something to remember. */
  static MapStateDescriptor<String, AlertStatus> statuses() {
    return new MapStateDescriptor<>("alerts", Types.STRING, FlowTypes.ALERT_STATUS);
  }

  /** How many alerts fire, of all series. */
  long firing() {
    return firing;
  }

  /** How far they have come; {@code null} where no reading was evaluated yet. */
  LastEvaluated last() throws Exception {
    return last.value();
  }

  /**
   * Shows one reading to every rule that watches its series.
   *
   * @param before what {@link #last()} says
   * @param now what is in force at the instant of the reading
   * @return when time alone changes one of their alerts next
   */
  long evaluate(Reading reading, LastEvaluated before, RuleVersions.InForce now) throws Exception {
    Series series = reading.series();
    long instant = reading.epochMillis();
    if (before != null && before.rulesFromMillis() < now.fromMillis()) {
      takeOver(series, before, instant);
    }
    last.update(new LastEvaluated(instant, now.fromMillis()));
    long next = AlertMachine.NEVER;
    for (Rule rule : now.of(series)) {
      AlertStatus status = status(rule);
      AlertMachine.Step step = AlertMachine.observe(rule, status, reading);
      keep(rule, status, step, now);
      next = Math.min(next, AlertMachine.nextDeadline(rule, step.status()));
    }
    return next;
  }

  /**
   * Lets all time until an instant, inclusively, pass. If that says anything, it has been decided
   * up to there.
   */
  void pass(Series series, long toMillis) throws Exception {
    LastEvaluated before = last.value();
    if (before == null) {
      return;
    }
    boolean any = takeOver(series, before, toMillis);
    RuleVersions.InForce now = versions.at(Math.max(toMillis, before.rulesFromMillis()));
    any |= pass(series, now, toMillis);
    if (any) {
      last.update(new LastEvaluated(Math.max(before.atMillis(), toMillis), now.fromMillis()));
    }
  }

  /** When time alone changes one of the alerts next. */
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
    RuleVersions.InForce old = versions.at(before.rulesFromMillis());
    RuleVersions.InForce next = versions.after(old);
    while (next != null && next.fromMillis() <= toMillis) {
      long at = Math.max(next.fromMillis(), before.atMillis() + 1);
      any |= pass(series, old, at - 1);
      for (Rule rule : old.of(series)) {
        AlertStatus status = status(rule);
        AlertMachine.Step step =
            RuleChange.takeOver(rule, series, status, next.of(series, rule.name()), at);
        any |= keep(rule, status, step, next);
      }
      old = next;
      next = versions.after(old);
    }
    return any;
  }

  private boolean pass(Series series, RuleVersions.InForce rules, long toMillis) throws Exception {
    boolean any = false;
    for (Rule rule : rules.of(series)) {
      AlertStatus status = status(rule);
      any |= keep(rule, status, AlertMachine.advance(rule, series, status, toMillis), rules);
    }
    return any;
  }

  private AlertStatus status(Rule rule) throws Exception {
    AlertStatus kept = alerts.get(rule.name());
    return kept == null ? AlertStatus.INACTIVE : kept;
  }

  /** Whether there is anything new in it. */
  private boolean keep(
      Rule rule, AlertStatus before, AlertMachine.Step step, RuleVersions.InForce now)
      throws Exception {
    AlertStatus after = step.status();
    boolean changed = !after.equals(before);
    if (changed && after.isBlank()) {
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
