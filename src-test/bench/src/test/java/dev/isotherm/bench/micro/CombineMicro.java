package dev.isotherm.bench.micro;

import dev.isotherm.average.PartialAverage;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Two partial averages of sixty readings each into one. */
@State(Scope.Thread)
public class CombineMicro {

  private final PartialAverage one = partial(1);
  private final PartialAverage other = partial(2);

  private static PartialAverage partial(int seed) {
    PartialAverage partial = new PartialAverage();
    new Random(seed).doubles(60, 0, 40).forEach(partial::add);
    return partial;
  }

  @Benchmark
  public PartialAverage copy() {
    return one.copy();
  }

  /** What is merged into changes, so a copy is; what that costs is measured beside. */
  @Benchmark
  public PartialAverage copyAndMerge() {
    PartialAverage merged = one.copy();
    merged.merge(other);
    return merged;
  }
}
