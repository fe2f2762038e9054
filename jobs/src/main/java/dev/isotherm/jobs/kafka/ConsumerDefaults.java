package dev.isotherm.jobs.kafka;

import java.util.Properties;

/** Default settings of consumers. */
public final class ConsumerDefaults {
  private ConsumerDefaults() {}

  /**
   * Settings for consumers that may find a large backlog: fewer and larger requests. A broker still
   * delivers a small number of records at once.
   *
   * <p>The operating system sizes the receive buffer. The client's default of 64 KB is smaller than
   * one segment of the loopback interface with its bookkeeping; the kernel then drops segments,
   * which are sent again only after 200 ms.
   *
   * @param client the user's own settings, which take precedence
   */
  public static Properties highThroughput(Properties client) {
    Properties settings = new Properties();
    settings.setProperty("max.partition.fetch.bytes", Integer.toString(4 << 20));
    settings.setProperty("max.poll.records", "5000");
    settings.setProperty("receive.buffer.bytes", "-1");
    settings.putAll(client);
    return settings;
  }
}
