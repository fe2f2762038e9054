package dev.isotherm.local.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.Eventually;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

final class KafkaBrokerIT {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String TOPIC = "readings";

  @Test
  void listensOnTheWantedPortAndKeepsRecordsThroughAKill() throws Exception {
    int wanted = LoopbackPort.free();
    try (var broker = KafkaBroker.start(KafkaBroker.Options.wantedPort(wanted))) {
      assertThat(broker.port()).isEqualTo(wanted);
      createTopic(broker);
      produce(broker, "before");
      assertThat(consume(broker, 1)).containsExactly("before");

      var first = broker.process();
      broker.kill();
      assertThat(first.isAlive()).isFalse();
      broker.restart();

      assertThat(broker.port()).isEqualTo(wanted);
      assertThat(broker.process().pid()).isNotEqualTo(first.pid());
      produce(broker, "after");
      assertThat(consume(broker, 2)).containsExactly("before", "after");
    }
  }

  @Test
  void picksAnotherPortRestartsInAnOrderlyWayAndLeavesNothingBehind() throws Exception {
    ProcessHandle process;
    Path folder;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var broker = KafkaBroker.start(KafkaBroker.Options.wantedPort(taken.getLocalPort()))) {
      assertThat(broker.port()).isNotEqualTo(taken.getLocalPort());
      createTopic(broker);
      produce(broker, "before");
      broker.restart();
      assertThat(consume(broker, 1)).containsExactly("before");
      process = broker.process();
      folder = broker.folder();
      assertThat(process.isAlive()).isTrue();
      assertThat(folder).isDirectory();
    }
    assertThat(process.isAlive()).isFalse();
    assertThat(folder).doesNotExist();
  }

  @Test
  void failsWithTheBrokersOwnWords() {
    var options = KafkaBroker.Options.anyPort().with("num.io.threads", "none");
    assertThatThrownBy(() -> KafkaBroker.start(options))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ended with exit code")
        .hasMessageContaining("num.io.threads");
  }

  @Test
  void endsWhenItsParentIsKilled() throws Exception {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            BrokerParent.class.getName());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process parent = builder.start();
    try (var output =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      String[] broker =
          output
              .lines()
              .filter(line -> line.startsWith("BROKER "))
              .findFirst()
              .orElseThrow()
              .split(" ", 3);
      var process = ProcessHandle.of(Long.parseLong(broker[1])).orElseThrow();
      assertThat(process.isAlive()).isTrue();

      parent.toHandle().destroyForcibly();

      Eventually.ends(process, BOUND);
      Eventually.holds("its folder is gone", BOUND, () -> !Path.of(broker[2]).toFile().exists());
    } finally {
      parent.destroyForcibly();
    }
  }

  private static void createTopic(KafkaBroker broker) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
  }

  private static void produce(KafkaBroker broker, String value) throws Exception {
    Map<String, Object> config =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all");
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, value)).get();
    }
  }

  private static List<String> consume(KafkaBroker broker, int count) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", broker.bootstrapServers(),
            "group.id", UUID.randomUUID().toString(),
            "auto.offset.reset", "earliest");
    var values = new ArrayList<String>();
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      Eventually.holds(
          count + " records arrive",
          BOUND,
          () -> {
            consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            return values.size() >= count;
          });
    }
    return values;
  }
}
