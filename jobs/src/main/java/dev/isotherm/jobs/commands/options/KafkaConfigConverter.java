package dev.isotherm.jobs.commands.options;

import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a properties file of settings of Kafka's clients. Values are never shown: some are secret.
 */
final class KafkaConfigConverter implements ITypeConverter<KafkaConfig> {

  /** What the application decides itself; from a file it would change what the job promises. */
  private static final Set<String> OURS =
      Set.of(
          "bootstrap.servers",
          "group.id",
          "key.serializer",
          "value.serializer",
          "key.deserializer",
          "value.deserializer",
          "acks",
          "enable.idempotence",
          "transactional.id",
          "transaction.timeout.ms",
          "enable.auto.commit",
          "auto.offset.reset",
          "isolation.level");

  @Override
  public KafkaConfig convert(String file) {
    Properties settings = PropertiesFile.read(file);
    Set<String> forbidden = new TreeSet<>(settings.stringPropertyNames());
    forbidden.retainAll(OURS);
    if (!forbidden.isEmpty()) {
      throw new TypeConversionException(
          "must not set " + String.join(", ", List.copyOf(forbidden)) + ": Isotherm sets them");
    }
    return new KafkaConfig(settings);
  }
}
