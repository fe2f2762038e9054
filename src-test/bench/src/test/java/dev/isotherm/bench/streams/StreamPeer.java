package dev.isotherm.bench.streams;

import dev.isotherm.bench.Answer;
import dev.isotherm.bench.Contestant;
import dev.isotherm.bench.Jvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A contestant that reads a backlog until there is no more, seen from outside, all by one rule.
 *
 * <p>The clock starts when the broker first tells that the contestant's group has committed the
 * messages to warm up, or more, and stops when the last average is in the topic of averages (or,
 * for one that computes nothing, when all offsets are committed). The time is scaled from what was
 * left at the start to all messages that are measured. So what comes before, the start of a JVM and
 * of a cluster, and the time in which the JVM compiles what matters, does not count; it is reported
 * beside. Whether the last transaction is committed by then does not count either: all that write
 * commit once a second, by configuration. What is compared afterwards is what {@code
 * read_committed} consumers see.
 *
 * @param main class with a {@code main} that takes the broker's address, the topic of readings, a
 *     name, and what is in {@code options}. The name is the group, and begins those of topics and
 *     transactions
 * @param options the parallelism, and what else its {@code main} knows
 * @param alerts how many records there must be in the topic of alerts; none: computes nothing
 */
public record StreamPeer(
    String name,
    String main,
    String classPath,
    List<String> options,
    Broker broker,
    Backlog backlog,
    Optional<Long> alerts)
    implements Contestant {

  /** How often results are committed. */
  static final int COMMIT_MILLIS = 1_000;

  private static final AtomicInteger RUNS = new AtomicInteger();

  @Override
  public long units() {
    return backlog.messages() - backlog.warmUp();
  }

  @Override
  public Run run() throws Exception {
    String run = "run-" + RUNS.incrementAndGet();
    String averages = run + "-averages";
    String transitions = run + "-alerts";
    broker.create(averages, Backlog.PARTITIONS);
    broker.create(transitions, Backlog.PARTITIONS);
    File log = Files.createDirectories(Path.of("target", "peers")).resolve(run + ".log").toFile();
    long launched = System.nanoTime();
    List<String> arguments =
        new ArrayList<>(List.of(broker.bootstrapServers(), backlog.topic(), run));
    arguments.addAll(options);
    Process process =
        Jvm.start(
            Jvm.builder(classPath, main, arguments).redirectErrorStream(true).redirectOutput(log));
    try (Progress progress =
        new Progress(broker.bootstrapServers(), run, name + " (" + log + ")", process)) {
      long committed = progress.awaitCommitted(backlog.warmUp());
      long begin = System.nanoTime();
      double cpuBefore = cpuSeconds(process);
      double left = (double) (backlog.messages() - committed) / units();
      if (left < 0.2) {
        throw new IllegalStateException(
            units()
                + " messages are too few: "
                + name
                + " had read "
                + committed
                + " of "
                + backlog.messages()
                + " when the clock was to start");
      }
      if (alerts.isEmpty()) {
        progress.awaitCommitted(backlog.messages());
      } else {
        progress.awaitWritten(averages, backlog.averages().groups());
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpuSeconds = cpuSeconds(process) - cpuBefore;
      Optional<Answer> answer =
          alerts.isEmpty() ? Optional.empty() : Optional.of(answer(progress, averages));
      if (alerts.isPresent()) {
        check(progress.countCommitted(transitions, alerts.get()));
      }
      return new Run((begin - launched) / 1e9, seconds / left, cpuSeconds / left, 0, answer);
    } finally {
      process.destroyForcibly().waitFor();
      broker.deleteAll(run);
    }
  }

  private static double cpuSeconds(Process process) {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  private Answer answer(Progress progress, String topic) throws Exception {
    Answer answer = progress.committedAverages(topic, backlog.averages().groups());
    if (!backlog.averages().agreesWith(answer)) {
      throw new IllegalStateException(
          name + " came to " + answer + ", must be " + backlog.averages());
    }
    return answer;
  }

  private void check(long written) {
    if (written != alerts.orElseThrow()) {
      throw new IllegalStateException(
          name + " wrote " + written + " alerts, must be " + alerts.orElseThrow());
    }
  }
}
