package dev.isotherm.jobs.graph;

import static java.util.stream.Collectors.toMap;

import dev.isotherm.flow.topology.ParsedMessages;
import dev.isotherm.flow.topology.Topology;
import dev.isotherm.jobs.archive.ArchivedLog;
import dev.isotherm.jobs.archive.ArchivedMessages;
import dev.isotherm.jobs.archive.RawRecords;
import dev.isotherm.jobs.kafka.ConsumerDefaults;
import dev.isotherm.jobs.kafka.registry.RegistryAccess;
import dev.isotherm.jobs.kafka.source.MessageSource;
import dev.isotherm.jobs.kafka.source.RecordDeserializer;
import dev.isotherm.model.RawMessage;
import dev.isotherm.parse.InstantBounds;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.wire.OffsetRange;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.TopicPartition;

/** Reads a range of a topic as a bounded input. */
public final class ReplayJob {
  private ReplayJob() {}

  /**
   * Reads messages again in the way that the stream has read them. Belongs to no consumer group and
   * commits nothing.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   * @param registry how the schema registry of the options is accessed, if there is one
   */
  public static ParsedMessages read(
      StreamExecutionEnvironment environment,
      Properties client,
      OffsetRange range,
      ParseOptions parsing,
      InstantBounds bounds,
      RegistryAccess registry) {
    MessageSource source =
        new MessageSource(
            source(client, range, new RecordDeserializer()), parsing, bounds, registry);
    return Topology.split(
        environment
            .fromSource(source, WatermarkStrategy.noWatermarks(), "read " + range.topic())
            .uid("read-messages"),
        Map.of(),
        Set.of());
  }

  /**
   * Reads messages again, those of an archive and those that only the topic has.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   * @param registry how the schema registry of the options is accessed, if there is one
   */
  public static ParsedMessages read(
      StreamExecutionEnvironment environment,
      Properties client,
      ArchivedLog log,
      ParseOptions parsing,
      InstantBounds bounds,
      RegistryAccess registry) {
    DataStream<RawMessage> messages =
        ArchivedMessages.read(environment, log.files(), log.archived());
    if (!log.rest().isEmpty()) {
      messages =
          messages.union(
              environment
                  .fromSource(
                      source(client, log.rest(), new RawRecords()),
                      WatermarkStrategy.noWatermarks(),
                      "read " + log.rest().topic())
                  .uid("read-messages"));
    }
    return ArchivedMessages.parse(messages, parsing, bounds, registry);
  }

  /** Creates a bounded source of a range. */
  public static <T> KafkaSource<T> source(
      Properties client, OffsetRange range, KafkaRecordDeserializationSchema<T> deserializer) {
    return KafkaSource.<T>builder()
        .setProperties(ConsumerDefaults.highThroughput(client))
        .setProperty("isolation.level", "read_committed")
        // At the end of a topic a broker delays the last response, and so the job, by this time.
        .setProperty("fetch.max.wait.ms", "50")
        .setTopics(range.topic())
        .setStartingOffsets(OffsetsInitializer.offsets(partitions(range.topic(), range.from())))
        .setBounded(OffsetsInitializer.offsets(partitions(range.topic(), range.to())))
        .setDeserializer(deserializer)
        .build();
  }

  private static Map<TopicPartition, Long> partitions(String topic, Map<Integer, Long> offsets) {
    return offsets.entrySet().stream()
        .collect(toMap(one -> new TopicPartition(topic, one.getKey()), Map.Entry::getValue));
  }
}
