package dev.isotherm.jobs.commands.inspect;

import dev.isotherm.jobs.commands.options.MappingOptions;
import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.source.RecordSensor;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.Position;
import dev.isotherm.parse.InstantBounds;
import dev.isotherm.parse.MessageBlockParser;
import dev.isotherm.parse.avro.AvroDecoder;
import dev.isotherm.parse.avro.AvroSchemas;
import dev.isotherm.parse.inspect.FieldSampler;
import dev.isotherm.parse.inspect.MappingInference;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.wire.OffsetRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Looks at the last messages of a topic. */
final class TopicInspector {

  /** So many messages of each partition are looked at, and of all together. */
  private static final int MOST_MESSAGES = 2_000;

  /** Partitions are read in any order. */
  private static final Comparator<ConsumerRecord<byte[], byte[]>> BY_TIME =
      Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
          .thenComparingInt(ConsumerRecord::partition)
          .thenComparingLong(ConsumerRecord::offset);

  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(3);

  private TopicInspector() {}

  /**
   * Looks at a topic.
   *
   * @param client settings of Kafka's clients
   * @param schemas finds the schemas of messages in Avro; {@code null} for messages in JSON
   * @param given what the user has said, see {@link MappingOptions}
   * @throws ConfigurationException if there is no such topic
   */
  static Inspection inspect(
      Properties client,
      String topic,
      @Nullable AvroSchemas schemas,
      Map<String, List<String>> given) {
    List<ConsumerRecord<byte[], byte[]>> records = last(client, topic);
    boolean hasKeys =
        !records.isEmpty() && records.stream().allMatch(message -> message.key() != null);
    Inspection inspection =
        Inspection.of(
            elements -> fieldsOf(records, schemas, elements),
            fields ->
                (schemas == null ? "JSON" : "Avro")
                    + "; its last "
                    + SampleText.plural(records.size(), "message")
                    + " looked at",
            MappingInference.Source.topic(topic, hasKeys, schemas == null),
            given);
    read(records, schemas, inspection);
    return inspection;
  }

  private static FieldSampler fieldsOf(
      List<ConsumerRecord<byte[], byte[]>> records,
      @Nullable AvroSchemas schemas,
      @Nullable String elements) {
    FieldSampler fields = new FieldSampler(elements);
    AvroDecoder decoder =
        schemas == null
            ? null
            : new AvroDecoder(schemas, ParseOptions.defaults().maxMessageBytes());
    for (ConsumerRecord<byte[], byte[]> message : records) {
      if (message.value() != null && decoder == null) {
        fields.addJson(message.value());
      } else if (message.value() != null && decoder.decode(message.value()) == null) {
        fields.addJson(Arrays.copyOf(decoder.bytes(), decoder.length()));
      }
    }
    return fields;
  }

  private static List<ConsumerRecord<byte[], byte[]>> last(Properties client, String topic) {
    OffsetRange range;
    try (Topics broker = Topics.connect(client)) {
      if (!broker.missing(Set.of(topic)).isEmpty()) {
        throw new ConfigurationException("--topic " + topic + ": is not on the broker");
      }
      OffsetRange all = broker.committedRange(topic);
      Map<Integer, Long> from = new TreeMap<>(all.to());
      int each = Math.max(1, MOST_MESSAGES / Math.max(1, from.size()));
      from.replaceAll((partition, end) -> Math.max(all.from().get(partition), end - each));
      range = new OffsetRange(topic, from, all.to());
    }
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    TopicReader.<RuntimeException>read(
        client,
        range,
        STALL_TIMEOUT,
        message -> {
          records.add(message);
          return records.size() < MOST_MESSAGES;
        });
    records.sort(BY_TIME);
    return records;
  }

  private static void read(
      List<ConsumerRecord<byte[], byte[]>> records,
      @Nullable AvroSchemas schemas,
      Inspection inspection) {
    ParseOptions options = MappingOptions.of(inspection.settings()).parseOptions();
    InstantBounds bounds =
        new InstantBounds(
            options.instants().earliestMillis(),
            InstantBounds.ANY_SKEW,
            InstantBounds.Reference.RECORD);
    MessageBlockParser parser = new MessageBlockParser(options, bounds, schemas);
    RecordSensor sensor = new RecordSensor(options.sensor(), parser);
    for (ConsumerRecord<byte[], byte[]> message : records) {
      Parsed.Rejected rejected = sensor.apply(message);
      if (rejected == null) {
        parser
            .parse(message.value(), message.timestamp(), Position.NONE)
            .forEach(inspection.trial()::reject);
      } else {
        inspection.trial().reject(rejected, 1);
      }
      if (parser.isFull()) {
        inspection.trial().add(parser.take(true));
      }
    }
    inspection.trial().add(parser.take(false));
  }
}
