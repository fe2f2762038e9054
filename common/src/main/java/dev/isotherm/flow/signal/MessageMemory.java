package dev.isotherm.flow.signal;

import dev.isotherm.alert.Evidence;
import dev.isotherm.baseline.Baselines;
import dev.isotherm.flow.alert.SignalSource;
import dev.isotherm.model.Series;
import dev.isotherm.rules.ActiveRules;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RulesByInstant;
import dev.isotherm.rules.SignalLimits;
import dev.isotherm.signal.memory.SensorMemory;
import dev.isotherm.signal.memory.SensorProgram;
import dev.isotherm.signal.memory.SignalResult;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What the signal of a rule remembers of a sensor, those of the current key. A rule that looks at
 * another signal than before begins without memory.
 */
final class MessageMemory {

  private final RulesByInstant versions;
  private final Baselines baselines;
  private final SignalPrograms<SensorProgram> programs =
      new SignalPrograms<>(
          rule ->
              new SensorProgram(
                  rule.signal().staleAfter(), rule.signal().value(), rule.conditions()));

  /** Since when the rule has looked at the signal that the memory is of. */
  private final ValueState<Long> since;

  private final ValueState<KeptState> kept;

  MessageMemory(RuntimeContext context, RulesByInstant versions, Baselines baselines) {
    this.baselines = baselines;
    this.versions = versions;
    since = context.getState(new ValueStateDescriptor<>("signal-since", Types.LONG));
    kept = context.getState(descriptor());
  }

  static ValueStateDescriptor<KeptState> descriptor() {
    return new ValueStateDescriptor<>("signal-memory", SignalTypes.KEPT_STATE);
  }

  /** The result of the signal once it has taken a message. */
  SignalSource with(SignalMessage message) {
    return new SignalSource() {
      @Override
      public long atMillis() {
        return message.epochMillis();
      }

      @Override
      public long position() {
        return message.readings().position();
      }

      @Override
      public Evidence evidence(ActiveRules version, Rule rule) throws Exception {
        return Evidence.of(message.epochMillis(), observe(message, version, rule));
      }
    };
  }

  private SignalResult observe(SignalMessage message, ActiveRules version, Rule rule)
      throws Exception {
    SensorProgram program = programs.of(rule);
    long sinceMillis = versions.signalSinceMillis(version, rule);
    KeptState state = kept.value();
    Long before = since.value();
    if (state == null || before == null || before != sinceMillis) {
      state = KeptState.of(program.newMemory());
      since.update(sinceMillis);
    }
    SensorMemory memory = state.get(SensorMemory.class, program::readMemory);
    String sensor = message.series().sensorId();
    SignalResult result =
        memory
            .observe(
                message.readings(),
                name -> SignalLimits.limit(rule, sensor, version.table(), name),
                baselines.ofSensor(sensor))
            // Taken under rules that looked at another signal: a version that came later applies.
            .orElseGet(() -> SignalResult.unknown(rule.conditions().size()));
    kept.update(state);
    return result;
  }

  /**
   * Forgets the memory of a sensor and a rule if all that may still come begins without it.
   *
   * @param series of the current key
   * @param oldestMillis what comes before this instant is late
   */
  void forgetBefore(Series series, long oldestMillis) throws Exception {
    SensorProgram program = programs.of(versions.at(since.value()).named(series.metric()));
    SensorMemory memory = kept.value().get(SensorMemory.class, program::readMemory);
    if (memory.takenMillis() + program.forgetMillis() <= oldestMillis) {
      kept.clear();
      since.clear();
    }
  }
}
