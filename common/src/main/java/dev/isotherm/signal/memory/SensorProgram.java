package dev.isotherm.signal.memory;

import dev.isotherm.signal.Expression;
import dev.isotherm.signal.Span;
import dev.isotherm.signal.text.Expressions;
import java.io.DataInput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The expressions of a rule, ready to be evaluated for sensor after sensor. What one sensor has
 * measured is in its {@link SensorMemory}. Immutable.
 */
public final class SensorProgram {

  /** The least time without a message after which all earlier ones are forgotten. */
  public static final Duration FORGET_AFTER = Duration.ofDays(7);

  private final List<ToDoubleFunction<Moment>> functions;
  private final List<String> metrics;
  private final List<TrackForm> tracks;
  private final long staleMillis;
  private final long lookBackMillis;
  private final long forgetMillis;
  private final int fingerprint;

  /**
   * Compiles the expressions of a rule that is evaluated with each message.
   *
   * @param staleAfter a metric whose last value is older is absent
   * @param signal a number
   * @param levels conditions, which may use the value of the signal
   * @throws IllegalArgumentException if an expression looks at other sensors
   */
  public SensorProgram(Duration staleAfter, Expression signal, List<Expression> levels) {
    this(staleAfter, Stream.concat(Stream.of(signal), levels.stream()).toList());
  }

  /**
   * Compiles expressions that are evaluated at the same instants.
   *
   * @param staleAfter a metric whose last value is older is absent
   * @param expressions numbers and conditions; {@code value} is the first of them
   * @throws IllegalArgumentException if an expression looks at other sensors
   */
  public SensorProgram(Duration staleAfter, List<Expression> expressions) {
    staleMillis = staleAfter.toMillis();
    ProgramCompiler compiler = new ProgramCompiler(staleMillis);
    functions = expressions.stream().map(compiler::function).toList();
    metrics = compiler.metrics();
    tracks = compiler.tracks();
    lookBackMillis =
        tracks.stream().mapToLong(TrackForm::lookBackMillis).reduce(staleMillis, Math::max);
    boolean countsReadings = tracks.stream().anyMatch(TrackForm::countsReadings);
    Duration least = countsReadings ? Span.LONGEST : FORGET_AFTER;
    forgetMillis = Math.max(least.toMillis(), lookBackMillis);
    fingerprint = fingerprint(staleMillis, expressions);
  }

  /** Tells memories of different expressions apart; the same in every JVM. */
  private static int fingerprint(long staleMillis, List<Expression> expressions) {
    String texts =
        expressions.stream().map(Expressions::canonical).collect(Collectors.joining("\n"));
    return (staleMillis + "\n" + texts).hashCode();
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

  /**
   * Returns for how long after a message its readings may still change a result: beyond that, only
   * {@code now} does.
   */
  public long lookBackMillis() {
    return lookBackMillis;
  }

  /**
   * Returns after which time without a message all earlier ones are forgotten, so that the memory
   * of a sensor that is gone may be dropped. Windows that count readings need the longest.
   */
  public long forgetMillis() {
    return forgetMillis;
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

  /** Returns the results of the expressions; those of conditions as numbers. */
  double[] evaluate(Moment moment) {
    double[] results = new double[functions.size()];
    for (int i = 0; i < results.length; i++) {
      results[i] = functions.get(i).applyAsDouble(moment);
      if (i == 0) {
        moment.setValue(results[i]);
      }
    }
    return results;
  }
}
