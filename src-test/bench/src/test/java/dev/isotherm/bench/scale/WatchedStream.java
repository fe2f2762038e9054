package dev.isotherm.bench.scale;

import dev.isotherm.bench.FlinkCluster;
import dev.isotherm.bench.streams.IsothermStream;
import dev.isotherm.jobs.Isotherm;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** {@code isotherm stream}, which tells of each of its checkpoints in a line. */
final class WatchedStream {

  static final String LINE = "CHECKPOINT";

  private static final long LOOK_MILLIS = 200;

  private WatchedStream() {}

  /** Runs it, with the arguments of {@link IsothermStream}. */
  public static void main(String[] arguments) throws Exception {
    try (FlinkCluster cluster = new FlinkCluster()) {
      ScheduledExecutorService watch =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "watch checkpoints");
                thread.setDaemon(true);
                return thread;
              });
      // What goes wrong is told where it does.
      ScheduledFuture<?> unused =
          watch.scheduleWithFixedDelay(
              new Watch(cluster), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      System.exit(Isotherm.run(IsothermStream.commandLine(arguments), cluster));
    }
  }

  /** Tells of the last checkpoint if it has not done so. */
  private static final class Watch implements Runnable {
    private final FlinkCluster cluster;
    private long told;

    Watch(FlinkCluster cluster) {
      this.cluster = cluster;
    }

    @Override
    public void run() {
      try {
        Optional<FlinkCluster.Checkpoint> last = cluster.lastCheckpoint();
        if (last.isPresent() && last.get().id() != told) {
          told = last.get().id();
          tell(last.get());
        }
      } catch (InterruptedException | ExecutionException atTheEnd) {
        System.out.println("not looked at: " + atTheEnd);
      }
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
