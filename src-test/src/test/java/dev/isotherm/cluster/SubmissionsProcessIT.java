package dev.isotherm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommittedTopic;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.FlinkCluster;
import dev.isotherm.fixtures.JvmFootprint;
import dev.isotherm.fixtures.Repository;
import dev.isotherm.jobs.kafka.ProducerDefaults;
import dev.isotherm.local.machine.KafkaBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The jar is submitted to one session cluster and canceled, again and again: {@code
 * -Disotherm.submissions=N} times, of which the first twenty are for the processes to get warm.
 */
@EnabledIfSystemProperty(named = "isotherm.submissions", matches = "[0-9]+")
final class SubmissionsProcessIT {
  private static final int SUBMISSIONS = Integer.getInteger("isotherm.submissions", 0);
  private static final int COMPARED = 10;
  private static final Duration BOUND = Duration.ofMinutes(1);
  private static final Instant START = Instant.parse("2025-07-01T12:00:00Z");

  private final List<JvmFootprint> jobManager = new ArrayList<>();
  private final List<JvmFootprint> taskManager = new ArrayList<>();

  @Test
  void metaspaceThreadsAndClassesLevelOff() throws Exception {
    try (var broker = KafkaBroker.start(KafkaBroker.Options.anyPort());
        var cluster = FlinkCluster.start(Map.of())) {
      for (int i = 0; i < SUBMISSIONS; i++) {
        submitAndCancel(broker, cluster, i);
        jobManager.add(JvmFootprint.of(cluster.jobManager()));
        taskManager.add(JvmFootprint.of(cluster.taskManager()));
        System.out.printf(
            "SubmissionsProcessIT %d: JobManager %s, TaskManager %s%n",
            i + 1, jobManager.get(i), taskManager.get(i));
      }
    }
    assertLevel("JobManager", jobManager);
    assertLevel("TaskManager", taskManager);
  }

  private static void submitAndCancel(KafkaBroker broker, FlinkCluster cluster, int number)
      throws Exception {
    String prefix = "run" + number + "_";
    try (var averages = new CommittedTopic(broker.bootstrapServers(), prefix + "averages")) {
      String job =
          cluster
              .submit(
                  Repository.jar(),
                  "stream",
                  "--bootstrap-servers=" + broker.bootstrapServers(),
                  "--create-topics",
                  "--topic=" + prefix + "readings",
                  "--averages-topic=" + prefix + "averages",
                  "--group=" + prefix,
                  "--from=earliest",
                  "--window=10s",
                  "--idle-timeout=1s",
                  "--checkpoint-interval=1s")
              .jobId();
      produce(broker, prefix + "readings");
      // It has loaded whatever it loads once it has published something.
      Eventually.holds("an average", BOUND, () -> !averages.poll().isEmpty());
      cluster.rest().cancel(job);
      Eventually.holds(
          job + " is canceled", BOUND, () -> cluster.rest().jobStatus(job).equals("CANCELED"));
    }
  }

  private static void produce(KafkaBroker broker, String topic) throws Exception {
    Properties config = new Properties();
    config.setProperty("bootstrap.servers", broker.bootstrapServers());
    ProducerDefaults.ordered(config);
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int second = 0; second < 60; second++) {
        String value =
            "{\"timestamp\":\"%s\",\"sensor_id\":\"s\",\"temperature\":%d}"
                .formatted(START.plusSeconds(second), 20 + second);
        producer.send(new ProducerRecord<>(topic, "s", value)).get();
      }
    }
  }

  /** The last ten are compared with the ten that follow the first ten. */
  private static void assertLevel(String process, List<JvmFootprint> footprints) {
    int size = footprints.size();
    assertThat(size).isGreaterThanOrEqualTo(3 * COMPARED);
    List<JvmFootprint> early = footprints.subList(COMPARED, 2 * COMPARED);
    List<JvmFootprint> late = footprints.subList(size - COMPARED, size);
    assertGrowth(process + ": metaspace", early, late, JvmFootprint::metaspaceBytes, 1.05);
    assertGrowth(process + ": classes", early, late, JvmFootprint::classes, 1.05);
    assertGrowth(process + ": threads", early, late, JvmFootprint::threads, 1.05);
    assertThat(median(late, JvmFootprint::jobClassLoaders))
        .as("%s: class loaders of canceled jobs", process)
        .isLessThanOrEqualTo(2);
  }

  private static void assertGrowth(
      String what,
      List<JvmFootprint> early,
      List<JvmFootprint> late,
      ToLongFunction<JvmFootprint> figure,
      double bound) {
    long before = median(early, figure);
    long after = median(late, figure);
    System.out.printf("SubmissionsProcessIT %s: %d, later %d%n", what, before, after);
    assertThat((double) after).as(what).isLessThanOrEqualTo(bound * before);
  }

  private static long median(List<JvmFootprint> footprints, ToLongFunction<JvmFootprint> figure) {
    return footprints.stream()
        .mapToLong(figure)
        .sorted()
        .skip(footprints.size() / 2)
        .findFirst()
        .orElseThrow();
  }
}
