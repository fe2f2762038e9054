package dev.isotherm.bench.micro;

import dev.isotherm.average.AverageAccumulator;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Two partial averages of sixty readings each into one. */
@State(Scope.Thread)
public class CombineMicro {

  private final AverageAccumulator one = partial(1);
  private final AverageAccumulator other = partial(2);

  private static AverageAccumulator partial(int seed) {
    AverageAccumulator partial = new AverageAccumulator();
    new Random(seed).doubles(60, 0, 40).forEach(partial::add);
    return partial;
  }

  @Benchmark
  public AverageAccumulator copy() {
    return one.copy();
  }

  /** What is merged into changes, so a copy is; what that costs is measured beside. */
  @Benchmark
  public AverageAccumulator copyAndMerge() {
    AverageAccumulator merged = one.copy();
    merged.merge(other);
    return merged;
  }
}
