package dev.isotherm.signal.step;

import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.Truth;
import dev.isotherm.signal.memory.SensorProgram;
import dev.isotherm.signal.memory.SignalResult;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of a rule that is evaluated in steps, taken apart by where they are evaluated.
 *
 * <ol>
 *   <li>{@link #sensors()} is evaluated for each sensor of the rule, at the end of each step.
 *   <li>{@link #newGroup} takes these results of all members of a group, in any order.
 *   <li>{@link #others()} are evaluated for the sensors that they name.
 *   <li>{@link #evaluate} joins all three to the result of a sensor, or of a group.
 * </ol>
 *
 * <p>Immutable.
 */
public final class StepProgram {

  private final SensorProgram sensors;
  private final List<Expression.AcrossMembers> members;
  private final List<OtherValue> others;

  /** How many results of a sensor are its own; the arguments of its groups follow. */
  private final int ownResults;

  private final ToDoubleFunction<StepContext> signal;
  private final List<Function<StepContext, Truth>> levels;

  /**
   * Compiles the expressions of a rule.
   *
   * @param staleAfter a metric whose last value is older is absent
   * @param signal a number
   * @param levels conditions, which may use the value of the signal
   * @throws IllegalArgumentException if a level compares the signal with its earlier values, and
   *     the signal looks at other sensors
   */
  public StepProgram(Duration staleAfter, Expression signal, List<Expression> levels) {
    StepCompiler compiler = new StepCompiler();
    this.signal =
        levels.stream().anyMatch(Deviation::comparesSignal)
            ? compiler.signalOfSensor(signal)
            : compiler.evaluator().number(signal);
    this.levels = levels.stream().map(compiler.evaluator()::truth).toList();
    members = compiler.members();
    others = compiler.others();
    ownResults = compiler.own().size();
    Stream<Expression> arguments = members.stream().map(Expression.AcrossMembers::argument);
    sensors =
        new SensorProgram(staleAfter, Stream.concat(compiler.own().stream(), arguments).toList());
  }

  /** Returns what is evaluated for each sensor. */
  public SensorProgram sensors() {
    return sensors;
  }

  /** Returns the functions of the members of groups, each once. */
  public List<Expression.AcrossMembers> members() {
    return members;
  }

  /** Returns what is evaluated for sensors that are named, each once. */
  public List<OtherValue> others() {
    return others;
  }

  /**
   * Returns the values of a group at a step, without any member so far.
   *
   * @param by the label of which the members have the same value; {@code null} for that of the rule
   */
  public GroupValues newGroup(@Nullable String by) {
    return new GroupValues(members, ownResults, by);
  }

  /**
   * Returns which members the alert of a group names.
   *
   * @param lowIsBad whether the levels of the rule fire at low values
   */
  WorstMembers worstMembers(boolean lowIsBad) {
    return new WorstMembers(members, ownResults, lowIsBad);
  }

  /**
   * Evaluates the expressions of the rule.
   *
   * @param stepMillis the end of the step
   * @param ofSensor the results of {@link #sensors()} for the sensor; empty in a rule about groups
   * @param ofMembers the results of {@link #members()}, see {@link GroupValues#addTo}
   * @param ofOthers the results of {@link #others()}
   */
  public SignalResult evaluate(
      long stepMillis, double[] ofSensor, double[] ofMembers, double[] ofOthers) {
    StepContext context = new StepContext(stepMillis, ofSensor, ofMembers, ofOthers);
    double[] results = new double[1 + levels.size()];
    results[0] = signal.applyAsDouble(context);
    context.setSignal(results[0]);
    for (int i = 0; i < levels.size(); i++) {
      results[1 + i] = levels.get(i).apply(context).asReading();
    }
    return SignalResult.of(results);
  }
}
