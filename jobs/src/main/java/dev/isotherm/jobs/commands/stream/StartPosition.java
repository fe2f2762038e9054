package dev.isotherm.jobs.commands.stream;

import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.wire.OffsetRange;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/**
 * Where a stream that begins starts to read.
 *
 * @param text committed, earliest, latest or an instant
 * @param offsets the same for the source
 */
record StartPosition(String text, OffsetsInitializer offsets) {

  /** The messages that are there already, and that a stream of the group would read. */
  OffsetRange messages(Topics broker, String topic, String group) {
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
