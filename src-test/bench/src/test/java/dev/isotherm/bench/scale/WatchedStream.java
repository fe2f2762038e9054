package dev.isotherm.bench.scale;

import dev.isotherm.bench.FlinkCluster;
import dev.isotherm.bench.streams.IsothermStream;
import dev.isotherm.jobs.Isotherm;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** {@code isotherm stream}, which tells of each of its checkpoints in a line. */
final class WatchedStream {

  static final String LINE = "CHECKPOINT";

  private static final long LOOK_MILLIS = 200;

  private WatchedStream() {}

  /** Runs it, with the arguments of {@link IsothermStream}. */
  public static void main(String[] arguments) throws Exception {
    try (FlinkCluster cluster = new FlinkCluster()) {
      Thread watch = new Thread(() -> watch(cluster), "watch checkpoints");
      watch.setDaemon(true);
      watch.start();
      System.exit(Isotherm.run(IsothermStream.commandLine(arguments), cluster));
    }
  }

  private static void watch(FlinkCluster cluster) {
    long told = 0;
    try {
      while (true) {
        Thread.sleep(LOOK_MILLIS);
        Optional<FlinkCluster.Checkpoint> last = cluster.lastCheckpoint();
        if (last.isPresent() && last.get().id() != told) {
          told = last.get().id();
          tell(last.get());
        }
      }
    } catch (InterruptedException | ExecutionException atTheEnd) {
      System.out.println("no longer watched: " + atTheEnd);
    }
  }

  /** All tasks, and the one that keeps windows. */
  private static void tell(FlinkCluster.Checkpoint checkpoint) {
    long all = checkpoint.bytes().values().stream().mapToLong(Long::longValue).sum();
    long windows =
        checkpoint.bytes().entrySet().stream()
            .filter(task -> task.getKey().startsWith("merge averages"))
            .mapToLong(task -> task.getValue())
            .sum();
    System.out.println(LINE + " " + checkpoint.millis() + " " + all + " " + windows);
  }
}
