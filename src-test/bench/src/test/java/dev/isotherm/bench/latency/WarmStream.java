package dev.isotherm.bench.latency;

import dev.isotherm.bench.FlinkCluster;
import dev.isotherm.bench.streams.IsothermStream;
import dev.isotherm.jobs.Isotherm;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * {@code isotherm stream}, twice in one process: first for a minute with a checkpoint each second.
 * What a checkpoint runs is then compiled, as it is in a stream that has run for long; with one
 * each ten seconds it would take several minutes.
 */
public final class WarmStream {

  /** What is measured must begin well after that. */
  static final Duration FIRST = Duration.ofMinutes(1);

  private WarmStream() {}

  /** Runs it; arguments as those of {@link IsothermStream}. */
  public static void main(String[] arguments) throws Exception {
    String[] often = with(arguments, "--checkpoint-interval=1s");
    // It goes on where the first has stopped, without its state.
    String[] anew = with(arguments, "--fresh");
    try (FlinkCluster cluster = new FlinkCluster()) {
      Thread first =
          new Thread(() -> Isotherm.run(IsothermStream.commandLine(often), cluster), "first");
      first.start();
      first.join(FIRST.toMillis());
      if (!first.isAlive()) {
        throw new IllegalStateException("the first job has ended early");
      }
      cluster.cancelJobs();
      first.join();
      System.exit(Isotherm.run(IsothermStream.commandLine(anew), cluster));
    }
  }

  private static String[] with(String[] arguments, String option) {
    return Stream.concat(Stream.of(arguments), Stream.of(option)).toArray(String[]::new);
  }
}
