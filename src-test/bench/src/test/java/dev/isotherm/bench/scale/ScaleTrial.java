package dev.isotherm.bench.scale;

import dev.isotherm.bench.Answer;
import dev.isotherm.bench.Jvm;
import dev.isotherm.bench.streams.Backlog;
import dev.isotherm.bench.streams.Broker;
import dev.isotherm.bench.streams.Progress;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a reading costs with so many series and windows, in a heap of two gigabytes. The clock runs
 * from when those to warm up are committed until all are; then all windows of the backlog are still
 * open. So what it costs to publish them does not count, nor that the last checkpoint is awaited:
 * the cost is in CPU time.
 *
 * @param options of {@code isotherm stream}
 */
public record ScaleTrial(String name, Broker broker, Backlog backlog, List<String> options) {

  private static final String HEAP = "2g";
  private static final String PARALLELISM = "2";
  private static final AtomicInteger RUNS = new AtomicInteger();

  /**
   * What it took.
   *
   * @param cpuMicros of each reading
   * @param liveBytes of the heap with all windows open
   * @param checkpointMillis of the slowest checkpoint
   * @param stateBytes of the largest checkpoint
   * @param windowBytes of it, those of the task that keeps windows
   */
  public record Cost(
      double cpuMicros,
      double readingsPerSecond,
      long liveBytes,
      long checkpointMillis,
      long stateBytes,
      long windowBytes) {}

  /**
   * Runs it.
   *
   * @param last ends the backlog and looks at the averages too; it cannot be run again
   * @throws IllegalStateException if an average is wrong
   */
  Cost run(boolean last) throws Exception {
    String run = "scale-" + RUNS.incrementAndGet();
    String averages = run + "-averages";
    broker.create(averages, Backlog.PARTITIONS);
    broker.create(run + "-alerts", Backlog.PARTITIONS);
    File log = Files.createDirectories(Path.of("target", "peers")).resolve(run + ".log").toFile();
    List<String> arguments =
        new ArrayList<>(List.of(broker.bootstrapServers(), backlog.topic(), run, PARALLELISM));
    arguments.addAll(options);
    Process process =
        Jvm.start(
            Jvm.builder(HEAP, Jvm.CLASS_PATH, WatchedStream.class.getName(), arguments)
                .redirectErrorStream(true)
                .redirectOutput(log));
    try (Progress progress =
        new Progress(broker.bootstrapServers(), run, name + " (" + log + ")", process)) {
      long from = progress.awaitCommitted(backlog.warmUp());
      long begin = System.nanoTime();
      double cpuBefore = cpuSeconds(process);
      progress.awaitCommitted(backlog.messages());
      double cpu = cpuSeconds(process) - cpuBefore;
      double seconds = (System.nanoTime() - begin) / 1e9;
      long readings = backlog.messages() - from;
      long live = Jvm.liveBytes(process);
      if (last) {
        backlog.end(broker.bootstrapServers());
        check(progress.committedAverages(averages, backlog.averages().groups()));
      }
      return cost(cpu / readings * 1e6, readings / seconds, live, log.toPath());
    } finally {
      process.destroyForcibly().waitFor();
      broker.deleteAll(run);
    }
  }

  private static double cpuSeconds(Process process) {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  private void check(Answer answer) {
    if (!backlog.averages().agreesWith(answer)) {
      throw new IllegalStateException(
          name + " came to " + answer + ", must be " + backlog.averages());
    }
  }

  private static Cost cost(double cpuMicros, double rate, long live, Path log) throws IOException {
    long millis = 0;
    long state = 0;
    long windows = 0;
    for (String line : Files.readAllLines(log)) {
      if (line.startsWith(WatchedStream.LINE)) {
        String[] parts = line.split(" ", -1);
        millis = Math.max(millis, Long.parseLong(parts[1]));
        state = Math.max(state, Long.parseLong(parts[2]));
        windows = Math.max(windows, Long.parseLong(parts[3]));
      }
    }
    return new Cost(cpuMicros, rate, live, millis, state, windows);
  }
}
