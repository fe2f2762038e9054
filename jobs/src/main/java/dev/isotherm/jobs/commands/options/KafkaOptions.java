package dev.isotherm.jobs.commands.options;

import java.util.Properties;
import picocli.CommandLine.Option;

/** Where Kafka is, and how to speak to it. */
public final class KafkaOptions {

  @Option(
      names = {"-b", "--bootstrap-servers"},
      paramLabel = "HOST:PORT[,...]",
      defaultValue = "localhost:9092",
      converter = BootstrapServersConverter.class,
      description = "Kafka brokers to ask first (default: ${DEFAULT-VALUE}).")
  private String bootstrapServers;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      converter = KafkaConfigConverter.class,
      description =
          "A properties file with further settings of Kafka's clients, such as "
              + "security.protocol and sasl.jaas.config. Secrets belong in it and nowhere else.")
  private KafkaConfig kafkaConfig;

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Settings that every Kafka client of this run shares: the brokers, and those of the file. */
  public Properties clientProperties() {
    Properties all = new Properties();
    if (kafkaConfig != null) {
      all.putAll(kafkaConfig.settings());
    }
    all.setProperty("bootstrap.servers", bootstrapServers);
    return all;
  }
}
