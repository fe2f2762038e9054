package dev.isotherm.jobs.kafka;

import java.util.Properties;

/** How much a consumer asks for at once. */
public final class ConsumerDefaults {
  private ConsumerDefaults() {}

  /**
   * Settings for one that may find much waiting: fewer and larger requests. What is there is still
   * handed over at once, however little it is.
   *
   * <p>The operating system sizes the receive buffer: the client's fixed 64 KB hold less than one
   * segment of the loopback interface and its bookkeeping, and what the kernel then drops comes
   * again after 200 ms.
   *
   * @param client the user's own settings, which count more
   */
  public static Properties much(Properties client) {
    Properties settings = new Properties();
    settings.setProperty("max.partition.fetch.bytes", Integer.toString(4 << 20));
    settings.setProperty("max.poll.records", "5000");
    settings.setProperty("receive.buffer.bytes", "-1");
    settings.putAll(client);
    return settings;
  }
}
