package dev.isotherm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommittedTopic;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.FlinkCluster;
import dev.isotherm.fixtures.Repository;
import dev.isotherm.local.machine.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker is away for longer than transactions last, {@code -Disotherm.long-outages=3} times. A
 * loss is reported if and only if messages are missing in the results: that is so if the broker was
 * killed between a checkpoint and the commit of its transaction.
 */
@EnabledIfSystemProperty(named = "isotherm.long-outages", matches = "[0-9]+")
final class OutageProcessIT {
  private static final int SENSORS = 20;
  private static final int TRANSACTION_SECONDS = 10;
  // The broker looks for transactions that have timed out each 10 s.
  private static final int OUTAGE_SECONDS = TRANSACTION_SECONDS + 10;
  private static final Duration BOUND = Duration.ofSeconds(90);

  private final long seed = Long.getLong("isotherm.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final NumberedResults results = new NumberedResults();
  private final RecoveryTimes times = new RecoveryTimes("OutageProcessIT");
  @TempDir private Path folder;

  @Test
  void catchesUpAfterTransactionsHaveTimedOut() throws Exception {
    int outages = Integer.getInteger("isotherm.long-outages");
    System.out.println("OutageProcessIT " + outages + " outages, seed " + seed);
    Path client =
        Files.writeString(
            folder.resolve("client.properties"),
            "transaction.timeout.ms=" + TimeUnit.SECONDS.toMillis(TRANSACTION_SECONDS));
    try (var broker = KafkaBroker.start(KafkaBroker.Options.anyPort());
        var cluster = FlinkCluster.start(Map.of())) {
      cluster.submit(
          Repository.jar(),
          "stream",
          "--bootstrap-servers=" + broker.bootstrapServers(),
          "--kafka-config=" + client,
          "--create-topics",
          "--from=earliest",
          "--window=1s",
          "--allowed-lateness=5min",
          "--out-of-orderness=100ms",
          "--checkpoint-interval=1s");
      try (var averages = new CommittedTopic(broker.bootstrapServers(), "sensor_averages");
          var readings =
              new NumberedReadings(broker.bootstrapServers(), SENSORS, random.nextLong())) {
        results.awaitAfter(Instant.now(), averages, BOUND);
        for (int i = 0; i < outages; i++) {
          TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000));
          broker.kill();
          TimeUnit.SECONDS.sleep(OUTAGE_SECONDS);
          Instant back = Instant.now();
          broker.restart();
          results.awaitAfter(back, averages, BOUND);
          times.add(
              "broker away for " + OUTAGE_SECONDS + " s", Duration.between(back, Instant.now()));
        }
        long sent = readings.stop();
        Eventually.holds(
            "all averages are there, or a loss is reported",
            BOUND,
            () -> wrong(averages, readings).isEmpty() || !losses(cluster).isEmpty());
        System.out.printf(
            "OutageProcessIT %d messages, %d losses reported, %d windows are not whole%n",
            sent, losses(cluster).size(), wrong(averages, readings).size());
        assertThat(wrong(averages, readings).isEmpty()).isEqualTo(losses(cluster).isEmpty());
        assertThat(results.repeated()).isEmpty();
      } finally {
        times.print();
      }
    }
  }

  private List<String> wrong(CommittedTopic averages, NumberedReadings readings) {
    averages.pollNew().forEach(results::average);
    return results.wrongMessages(SENSORS, readings.start(), readings.end());
  }

  private static List<String> losses(FlinkCluster cluster) throws Exception {
    return cluster.logged(ChaosProcessIT.LOSS);
  }
}
