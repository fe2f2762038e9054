package dev.isotherm.jobs.kafka;

import java.util.Properties;

/** Default settings of producers. */
public final class ProducerDefaults {
  private ProducerDefaults() {}

  /**
   * Makes a producer keep the order of its records, also on a new partition, by allowing one
   * request in flight.
   *
   * <p>With several requests in flight, idempotence is not enough. A broker that does not know a
   * partition yet, or still completes its last transaction, refuses the first request. It may
   * accept the second, because it accepts any first sequence number, and then refuses the first as
   * out of order until the producer gives up (KAFKA-15591). With one request in flight, each
   * request carries more records instead.
   */
  public static void ordered(Properties settings) {
    settings.setProperty("max.in.flight.requests.per.connection", "1");
  }
}
