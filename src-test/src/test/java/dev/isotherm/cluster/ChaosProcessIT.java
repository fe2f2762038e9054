package dev.isotherm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommittedTopic;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.FlinkCluster;
import dev.isotherm.fixtures.LocalProcess;
import dev.isotherm.fixtures.Repository;
import dev.isotherm.fixtures.ZooKeeper;
import dev.isotherm.local.machine.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes of a cluster are killed at random instants while readings arrive, with the settings
 * that are shipped, high availability among them. Every reading is counted once, no alert is false,
 * and results come again soon.
 *
 * <p>The long run is that of the profile {@code chaos}. {@code -Disotherm.kills=50} TaskManagers,
 * {@code -Disotherm.job-manager-kills=10} JobManagers and {@code -Disotherm.broker-kills=5} brokers
 * are killed, and {@code -Disotherm.outages=2} times the broker is away for half a minute.
 */
final class ChaosProcessIT {
  private static final boolean LONG = Integer.getInteger("isotherm.kills") != null;
  private static final int SENSORS = Integer.getInteger("isotherm.sensors", LONG ? 104 : 20);
  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final Duration RECOVERY = Duration.ofSeconds(30);
  private static final int PARALLELISM = 2;
  private static final int SPARES = 2;
  private static final long SUPERVISOR_MILLIS = 2_000;
  private static final long OUTAGE_MILLIS = 30_000;
  private static final int MILLIS_UNTIL_NEXT = LONG ? 5_000 : 1_000;
  // What the connector and the committer say of results that are lost, or may be.
  static final Pattern LOSS =
      Pattern.compile("data loss|potentially lost|are lost|Unable to commit transaction");

