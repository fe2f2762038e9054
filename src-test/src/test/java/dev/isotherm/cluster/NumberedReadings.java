package dev.isotherm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.jobs.kafka.ProducerDefaults;
import java.time.Instant;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends readings at a steady rate, in the order of their instants, until it is stopped. While the
 * broker is away, they wait, and keep their instants.
 *
 * <p>Each sensor sends {@value #PER_WINDOW} messages per second. The metric {@code number} of the
 * <i>k</i>-th of them is 2<sup>k</sup>: the count and the sum of a second tell whether each message
 * is in it once. The other metrics are for alerts. {@code temperature} changes at random between
 * three levels. {@code pulse} comes for some seconds, and then not.
 *
 * <p>In the last seconds, each sensor keeps what {@link #isHotAtLast} and {@link #isSilentAtLast}
 * say.
 */
final class NumberedReadings implements AutoCloseable {
  /** At most 53, so that sums are exact. */
  static final int PER_WINDOW = 50;

  /** Rules on the metrics, whose deadlines expire by the watermark, too. */
  static final String RULES =
      """
      rules:
        - name: high
          metric: temperature
          levels:
            warning: { above: 28, clearBelow: 27 }
            critical: { above: 30, clearBelow: 29 }
        - name: held
          metric: temperature
          levels:
            warning: { above: 28 }
          holdFor: 1500ms
        - name: silent
          metric: pulse
          noDataAfter: 2s
      """;

  private static final int LAST_SECONDS = 6;
  private static final int SECONDS_OF_A_LEVEL = 10;
  private static final int SECONDS_OF_A_PULSE = 9;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final int sensors;
  private final long seed;
  private final KafkaProducer<String, String> producer;
  private final Thread sending = new Thread(this::send, "numbered-readings");
  private final long start = Instant.now().getEpochSecond() + 1;
  private final AtomicLong confirmed = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private volatile long end = Long.MAX_VALUE;

  NumberedReadings(String bootstrapServers, int sensors, long seed) {
    this.sensors = sensors;
    this.seed = seed;
    var config = new Properties();
    config.setProperty("bootstrap.servers", bootstrapServers);
    config.setProperty("acks", "all");
    config.setProperty("linger.ms", "20");
    // No message may fail because the broker is away for long.
    config.setProperty("delivery.timeout.ms", "600000");
    config.setProperty("max.block.ms", "600000");
    ProducerDefaults.ordered(config);
    producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    sending.start();
  }

  /** The first second of which there are messages, since the epoch. */
  long start() {
    return start;
  }

  /** The second after the last one, since the epoch; known after {@link #stop()}. */
  long end() {
    return end;
  }

  static boolean isHotAtLast(int sensor) {
    return sensor % 2 == 0;
  }

  static boolean isSilentAtLast(int sensor) {
    return sensor % 4 < 2;
  }

  /** Sends the last seconds. Returns how many messages the broker has. */
  long stop() throws InterruptedException {
    end = Math.max(Instant.now().getEpochSecond(), start) + 2 + LAST_SECONDS;
    sending.join();
    producer.flush();
    assertThat(failure.get()).isNull();
    assertThat(confirmed.get()).isEqualTo((end - start) * sensors * PER_WINDOW);
    return confirmed.get();
  }

  private void send() {
    long next = start;
    for (int index = 0; next < end && !Thread.currentThread().isInterrupted(); ) {
      int number = index / sensors;
      Instant instant = Instant.ofEpochSecond(next, number * (1_000_000_000L / PER_WINDOW));
      if (instant.isAfter(Instant.now())) {
        LockSupport.parkNanos(PAUSE_NANOS);
        continue;
      }
      int sensor = index % sensors;
      var unused =
          producer.send(
              new ProducerRecord<>("sensor_readings", "s" + sensor, text(instant, sensor, number)),
              (metadata, failed) -> note(failed));
      index++;
      if (index == sensors * PER_WINDOW) {
        index = 0;
        next++;
      }
    }
  }

  private void note(Exception failed) {
    if (failed == null) {
      confirmed.incrementAndGet();
    } else {
      failure.compareAndSet(null, failed);
    }
  }

  private String text(Instant instant, int sensor, int number) {
    var text = new StringBuilder("{\"timestamp\":\"").append(instant);
    text.append("\",\"sensor_id\":\"s").append(sensor);
    text.append("\",\"number\":").append(1L << number);
    if (number % 5 == 0) {
      text.append(",\"temperature\":").append(temperature(instant.getEpochSecond(), sensor));
    }
    if (number % 10 == 0 && hasPulse(instant.getEpochSecond(), sensor)) {
      text.append(",\"pulse\":1");
    }
    return text.append('}').toString();
  }

  private int temperature(long second, int sensor) {
    if (second >= end - LAST_SECONDS) {
      return isHotAtLast(sensor) ? 31 : 20;
    }
    int[] levels = {20, 29, 31};
    return levels[random(sensor, second / SECONDS_OF_A_LEVEL).nextInt(levels.length)];
  }

  private boolean hasPulse(long second, int sensor) {
    if (second >= end - LAST_SECONDS) {
      return !isSilentAtLast(sensor);
    }
    return second < start + SECONDS_OF_A_PULSE
        || random(-sensor, second / SECONDS_OF_A_PULSE).nextBoolean();
  }

  private SplittableRandom random(int sensor, long period) {
    return new SplittableRandom(seed + 1_000_003L * period + sensor);
  }

  @Override
  public void close() {
    sending.interrupt();
    producer.close();
  }
}
