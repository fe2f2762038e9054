package dev.isotherm.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isotherm.fixtures.LiveKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * What a stream of a release has left behind when it was stopped, in a folder of {@code releases/}:
 *
 * <ul>
 *   <li>{@code options.txt}: its options, one per line; {@code RULES} stands for the rule file
 *   <li>{@code rules.yaml}: its rules
 *   <li>{@code topics.jsonl}: all records of its topics
 *   <li>{@code savepoint.zip}: its savepoint
 *   <li>{@code later.jsonl}: readings that come after it was stopped
 * </ul>
 */
record ReleaseFixture(Path folder) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PARTITIONS = 2;

  /** The names are part of the savepoint. */
  LiveKafka.TestTopics topics() {
    Path release = folder.getParent().getFileName();
    return LiveKafka.topics("release_" + release + "_" + folder.getFileName() + "_");
  }

  List<String> options(Path rules) throws IOException {
    return Files.readAllLines(folder.resolve("options.txt")).stream()
        .map(option -> option.replace("RULES", rules.toString()))
        .toList();
  }

  Path rules() {
    return folder.resolve("rules.yaml");
  }

  /** Makes the topics again, with all their records. */
  void restoreTopics(LiveKafka kafka) throws Exception {
    List<ProducerRecord<byte[], byte[]>> records = records("topics.jsonl", name -> name);
    Map<String, Integer> partitions = new LinkedHashMap<>();
    partitions.put(topics().readings(), PARTITIONS);
    records.forEach(one -> partitions.merge(one.topic(), one.partition() + 1, Math::max));
    for (Map.Entry<String, Integer> topic : partitions.entrySet()) {
      kafka.create(topic.getKey(), topic.getValue(), Map.of());
    }
    kafka.produce(records);
  }

  /** The readings before the savepoint, for the topic of another stream. */
  List<ProducerRecord<byte[], byte[]>> before(LiveKafka.TestTopics others) throws IOException {
    String own = topics().readings();
    return records("topics.jsonl", name -> name.equals(own) ? others.readings() : null);
  }

  /** The records of the rules before the savepoint, for the topic of another stream. */
  List<ProducerRecord<byte[], byte[]>> rulesBefore(LiveKafka.TestTopics others) throws IOException {
    String own = topics().rules();
    return records("topics.jsonl", name -> name.equals(own) ? others.rules() : null);
  }

  /** The readings after the savepoint. */
  List<ProducerRecord<byte[], byte[]>> later(LiveKafka.TestTopics topics) throws IOException {
    return records("later.jsonl", name -> topics.readings());
  }

  private interface Topic {
    /** The name to use for a topic; {@code null} to leave its records out. */
    String named(String name);
  }

  private List<ProducerRecord<byte[], byte[]>> records(String file, Topic topic)
      throws IOException {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(file))) {
      JsonNode json = JSON.readTree(line);
      String name = topic.named(json.get("topic").asText());
      if (name != null) {
        records.add(record(name, json));
      }
    }
    return records;
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, JsonNode json) {
    List<Header> headers = new ArrayList<>();
    json.path("headers")
        .properties()
        .forEach(
            header ->
                headers.add(
                    new RecordHeader(header.getKey(), header.getValue().asText().getBytes(UTF_8))));
    return new ProducerRecord<>(
        topic,
        json.get("partition").asInt(),
        json.get("timestamp").asLong(),
        bytes(json.get("key")),
        bytes(json.get("value")),
        headers);
  }

  private static byte[] bytes(JsonNode text) {
    return text.isNull() ? null : text.asText().getBytes(UTF_8);
  }

  /** Unpacks the savepoint. */
  Path savepoint(Path into) throws IOException {
    try (ZipInputStream zip =
        new ZipInputStream(Files.newInputStream(folder.resolve("savepoint.zip")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.createDirectories(into);
        Files.write(into.resolve(entry.getName()), zip.readAllBytes());
      }
    }
    return into;
  }

  /** Keeps what a stream has left behind; done once, when a release is made. */
  void write(LiveKafka kafka, Path savepoint, List<ProducerRecord<byte[], byte[]>> later)
      throws IOException {
    LiveKafka.TestTopics topics = topics();
    List<String> lines = new ArrayList<>();
    for (String topic :
        List.of(
            topics.readings(),
            topics.averages(),
            topics.alerts(),
            topics.rejected(),
            topics.late(),
            topics.progress(),
            topics.rules(),
            topics.rulesStatus())) {
      for (ConsumerRecord<byte[], byte[]> one : kafka.readAll(topic)) {
        lines.add(
            line(topic, one.partition(), one.timestamp(), one.key(), one.value(), one.headers()));
      }
    }
    Files.write(folder.resolve("topics.jsonl"), lines);
    Files.write(
        folder.resolve("later.jsonl"),
        later.stream()
            .map(
                one ->
                    line(
                        one.topic(),
                        one.partition(),
                        one.timestamp(),
                        one.key(),
                        one.value(),
                        one.headers()))
            .toList());
    try (ZipOutputStream zip =
            new ZipOutputStream(Files.newOutputStream(folder.resolve("savepoint.zip")));
        Stream<Path> files = Files.list(savepoint)) {
      for (Path file : files.sorted().toList()) {
        zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
        zip.write(Files.readAllBytes(file));
      }
    }
  }

  private static String line(
      String topic,
      int partition,
      long timestamp,
      byte[] key,
      byte[] value,
      Iterable<Header> headers) {
    ObjectNode json = JSON.createObjectNode();
    json.put("topic", topic).put("partition", partition).put("timestamp", timestamp);
    json.put("key", key == null ? null : new String(key, UTF_8));
    json.put("value", value == null ? null : new String(value, UTF_8));
    Map<String, String> texts = new LinkedHashMap<>();
    headers.forEach(header -> texts.put(header.key(), new String(header.value(), UTF_8)));
    if (!texts.isEmpty()) {
      json.set("headers", JSON.valueToTree(texts));
    }
    try {
      return JSON.writeValueAsString(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
