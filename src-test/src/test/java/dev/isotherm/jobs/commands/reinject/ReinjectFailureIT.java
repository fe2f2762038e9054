package dev.isotherm.jobs.commands.reinject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.jobs.kafka.ProducerDefaults;
import dev.isotherm.local.machine.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker of its own, that dies amid the run. */
final class ReinjectFailureIT {
  private static final Duration BOUND = Duration.ofSeconds(40);
  private static final int LETTERS = 100;

  @TempDir private Path folder;

  @Test
  void aBrokerThatDiesIsAFailureThatIsToldSoonWithTheNumbers() throws Exception {
    Path config = folder.resolve("kafka.properties");
    Files.writeString(config, "max.block.ms=1000\n");
    Path started = folder.resolve("started");
    Path gate = folder.resolve("gate");
    assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor()).isZero();
    String wait = "[ -e " + started + " ] || { : > " + started + "; read go < " + gate + "; }; cat";
    try (KafkaBroker broker = KafkaBroker.start(KafkaBroker.Options.anyPort())) {
      prepare(broker);
      CompletableFuture<CommandTrial> run =
          CompletableFuture.supplyAsync(
              () ->
                  CommandTrial.isotherm(
                      "reinject",
                      "--bootstrap-servers=" + broker.bootstrapServers(),
                      "--kafka-config=" + config,
                      "--fix=" + wait,
                      "--fix-timeout=1min"),
              task -> new Thread(task, "isotherm reinject").start());
      Eventually.holds("the run is at work", BOUND, () -> Files.exists(started));
      broker.kill();
      Files.writeString(gate, "go\n");
      CommandTrial trial = run.get(BOUND.toSeconds(), TimeUnit.SECONDS);
      assertThat(trial.code()).isEqualTo(1);
      assertThat(trial.err().lines())
          .hasSize(2)
          .first()
          .isEqualTo(
              "100 dead letters: 0 reinjected, 0 reinjected before, 100 left (100 not confirmed)");
      assertThat(trial.err()).contains("\nisotherm: reinject failed: ");
    }
  }

  private static void prepare(KafkaBroker broker) throws Exception {
    Properties client = new Properties();
    client.setProperty("bootstrap.servers", broker.bootstrapServers());
    ProducerDefaults.ordered(client);
    try (Admin admin = Admin.create(client)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("sensor_readings", 1, (short) 1),
                  new NewTopic("sensor_rejected", 1, (short) 1)))
          .all()
          .get();
    }
    try (var producer =
        new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < LETTERS; i++) {
        ProducerRecord<String, String> letter =
            new ProducerRecord<>("sensor_rejected", "k", "m" + i);
        letter.headers().add("isotherm.reason", new byte[] {'E', 'M', 'P', 'T', 'Y'});
        producer.send(letter).get();
      }
    }
  }
}
