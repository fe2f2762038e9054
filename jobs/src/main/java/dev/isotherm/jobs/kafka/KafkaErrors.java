package dev.isotherm.jobs.kafka;

import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/** Describes why a Kafka client could not be created or was refused by a broker. */
public final class KafkaErrors {
  private static final Pattern KEY = Pattern.compile("configuration \"?([\\w.]+)");

  private KafkaErrors() {}

  /**
   * Describes an exception in one sentence. The sentence never contains a value of the client's
   * settings, some of which are secret, so it can be shown where the exception cannot.
   *
   * @param client settings of the client, {@code bootstrap.servers} among them
   */
  public static String describe(Properties client, Throwable refused) {
    String servers = client.getProperty("bootstrap.servers");
    Throwable root = refused;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    if (message.contains("JAAS config")) {
      // The message quotes the words around the error: parts of a password, if it has no quotes.
      return "--kafka-config: Kafka's client does not accept the value of sasl.jaas.config";
    }
    if (root instanceof ConfigException) {
      if (message.contains("bootstrap")) {
        return "--bootstrap-servers " + servers + ": none of these hosts is known";
      }
      Matcher key = KEY.matcher(message);
      return "--kafka-config: Kafka's client does not accept the value of "
          + (key.find() ? key.group(1) : "one of its keys");
    }
    return "--bootstrap-servers " + servers + ": " + message.lines().findFirst().orElse("");
  }
}
