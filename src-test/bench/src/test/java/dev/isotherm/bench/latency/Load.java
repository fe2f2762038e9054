package dev.isotherm.bench.latency;

import dev.isotherm.bench.ReadingText;
import dev.isotherm.bench.streams.Broker;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends readings at a steady rate, until it is stopped. Two hundred a second (or fewer, if there
 * are fewer in all) are probes: readings of 200 sensors, above and below the limit in turn, so that
 * each is a transition. The others are of 1,000 sensors, all below the limit, and go in batches.
 *
 * <p>A reading is of the instant at which it is due, and a probe's latency begins there: a producer
 * that is held up does not hide what came too late.
 */
final class Load {

  static final int PROBES_PER_SECOND = 200;

  private static final int PROBE_SENSORS = 200;
  private static final int SENSORS = 1_000;
  private static final String PROBE = "probe-";
  private static final String SOME_INSTANT = "2025-07-01T00:00:00.001Z";

  private final String bootstrapServers;
  private final String topic;
  private volatile boolean stopped;

  /** Told of each probe before it is sent. */
  interface Probes {
    void due(String sensor, long epochMillis, long nanoTime);
  }

  Load(String bootstrapServers, String topic) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
  }

  void stop() {
    stopped = true;
  }

  static boolean isProbe(byte[] key) {
    return key[0] == 'p';
  }

  void sendProbes(int perSecond, Probes probes) {
    try (var producer = producer(0)) {
      pace(
          perSecond,
          (n, millis, nanos) -> {
            String sensor = PROBE + n % PROBE_SENSORS;
            String value = n / PROBE_SENSORS % 2 == 0 ? "29.5" : "20.25";
            StringBuilder json = new StringBuilder();
            json.append("{\"timestamp\": \"").append(ReadingText.timestamp(millis));
            json.append("\", \"sensor_id\": \"").append(sensor);
            json.append("\", \"temperature\": ").append(value).append('}');
            probes.due(sensor, millis, nanos);
            Broker.send(
                producer, new ProducerRecord<>(topic, bytes(sensor), bytes(json.toString())));
          });
    }
  }

  void sendOthers(int perSecond) {
    byte[][] names = new byte[SENSORS][];
    byte[][] values = new byte[SENSORS][];
    int[] instants = new int[SENSORS];
    for (int i = 0; i < SENSORS; i++) {
      names[i] = bytes(ReadingText.sensor(i));
      StringBuilder json = new StringBuilder();
      ReadingText.object(json, i, SOME_INSTANT, Double.toString(20 + i % 70 / 10.0));
      values[i] = bytes(json.toString());
      instants[i] = json.indexOf(SOME_INSTANT);
    }
    try (var producer = producer(2)) {
      byte[][] now = {bytes(SOME_INSTANT)};
      long[] of = {0};
      pace(
          perSecond,
          (n, millis, nanos) -> {
            if (millis != of[0]) {
              // Always with milliseconds, to have one length.
              now[0] = bytes(ReadingText.timestamp(millis % 1_000 == 0 ? millis + 1 : millis));
              of[0] = millis;
            }
            int sensor = (int) (n % SENSORS);
            byte[] value = values[sensor].clone();
            System.arraycopy(now[0], 0, value, instants[sensor], now[0].length);
            Broker.send(producer, new ProducerRecord<>(topic, names[sensor], value));
          });
    }
  }

  private interface Step {
    void send(long number, long epochMillis, long nanoTime);
  }

  private void pace(int perSecond, Step step) {
    long beginNanos = System.nanoTime();
    long beginMillis = System.currentTimeMillis();
    for (long n = 0; !stopped; n++) {
      long after = n * 1_000_000_000L / perSecond;
      long early = beginNanos + after - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(Math.max(early, 200_000));
      }
      step.send(n, beginMillis + after / 1_000_000, beginNanos + after);
    }
  }

  private KafkaProducer<byte[], byte[]> producer(int lingerMillis) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "linger.ms",
            lingerMillis,
            "batch.size",
            64 << 10,
            "buffer.memory",
            128 << 20),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
