package dev.isotherm.jobs.stream;

import dev.isotherm.cluster.Eventually;
import dev.isotherm.jobs.CommandTrial;
import dev.isotherm.jobs.kafka.ProducerOrder;
import dev.isotherm.local.machine.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One real broker for all test classes that register it; topics are each test's own. */
public final class LiveKafka implements BeforeAllCallback {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final AtomicInteger TESTS = new AtomicInteger();

  private KafkaBroker broker;

  /** The topics of one test. */
  public record TestTopics(
      String readings,
      String averages,
      String alerts,
      String rejected,
      String late,
      String progress,
      String rules,
      String rulesStatus) {

    /** Options that make a command use these topics. */
    public List<String> options() {
      return List.of(
          "--topic=" + readings,
          "--averages-topic=" + averages,
          "--alerts-topic=" + alerts,
          "--rejected-topic=" + rejected,
          "--late-topic=" + late,
          "--progress-topic=" + progress,
          "--rules-topic=" + rules,
          "--rules-status-topic=" + rulesStatus,
          "--group=" + readings);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    broker =
        context
            .getRoot()
            .getStore(Namespace.GLOBAL)
            .getOrComputeIfAbsent(
                KafkaBroker.class,
                key -> KafkaBroker.start(KafkaBroker.Options.anyPort()),
                KafkaBroker.class);
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Runs a command that is no Flink job on the topics of a test. */
  public CommandTrial command(String name, TestTopics topics, String... more) {
    List<String> arguments = new ArrayList<>(List.of(name));
    arguments.add("--bootstrap-servers=" + bootstrapServers());
    arguments.addAll(topics.options());
    arguments.addAll(List.of(more));
    return CommandTrial.isotherm(arguments.toArray(String[]::new));
  }

  /** Makes a topic of readings nobody has used, and names for the others. */
  public TestTopics freshTopics(int partitions, Map<String, String> settings) throws Exception {
    String name = "t" + TESTS.incrementAndGet() + "_";
    TestTopics topics =
        new TestTopics(
            name + "readings",
            name + "averages",
            name + "alerts",
            name + "rejected",
            name + "late",
            name + "progress",
            name + "rules",
            name + "rules_status");
    create(topics.readings(), partitions, settings);
    return topics;
  }

  public TestTopics freshTopics(int partitions) throws Exception {
    return freshTopics(partitions, Map.of());
  }

  /** Makes a topic. */
  public void create(String topic, int partitions, Map<String, String> settings) throws Exception {
    try (Admin admin = Admin.create(client())) {
      NewTopic wanted = new NewTopic(topic, partitions, (short) 1).configs(settings);
      admin.createTopics(List.of(wanted)).all().get();
      Eventually.holds(
          topic + " can be seen",
          Duration.ofSeconds(10),
          () -> admin.listTopics().names().get().contains(topic));
    }
  }

  /** Names of all topics. */
  public Set<String> topics() throws Exception {
    try (Admin admin = Admin.create(client())) {
      return admin.listTopics().names().get();
    }
  }

  /** Removes what a test has made, so that many tests do not burden the broker. */
  public void delete(TestTopics topics) throws Exception {
    Set<String> names =
        new HashSet<>(
            List.of(
                topics.readings(),
                topics.averages(),
                topics.alerts(),
                topics.rejected(),
                topics.late(),
                topics.progress(),
                topics.rules(),
                topics.rulesStatus()));
    try (Admin admin = Admin.create(client())) {
      names.retainAll(admin.listTopics().names().get());
      admin.deleteTopics(names).all().get();
    }
  }

  /** Writes records in this order; returns when the broker has them. */
  public void produce(Collection<ProducerRecord<byte[], byte[]>> records) throws Exception {
    produce(records, Map.of());
  }

  /** The same, by a producer with further settings. */
  public void produce(
      Collection<ProducerRecord<byte[], byte[]>> records, Map<String, String> settings)
      throws Exception {
    Properties config = client();
    config.setProperty("linger.ms", "0");
    config.setProperty("max.request.size", Integer.toString(64 << 20));
    config.setProperty("buffer.memory", Integer.toString(64 << 20));
    ProducerOrder.keep(config);
    config.putAll(settings);
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<?>> sent = new ArrayList<>();
      for (ProducerRecord<byte[], byte[]> message : records) {
        sent.add(producer.send(message));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    }
  }

  /** A producer that is yet to call {@code initTransactions}. */
  public KafkaProducer<byte[], byte[]> transactionalProducer(String id) {
    Properties config = client();
    config.setProperty("transactional.id", id);
    ProducerOrder.keep(config);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Waits until no transaction is open in these topics any more. */
  public void awaitSettled(Duration bound, String... topics) {
    try (var committed = consumer();
        var uncommitted = consumer(Map.of("isolation.level", "read_uncommitted"))) {
      for (String topic : topics) {
        Eventually.holds(
            "no transaction is open in " + topic,
            bound,
            () ->
                committed
                    .endOffsets(assign(committed, topic))
                    .equals(uncommitted.endOffsets(assign(uncommitted, topic))));
      }
    }
  }

  /** All that is committed in a topic now, by partition and offset. */
  public List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (var consumer = consumer()) {
      List<TopicPartition> partitions = assign(consumer, topic);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(POLL).forEach(all::add);
      }
    }
    all.sort(
        Comparator.comparingInt((ConsumerRecord<byte[], byte[]> r) -> r.partition())
            .thenComparingLong(ConsumerRecord::offset));
    return all;
  }

  /** Reads what is committed until it is enough; fails after the bound. */
  public List<ConsumerRecord<byte[], byte[]>> await(
      String topic, Duration bound, Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
    List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();
    long deadline = System.nanoTime() + bound.toNanos();
    try (var consumer = consumer()) {
      assign(consumer, topic);
      while (!enough.test(seen)) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              topic + ": not within " + bound + "; there are " + seen.size() + " records");
        }
        consumer.poll(POLL).forEach(seen::add);
      }
    }
    return seen;
  }

  private static List<TopicPartition> assign(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return partitions;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return consumer(Map.of());
  }

  private KafkaConsumer<byte[], byte[]> consumer(Map<String, String> settings) {
    Properties config = client();
    config.setProperty("isolation.level", "read_committed");
    config.setProperty("enable.auto.commit", "false");
    config.setProperty("fetch.max.wait.ms", "20");
    config.putAll(settings);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Properties client() {
    Properties config = new Properties();
    config.setProperty("bootstrap.servers", bootstrapServers());
    return config;
  }
}
