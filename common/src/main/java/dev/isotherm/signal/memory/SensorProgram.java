package dev.isotherm.signal.memory;

import dev.isotherm.signal.Expression;
import dev.isotherm.signal.Truth;
import dev.isotherm.signal.text.Expressions;
import java.io.DataInput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The expressions of a rule, ready to be evaluated for sensor after sensor. What one sensor has
 * measured is in its {@link SensorMemory}. Immutable.
 */
public final class SensorProgram {

  private final ToDoubleFunction<Moment> signal;
  private final List<Function<Moment, Truth>> levels;
  private final List<String> metrics;
  private final List<TrackForm> tracks;
  private final long staleMillis;
  private final int fingerprint;

  /**
   * Compiles the expressions of a rule that is evaluated with each message.
   *
   * @param staleAfter a metric whose last value is older is absent
   * @param signal a number
   * @param levels conditions, which may use the value of the signal
   * @throws IllegalArgumentException if an expression looks at other sensors, or one of another
   *     type is needed
   */
  public SensorProgram(Duration staleAfter, Expression signal, List<Expression> levels) {
    staleMillis = staleAfter.toMillis();
    ProgramCompiler compiler = new ProgramCompiler(staleMillis);
    this.signal = compiler.evaluator().number(signal);
    this.levels = levels.stream().map(compiler.evaluator()::truth).toList();
    metrics = compiler.metrics();
    tracks = compiler.tracks();
    fingerprint = fingerprint(signal, levels);
  }

  /** Tells memories of different expressions apart; the same in every JVM. */
  private int fingerprint(Expression signal, List<Expression> levels) {
    StringBuilder text = new StringBuilder(Long.toString(staleMillis));
    text.append('\n').append(Expressions.canonical(signal));
    levels.forEach(level -> text.append('\n').append(Expressions.canonical(level)));
    return text.toString().hashCode();
  }

  /** Returns the metrics that the expressions name, each once. */
  public List<String> metrics() {
    return metrics;
  }

  /** Returns the memory of a sensor that has measured nothing so far. */
  public SensorMemory newMemory() {
    return new SensorMemory(this);
  }

  /**
   * Reads a memory that {@link SensorMemory#writeTo} wrote.
   *
   * @throws IOException if it is of other expressions, or was written by a later version
   */
  public SensorMemory readMemory(DataInput in) throws IOException {
    return SensorMemory.readFrom(in, this);
  }

  long staleMillis() {
    return staleMillis;
  }

  List<TrackForm> tracks() {
    return tracks;
  }

  int fingerprint() {
    return fingerprint;
  }

  SignalResult evaluate(Moment moment) {
    double value = signal.applyAsDouble(moment);
    moment.setValue(value);
    List<Truth> truths = new ArrayList<>(levels.size());
    for (Function<Moment, Truth> level : levels) {
      truths.add(level.apply(moment));
    }
    return new SignalResult(
        Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value), truths);
  }
}
