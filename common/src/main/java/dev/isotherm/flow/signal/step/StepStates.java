package dev.isotherm.flow.signal.step;

import dev.isotherm.baseline.SensorBaseline;
import dev.isotherm.flow.signal.KeptState;
import dev.isotherm.flow.signal.SignalTypes;
import dev.isotherm.signal.memory.SensorProgram;
import dev.isotherm.signal.memory.SensorReadings;
import dev.isotherm.signal.step.SensorSteps;
import java.io.IOException;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * The steps of the current key, one state for each signal that its rule has looked at. The key of a
 * state is the instant since when: so a reading belongs to the signal of its instant, in whichever
 * order the readings come.
 */
final class StepStates {

  private final MapState<Long, KeptState> states;

  StepStates(RuntimeContext context, String name) {
    states =
        context.getMapState(new MapStateDescriptor<>(name, Types.LONG, SignalTypes.KEPT_STATE));
  }

  /**
   * What is known of the sensor beside its readings.
   *
   * @param limits by their names; NaN for those that it does not have
   */
  record Known(ToDoubleFunction<String> limits, SensorBaseline baseline) {}

  /** Adds the readings of a message whose step has not been evaluated. */
  void add(long since, SensorProgram program, SensorReadings readings) throws Exception {
    KeptState before = states.get(since);
    KeptState state = before == null ? KeptState.of(new SensorSteps(program)) : before;
    if (!steps(state, program).add(readings)) {
      throw new IllegalStateException(readings + " are of a step that was evaluated");
    }
    states.put(since, state);
  }

  /**
   * Evaluates a step, if it may have other results than the one before.
   *
   * @return {@code null} if it was not evaluated
   */
  double @Nullable [] evaluate(
      long since, SensorProgram program, long step, Duration every, Known known) throws Exception {
    KeptState state = states.get(since);
    if (state == null) {
      return null;
    }
    SensorSteps steps = steps(state, program);
    if (!steps.isDue(step, every)) {
      return null;
    }
    double[] results = steps.evaluate(step, known.limits(), known.baseline());
    states.put(since, state);
    return results;
  }

  /**
   * When the state must be looked at next, unless another message comes: at the next step, or when
   * it is to be forgotten.
   *
   * @return {@code null} if there is no state, or if it is forgotten now
   */
  @Nullable Long next(long since, SensorProgram program, long step, Duration every)
      throws Exception {
    KeptState state = states.get(since);
    if (state == null) {
      return null;
    }
    SensorSteps steps = steps(state, program);
    if (steps.isForgotten(step)) {
      states.remove(since);
      return null;
    }
    return steps.next(step, every);
  }

  private static SensorSteps steps(KeptState state, SensorProgram program) throws IOException {
    return state.get(SensorSteps.class, in -> SensorSteps.readFrom(in, program));
  }
}
