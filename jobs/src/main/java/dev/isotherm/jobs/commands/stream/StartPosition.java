package dev.isotherm.jobs.commands.stream;

import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.source.FirstReadings;
import dev.isotherm.parse.avro.AvroSchemas;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamSettings;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream that begins starts to read.
 *
 * @param text committed, earliest, latest or an instant
 * @param offsets finds the offsets of this position for the source
 */
record StartPosition(String text, OffsetsInitializer offsets) {

  /**
   * The earliest instant of the first readings that a stream of the group would read; that of now
   * if there is none.
   *
   * @param schemas finds the schemas of messages in Avro; {@code null} for messages in JSON
   */
  long firstInstant(
      Properties client,
      String topic,
      String group,
      StreamSettings settings,
      @Nullable AvroSchemas schemas) {
    OffsetRange messages;
    try (Topics broker = Topics.connect(client)) {
      messages = messages(broker, topic, group);
    }
    return FirstReadings.earliest(client, messages, settings.parsing(), settings.bounds(), schemas)
        .orElseGet(InstantSource.system()::millis);
  }

  /** The messages that are there already. */
  private OffsetRange messages(Topics broker, String topic, String group) {
    OffsetRange all = broker.committedRange(topic);
    Map<Integer, Long> from = new TreeMap<>(all.from());
    switch (text) {
      case "earliest" -> {}
      case "latest" -> from.putAll(all.to());
      case "committed" -> from.putAll(broker.committed(topic, group));
      default ->
          from.putAll(
              broker.offsetsAt(topic, OffsetDateTime.parse(text).toInstant().toEpochMilli()));
    }
    from.replaceAll((partition, offset) -> Math.max(offset, all.from().get(partition)));
    return new OffsetRange(topic, from, all.to());
  }
}
