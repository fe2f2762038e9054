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
 * Messages that wait in a topic, and what they must come to. The sensors send in turn: as a whole
 * they are out of order by up to 0.4 s, each by itself is not. Temperatures rise and fall, such
 * that some 2 % are above 28. A record's own timestamp is its reading's, its key the sensor.
 *
 * @param messages how many there are; where {@link #end} is called later, without what that sends
 * @param warmUp how many of them, the first ones, are there to compile by
 * @param averages of all windows
 * @param above how many readings are above 28
 * @param transitions how often the level of a sensor (up to 28, above, above 30) changes
 */
public record Backlog(
    String topic,
    Shape shape,
    long messages,
    long warmUp,
    Answer averages,
    long above,
    long transitions) {

  public static final int PARTITIONS = 4;
  static final int WINDOW_MILLIS = 60_000;

  /** 1,000 sensors that send a reading a second each, in windows of a minute. */
  public static final Shape SECONDS = new Shape(1_000, WINDOW_MILLIS, 1);

  private static final int DISORDER_MILLIS = 400;
  private static final long BEGIN = Instant.parse("2025-07-01T00:00:00Z").toEpochMilli();
  private static final long DAY = 86_400_000;
  private static final double WAVE_MILLIS = 600_000;

  /**
   * What is in it.
   *
   * @param sensors how many there are
   * @param windowMillis of the averages
   * @param millisBetween two messages, on average
   */
  public record Shape(int sensors, long windowMillis, double millisBetween) {}

  /** Writes {@link #SECONDS} and ends it; the topic must be there, and empty. */
  public static Backlog write(
      String bootstrapServers, String topic, long warmUp, long measured, long seed) {
    Backlog backlog = write(bootstrapServers, topic, SECONDS, warmUp, measured - PARTITIONS, seed);
    backlog.end(bootstrapServers);
    return new Backlog(
        topic,
        SECONDS,
        warmUp + measured,
        warmUp,
        backlog.averages,
        backlog.above,
        backlog.transitions);
  }

  /**
   * Writes it, without an end; the topic must be there, and empty.
   *
   * @param measured how many messages there are after those to warm up
   */
  public static Backlog write(
      String bootstrapServers, String topic, Shape shape, long warmUp, long measured, long seed) {
    long readings = warmUp + measured;
    Truth truth = new Truth(shape);
    try (var producer = producer(bootstrapServers)) {
      Random random = new Random(seed);
      for (long i = 0; i < readings; i++) {
        int sensor = (int) (i % shape.sensors);
        long at = BEGIN + (long) (i * shape.millisBetween) + random.nextInt(DISORDER_MILLIS);
        double phase = 2 * Math.PI * (at / WAVE_MILLIS + sensor / (double) shape.sensors);
        double exact = 20 + 7.5 * Math.sin(phase) + 0.5 * random.nextGaussian();
        String value = ReadingText.number(exact, random);
        truth.add(sensor, at, Double.parseDouble(value));
        Broker.send(producer, message(topic, null, sensor, at, value));
      }
    }
    return new Backlog(
        topic, shape, readings, warmUp, truth.averages(), truth.above, truth.transitions);
  }

  /**
   * Sends a last message to each partition, of a sensor of its own and so much younger that all
   * windows close.
   */
  public void end(String bootstrapServers) {
    long last = BEGIN + (long) (messages * shape.millisBetween);
    long after = last + Math.max(DAY, 2 * shape.windowMillis);
    try (var producer = producer(bootstrapServers)) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        int sensor = shape.sensors + partition;
        Broker.send(producer, message(topic, partition, sensor, after, "20"));
      }
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
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
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
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
    private final Shape shape;
    private final int[] levels;
    private long above;
    private long transitions;

    Truth(Shape shape) {
      this.shape = shape;
      this.levels = new int[shape.sensors];
    }

    void add(int sensor, long at, double value) {
      int window = (int) ((at - BEGIN) / shape.windowMillis);
      while (windows.size() <= window) {
        windows.add(new double[shape.sensors][]);
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