  /** What is killed, and started again. */
  private enum Kind {
    TASK_MANAGER("TaskManager killed"),
    JOB_MANAGER("JobManager killed"),
    BROKER("broker killed"),
    OUTAGE("broker away for 30 s");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private final long seed = Long.getLong("isotherm.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RecoveryTimes times = new RecoveryTimes("ChaosProcessIT");
  private final NumberedResults results = new NumberedResults();
  @TempDir private Path folder;
  private Path rules;
  private String jobId;

  /** How many kills came before this one without results between them. */
  private int inARow;

  private int missingTaskManagers;

  @Test
  void countsEachMessageOnceWhateverIsKilled() throws Exception {
    rules = Files.writeString(folder.resolve("rules.yaml"), NumberedReadings.RULES);
    List<Kind> kills = kills();
    System.out.println("ChaosProcessIT " + kills.size() + " kills, seed " + seed);
    try (var broker = KafkaBroker.start(KafkaBroker.Options.anyPort())) {
      try (var zooKeeper = ZooKeeper.start();
          var cluster = FlinkCluster.start(highAvailability(zooKeeper))) {
        run(kills, cluster, broker);
      }
      assertVerified(broker);
    }
    for (Kind kind : Kind.values()) {
      assertThat(times.longest(kind.words))
          .as(kind.words)
          .isLessThan((double) RECOVERY.toSeconds());
    }
  }

  private void run(List<Kind> kills, FlinkCluster cluster, KafkaBroker broker) throws Exception {
    jobId = cluster.submit(Repository.jar(), stream(broker)).jobId();
    missingTaskManagers = LONG ? SPARES : 0;
    startTaskManagers(cluster);
    try (var averages = new CommittedTopic(broker.bootstrapServers(), "sensor_averages");
        var alerts = new CommittedTopic(broker.bootstrapServers(), "sensor_alerts");
        var readings =
            new NumberedReadings(broker.bootstrapServers(), SENSORS, random.nextLong())) {
      results.awaitAfter(Instant.now(), averages, BOUND);
      for (int i = 0; i < kills.size(); i++) {
        boolean nextIsSooner = LONG && i < kills.size() - 1 && random.nextInt(5) == 0;
        killAndMeasure(kills.get(i), nextIsSooner, cluster, broker, averages);
      }
      long sent = readings.stop();
      Eventually.holds(
          "all averages are there", BOUND, () -> missing(readings, averages).isEmpty());
      assertResults(readings, alerts, sent);
    } catch (AssertionError e) {
      e.addSuppressed(new IllegalStateException(cluster.lastWords()));
      throw e;
    } finally {
      times.print();
    }
    assertThat(cluster.rest().jobStatus(jobId)).as("the same job").isEqualTo("RUNNING");
    assertThat(cluster.logged(LOSS)).as("losses that are reported").isEmpty();
    assertThat(cluster.flink("stop", jobId).output()).contains("Savepoint completed");
  }

  private List<Kind> kills() {
    var kills = new ArrayList<Kind>();
    kills.addAll(Collections.nCopies(Integer.getInteger("isotherm.kills", 1), Kind.TASK_MANAGER));
    kills.addAll(
        Collections.nCopies(
            Integer.getInteger("isotherm.job-manager-kills", LONG ? 0 : 1), Kind.JOB_MANAGER));
    kills.addAll(Collections.nCopies(Integer.getInteger("isotherm.broker-kills", 0), Kind.BROKER));
    kills.addAll(Collections.nCopies(Integer.getInteger("isotherm.outages", 0), Kind.OUTAGE));
    Collections.shuffle(kills, random);
    return kills;
  }

  /**
   * Kills a process, and waits until results come again.
   *
   * @param nextIsSooner whether the next kill comes before that
   */
  private void killAndMeasure(
      Kind kind,
      boolean nextIsSooner,
      FlinkCluster cluster,
      KafkaBroker broker,
      CommittedTopic averages)
      throws Exception {
    Instant killed = Instant.now();
    kill(kind, cluster, broker);
    if (nextIsSooner) {
      inARow++;
      sleep(random.nextInt(MILLIS_UNTIL_NEXT));
      return;
    }
    results.awaitAfter(killed, averages, BOUND);
    String words = inARow == 0 ? kind.words : kind.words + " during a recovery";
    Duration away = kind == Kind.OUTAGE ? Duration.ofMillis(OUTAGE_MILLIS) : Duration.ZERO;
    times.add(words, Duration.between(killed, Instant.now()).minus(away));
    inARow = 0;
    startTaskManagers(cluster);
    sleep(random.nextInt(MILLIS_UNTIL_NEXT));
  }

  private void kill(Kind kind, FlinkCluster cluster, KafkaBroker broker) throws Exception {
    switch (kind) {
      case TASK_MANAGER -> {
        cluster.killTaskManager(victim(cluster));
        missingTaskManagers++;
        if (cluster.taskManagers().isEmpty()) {
          sleep(SUPERVISOR_MILLIS);
          cluster.launchTaskManager();
          missingTaskManagers--;
        }
      }
      case JOB_MANAGER -> {
        cluster.killJobManager();
        sleep(SUPERVISOR_MILLIS);
        cluster.startJobManager();
      }
      case BROKER -> {
        broker.kill();
        sleep(SUPERVISOR_MILLIS);
        broker.restart();
      }
      case OUTAGE -> {
        broker.kill();
        sleep(OUTAGE_MILLIS);
        broker.restart();
      }
    }
  }

  /** Starts as many as were killed. All processes share this machine, where a start is slow. */
  private void startTaskManagers(FlinkCluster cluster) throws IOException {
    for (; missingTaskManagers > 0; missingTaskManagers--) {
      cluster.startTaskManager();
    }
  }

  /** A TaskManager that runs the job, if the JobManager can say so. */
  private String victim(FlinkCluster cluster) {
    var alive = cluster.taskManagers();
    try {
      for (String used : cluster.rest().taskManagersOf(jobId)) {
        if (alive.contains(used)) {
          return used;
        }
      }
    } catch (IOException recovering) {
      // The JobManager was killed just now.
    }
    return alive.get(random.nextInt(alive.size()));
  }

  private static void sleep(long millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }

  private List<String> missing(NumberedReadings readings, CommittedTopic averages) {
    averages.pollNew().forEach(results::average);
    return results.wrongMessages(SENSORS, readings.start(), readings.end());
  }

  private void assertResults(NumberedReadings readings, CommittedTopic alerts, long sent) {
    Eventually.holds(
        "each alert is what the last readings say",
        BOUND,
        () -> {
          alerts.pollNewToEnd().forEach(results::transition);
          return results.wrongAlerts(SENSORS).isEmpty();
        });
    System.out.printf(
        "ChaosProcessIT %d messages in %d s, each once in %d averages; %d transitions, %d taken"
            + " back%n",
        sent,
        readings.end() - readings.start(),
        results.windows(),
        results.transitions(),
        results.takenBack());
    assertThat(results.repeated()).as("results that were published twice").isEmpty();
  }

  private void assertVerified(KafkaBroker broker) throws Exception {
    Instant start = Instant.now();
    try (var verify =
        LocalProcess.start(
            folder,
            "verify",
            "--bootstrap-servers=" + broker.bootstrapServers(),
            "--rules=" + rules)) {
      int code = verify.awaitExit(Duration.ofMinutes(10));
      System.out.printf(
          "ChaosProcessIT verify: exit code %d after %d s%n%s",
          code, Duration.between(start, Instant.now()).toSeconds(), verify.out());
      assertThat(code).as(verify.out() + verify.err()).isZero();
    }
  }

  private String[] stream(KafkaBroker broker) {
    var options =
        new ArrayList<>(
            List.of(
                "stream",
                "--bootstrap-servers=" + broker.bootstrapServers(),
                "--create-topics",
                "--from=earliest",
                "--rules=" + rules,
                "--window=1s",
                "--allowed-lateness=2min",
                "--out-of-orderness=100ms",
                "--idle-timeout=5s",
                "--source-silent-after=0ms",
                "--parallelism=" + PARALLELISM));
    String interval = System.getProperty("isotherm.checkpoint-interval", LONG ? null : "1s");
    if (interval != null) {
      options.add("--checkpoint-interval=" + interval);
    }
    return options.toArray(String[]::new);
  }

  /** The shipped profile, at the place of this test. */
  private Map<String, String> highAvailability(ZooKeeper zooKeeper) throws IOException {
    var settings = new HashMap<>(HighAvailability.profile(folder).toMap());
    settings.put("high-availability.zookeeper.quorum", zooKeeper.quorum());
    settings.put("high-availability.storageDir", folder.toUri().toString());
    settings.put("high-availability.jobmanager.port", "0");
    return settings;
  }
}
