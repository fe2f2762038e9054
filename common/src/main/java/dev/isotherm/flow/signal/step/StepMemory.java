package dev.isotherm.flow.signal.step;

import dev.isotherm.baseline.Baselines;
import dev.isotherm.flow.signal.SignalMessage;
import dev.isotherm.flow.signal.SignalPrograms;
import dev.isotherm.model.Series;
import dev.isotherm.rules.ActiveRules;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RulesByInstant;
import dev.isotherm.rules.Sensors;
import dev.isotherm.rules.SignalLimits;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.memory.SensorProgram;
import dev.isotherm.signal.step.OtherValue;
import dev.isotherm.signal.step.StepProgram;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of a rule remember of a sensor, those of the current key. The rule may watch the
 * sensor, name it, or both.
 */
final class StepMemory {

  private static final double[] NONE = {};
  private final RulesByInstant versions;
  private final Baselines baselines;
  private final SignalPrograms<StepProgram> programs = new SignalPrograms<>(StepMemory::program);

  /** The expressions that name a sensor, by program and sensor. */
  private final Map<StepProgram, Map<String, Optional<SensorProgram>>> naming = new HashMap<>();

  private final StepStates own;
  private final StepStates named;

  StepMemory(RuntimeContext context, RulesByInstant versions, Baselines baselines) {
    this.versions = versions;
    this.baselines = baselines;
    own = new StepStates(context, "own-steps");
    named = new StepStates(context, "named-steps");
  }

  private StepStates.Known known(ActiveRules version, Rule rule, String sensor) {
    return new StepStates.Known(
        name -> SignalLimits.limit(rule, sensor, version.table(), name),
        baselines.ofSensor(sensor));
  }

  static StepProgram program(Rule rule) {
    return new StepProgram(rule.signal().staleAfter(), rule.signal().value(), rule.conditions());
  }

  StepProgram programOf(Rule rule) {
    return programs.of(rule);
  }

  /** Takes a message that is in time. */
  void add(SignalMessage message, ActiveRules version, Rule rule) throws Exception {
    long since = versions.signalSinceMillis(version, rule);
    String sensor = message.series().sensorId();
    Sensors members = rule.selector().sensors();
    if (members.match(sensor, version.table())) {
      own.add(since, programs.of(rule).sensors(), message.readings());
    }
    SensorProgram ofNamed = naming(rule, sensor);
    if (ofNamed != null) {
      named.add(since, ofNamed, message.readings());
    }
  }

  /**
   * Evaluates a step of the sensor.
   *
   * @param ofSensor results of the expressions of the sensor; empty if there are none
   * @param ofNamed results of the expressions that name the sensor; empty if there are none
   * @param nextMillis when to evaluate next, unless another message comes; {@code null} for never
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Evaluated(double[] ofSensor, double[] ofNamed, @Nullable Long nextMillis) {}

  Evaluated evaluate(Series series, long step, ActiveRules version, Rule rule) throws Exception {
    long since = versions.signalSinceMillis(version, rule);
    Duration every = rule.signal().every();
    SensorProgram sensors = programs.of(rule).sensors();
    StepStates.Known known = known(version, rule, series.sensorId());
    double[] ofSensor = own.evaluate(since, sensors, step, every, known);
    Long next = own.next(since, sensors, step, every);
    SensorProgram ofNamed = naming(rule, series.sensorId());
    double[] namedResults = null;
    if (ofNamed != null) {
      namedResults = named.evaluate(since, ofNamed, step, every, known);
      next = earlier(next, named.next(since, ofNamed, step, every));
    }
    return new Evaluated(
        ofSensor == null ? NONE : ofSensor, namedResults == null ? NONE : namedResults, next);
  }

  private static @Nullable Long earlier(@Nullable Long one, @Nullable Long other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return Math.min(one, other);
  }

  /** The expressions of a rule that name a sensor; {@code null} if there are none. */
  private @Nullable SensorProgram naming(Rule rule, String sensor) {
    StepProgram program = programs.of(rule);
    if (program.others().isEmpty()) {
      return null;
    }
    return naming
        .computeIfAbsent(program, key -> new HashMap<>())
        .computeIfAbsent(sensor, key -> naming(program, rule.signal().staleAfter(), sensor))
        .orElse(null);
  }

  private static Optional<SensorProgram> naming(
      StepProgram program, Duration staleAfter, String sensor) {
    List<Expression> expressions =
        program.others().stream()
            .filter(other -> other.sensor().equals(sensor))
            .map(OtherValue::expression)
            .toList();
    return expressions.isEmpty()
        ? Optional.empty()
        : Optional.of(new SensorProgram(staleAfter, expressions));
  }
}
