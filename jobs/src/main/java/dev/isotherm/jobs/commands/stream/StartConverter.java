package dev.isotherm.jobs.commands.stream;

import dev.isotherm.jobs.commands.options.TextConverter;
import java.time.OffsetDateTime;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Converts the position of a topic at which a stream starts. */
final class StartConverter extends TextConverter<StartPosition> {

  StartConverter() {
    super(
        StartConverter::position,
        "must be committed, earliest, latest, or an instant such as 2025-07-01T12:00:00Z");
  }

  private static StartPosition position(String text) {
    return new StartPosition(text, offsets(text));
  }

  @SuppressWarnings("deprecation") // the connector's own method requires Kafka's deprecated type
  private static OffsetsInitializer offsets(String text) {
    return switch (text) {
      case "committed" -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
      case "earliest" -> OffsetsInitializer.earliest();
      case "latest" -> OffsetsInitializer.latest();
      default ->
          OffsetsInitializer.timestamp(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    };
  }
}
