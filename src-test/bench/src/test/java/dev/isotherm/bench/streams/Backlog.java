package dev.isotherm.bench.streams;

import dev.isotherm.bench.Answer;
import dev.isotherm.bench.ReadingText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Messages that wait in a topic, and what they must come to. 1,000 sensors send one reading a
 * second each: as a whole they are out of order by up to 0.4 s, each by itself is not. Temperatures
 * rise and fall, such that some 2 % are above 28. A record's own timestamp is its reading's, its
 * key the sensor.
 *
 * <p>The last message of each partition is a day younger, so that all windows before it close.
 *
 * @param messages how many there are, with the last ones
 * @param warmUp how many of them, the first ones, are there to compile by
 * @param averages of all windows of {@link #WINDOW_MILLIS} that close
 * @param above how many readings are above 28
 * @param transitions how often the level of a sensor (up to 28, above, above 30) changes
 */
public record Backlog(
    String topic, long messages, long warmUp, Answer averages, long above, long transitions) {

  static final int PARTITIONS = 4;
  static final int WINDOW_MILLIS = 60_000;

  private static final int SENSORS = 1_000;
  private static final int DISORDER_MILLIS = 400;
  private static final long BEGIN = Instant.parse("2025-07-01T00:00:00Z").toEpochMilli();
  private static final long DAY = 86_400_000;
  private static final double WAVE_MILLIS = 600_000;

  /**
   * Writes it; the topic must be there, and empty.
   *
   * @param measured how many messages there are after those to warm up
   */
  public static Backlog write(
      String bootstrapServers, String topic, long warmUp, long measured, long seed) {
    long messages = warmUp + measured;
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "linger.ms",
            50,
            "batch.size",
            256 << 10,
            "buffer.memory",
            128 << 20,
            "max.in.flight.requests.per.connection",
            1);
    Truth truth = new Truth();
    long readings = messages - PARTITIONS;
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      Random random = new Random(seed);
      for (long i = 0; i < readings; i++) {
        int sensor = (int) (i % SENSORS);
        long at = BEGIN + i + random.nextInt(DISORDER_MILLIS);
        double phase = 2 * Math.PI * (at / WAVE_MILLIS + sensor / (double) SENSORS);
        double exact = 20 + 7.5 * Math.sin(phase) + 0.5 * random.nextGaussian();
        String value = ReadingText.number(exact, random);
        truth.add(sensor, at, Double.parseDouble(value));
        Broker.send(producer, message(topic, null, sensor, at, value));
      }
      for (int partition = 0; partition < PARTITIONS; partition++) {
        Broker.send(
            producer, message(topic, partition, SENSORS + partition, BEGIN + readings + DAY, "20"));
      }
    }
    return new Backlog(topic, messages, warmUp, truth.averages(), truth.above, truth.transitions);
  }

  private static ProducerRecord<byte[], byte[]> message(
      String topic, Integer partition, int sensor, long at, String value) {
    StringBuilder json = new StringBuilder(100);
    ReadingText.object(json, sensor, ReadingText.timestamp(at), value);
    return new ProducerRecord<>(
        topic, partition, at, bytes(ReadingText.sensor(sensor)), bytes(json.toString()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** By plain means. */
  private static final class Truth {
    private final List<double[][]> windows = new ArrayList<>();
    private final int[] levels = new int[SENSORS];
    private long above;
    private long transitions;

    void add(int sensor, long at, double value) {
      int window = (int) ((at - BEGIN) / WINDOW_MILLIS);
      while (windows.size() <= window) {
        windows.add(new double[SENSORS][]);
      }
      double[][] sensors = windows.get(window);
      if (sensors[sensor] == null) {
        sensors[sensor] = new double[] {0, 0, value, value};
      }
      double[] one = sensors[sensor];
      one[0]++;
      one[1] += value;
      one[2] = Math.min(one[2], value);
      one[3] = Math.max(one[3], value);
      int level = value > 30 ? 2 : value > 28 ? 1 : 0;
      above += level > 0 ? 1 : 0;
      transitions += level != levels[sensor] ? 1 : 0;
      levels[sensor] = level;
    }

    Answer averages() {
      Answer.Folding folding = new Answer.Folding();
      for (double[][] sensors : windows) {
        for (double[] one : sensors) {
          if (one != null) {
            folding.add((long) one[0], one[2], one[3], one[1] / one[0]);
          }
        }
      }
      return folding.answer();
    }
  }
}
