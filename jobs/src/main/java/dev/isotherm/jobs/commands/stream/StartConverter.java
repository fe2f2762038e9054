package dev.isotherm.jobs.commands.stream;

import dev.isotherm.jobs.commands.options.InstantConverter;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where in a topic to start. */
final class StartConverter implements ITypeConverter<OffsetsInitializer> {

  @Override
  @SuppressWarnings("deprecation") // the connector's own method asks for what Kafka deprecates
  public OffsetsInitializer convert(String text) {
    return switch (text) {
      case "committed" -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
      case "earliest" -> OffsetsInitializer.earliest();
      case "latest" -> OffsetsInitializer.latest();
      default -> OffsetsInitializer.timestamp(instant(text));
    };
  }

  private static long instant(String text) {
    try {
      return new InstantConverter().convert(text).toEpochMilli();
    } catch (TypeConversionException e) {
      throw new TypeConversionException(
          "must be committed, earliest, latest, or an instant such as 2025-07-01T12:00:00Z");
    }
  }
}
