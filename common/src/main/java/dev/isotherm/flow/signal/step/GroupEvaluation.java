package dev.isotherm.flow.signal.step;

import dev.isotherm.flow.signal.SignalPrograms;
import dev.isotherm.model.Series;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RulesByInstant;
import dev.isotherm.signal.step.OtherValue;
import dev.isotherm.signal.step.StepOfGroups;
import dev.isotherm.signal.step.StepProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates one step of a rule for a group, or for the members of groups, those of the current key.
 * The results do not depend on the order of the parts.
 *
 * <p>A sensor that the rule names sends nothing while its results cannot change, so the last ones
 * are kept.
 */
final class GroupEvaluation {

  private static final double[] NONE = {};

  private final RulesByInstant versions;
  private final SignalPrograms<StepProgram> programs = new SignalPrograms<>(StepMemory::program);

  /** The last results of the sensors that the rule names. */
  private final MapState<String, double[]> named;

  /** Since when the rule has looked at the signal that these are results for. */
  private final ValueState<Long> since;

  GroupEvaluation(RuntimeContext context, RulesByInstant versions) {
    this.versions = versions;
    named =
        context.getMapState(
            new MapStateDescriptor<>(
                "named", Types.STRING, PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO));
    since = context.getState(new ValueStateDescriptor<>("signal-since", Types.LONG));
  }

  void evaluate(Rule rule, long step, List<StepPart> parts, Consumer<StepResult> out)
      throws Exception {
    StepProgram program = programs.of(rule);
    double[] ofOthers = program.others().isEmpty() ? NONE : ofOthers(rule, program, step, parts);
    StepOfGroups groups = new StepOfGroups(program, rule.labelOfGroups().orElse(null));
    for (StepPart part : parts) {
      if (part.isMember()) {
        groups.add(part.sensor(), part.label(), part.ofSensor());
      }
    }
    StepOfGroups.GroupResults send =
        (subject, result, members) ->
            out.accept(
                new StepResult(new Series(subject, rule.name()), step, members, result.numbers()));
    if (rule.signal().isOfGroups()) {
      groups.forEachGroup(step, ofOthers, rule.firesAtLowValues(), send);
    } else {
      groups.forEachSensor(step, ofOthers, (sensor, result) -> send.accept(sensor, result, null));
    }
  }

  /** The results of the expressions that name sensors, in the order of the program. */
  private double[] ofOthers(Rule rule, StepProgram program, long step, List<StepPart> parts)
      throws Exception {
    long now = versions.signalSinceMillis(versions.at(step), rule);
    Long before = since.value();
    if (before == null || before != now) {
      named.clear();
      since.update(now);
    }
    for (StepPart part : parts) {
      if (part.named().length > 0) {
        named.put(part.sensor(), part.named());
      }
    }
    double[] results = new double[program.others().size()];
    Map<String, List<Integer>> places = new HashMap<>();
    for (int i = 0; i < results.length; i++) {
      OtherValue other = program.others().get(i);
      List<Integer> ofSensor = places.computeIfAbsent(other.sensor(), key -> new ArrayList<>());
      results[i] = result(named.get(other.sensor()), ofSensor.size());
      ofSensor.add(i);
    }
    return results;
  }

  private static double result(double @Nullable [] ofSensor, int place) {
    return ofSensor == null ? Double.NaN : ofSensor[place];
  }
}
