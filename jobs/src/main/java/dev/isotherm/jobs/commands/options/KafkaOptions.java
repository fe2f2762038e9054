package dev.isotherm.jobs.commands.options;

import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Kafka is, and how to connect to it. */
public final class KafkaOptions {

  private static final Pattern SERVER =
      Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]):(\\d{1,5})");

  /** Settings that the application makes itself; others would break what the job promises. */
  private static final Set<String> FIXED =
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
          "enable.auto.commit",
          "auto.offset.reset",
          "isolation.level");

  @Option(
      names = {"-b", "--bootstrap-servers"},
      paramLabel = "HOST:PORT[,...]",
      defaultValue = "localhost:9092",
      converter = ServersConverter.class,
      description = "Kafka brokers to ask first (default: ${DEFAULT-VALUE}).")
  private String bootstrapServers;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "A properties file with further settings of Kafka's clients, such as "
              + "security.protocol and sasl.jaas.config. Secrets belong in it and nowhere else.")
  private @Nullable Config config;

  /** Settings from the user's file. The text form does not show them: some are secret. */
  record Config(Properties settings) {
    static Config read(String file) {
      Properties settings = PropertiesFile.read(file);
      Set<String> forbidden = new TreeSet<>(settings.stringPropertyNames());
      forbidden.retainAll(FIXED);
      if (!forbidden.isEmpty()) {
        throw new IllegalArgumentException(
            "must not set " + String.join(", ", forbidden) + ": Isotherm sets them");
      }
      return new Config(settings);
    }

    @Override
    public String toString() {
      return "KafkaConfig of " + settings.size() + " settings";
    }
  }

  private static final class ServersConverter extends TextConverter<String> {
    ServersConverter() {
      super(KafkaOptions::checkedServers);
    }
  }

  private static String checkedServers(String text) {
    for (String server : text.split(",", -1)) {
      Matcher form = SERVER.matcher(server.strip());
      int port = form.matches() ? Integer.parseInt(form.group(1)) : 0;
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException(
            "must be host:port, or several of them with commas between");
      }
    }
    return text;
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Settings that every Kafka client of this run shares: the brokers, and those of the file. */
  public Properties clientProperties() {
    Properties all = new Properties();
    if (config != null) {
      all.putAll(config.settings());
    }
    all.setProperty("bootstrap.servers", bootstrapServers);
    return all;
  }
}
