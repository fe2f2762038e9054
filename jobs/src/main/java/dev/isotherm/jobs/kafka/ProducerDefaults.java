package dev.isotherm.jobs.kafka;

import java.util.Properties;

/** Keeps what a producer sends in order, on a new partition too. */
public final class ProducerDefaults {
  private ProducerDefaults() {}

  /**
   * Has one request at a time on its way to a broker.
   *
   * <p>With several, idempotence is not enough: a broker that does not know a partition yet, or
   * still settles its last transaction, refuses the first request, and may take the second, because
   * it accepts any sequence number as the first one. From then on it refuses the first as out of
   * order, until the producer gives up on it (KAFKA-15591). Requests of one at a time carry more
   * instead.
   */
  public static void keep(Properties settings) {
    settings.setProperty("max.in.flight.requests.per.connection", "1");
  }
}
