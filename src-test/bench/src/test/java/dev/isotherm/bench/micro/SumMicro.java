package dev.isotherm.bench.micro;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.average.ExactSum;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One value into a sum: that of doubles, the exact one, and all that an average has. */
@State(Scope.Thread)
public class SumMicro {

  private static final int VALUES = 1 << 12;

  private final double[] values = new Random(1).doubles(VALUES, 0, 40).toArray();
  private final ExactSum exactSum = new ExactSum();
  private final AverageAccumulator average = new AverageAccumulator();
  private double sum;
  private int next;

  private double value() {
    return values[next++ & (VALUES - 1)];
  }

  @Benchmark
  public double doubles() {
    sum += value();
    return sum;
  }

  @Benchmark
  public ExactSum exact() {
    exactSum.add(value());
    return exactSum;
  }

  @Benchmark
  public AverageAccumulator average() {
    average.add(value());
    return average;
  }
}
