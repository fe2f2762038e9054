package dev.isotherm.jobs.commands.stream;

import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.Temperatures;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Messages in stages of three minutes, with results that depend on no watermark within a stage, so
 * that two runs can be compared record by record.
 *
 * <p>Each stage ends with a reading of every partition. Once the watermark of these is reached, the
 * next stage may follow. Readings are up to 4 s out of order, which is less than the watermark lags
 * behind. The readings that are later than that are at the beginning of a stage, at most one of
 * each series, and in windows that ended before the stage: some revise an average, some are late
 * for everything. Every partition has its own sensors, so the order of each series is certain.
 */
final class StagedReadings {
  static final int OUT_OF_ORDERNESS_SECONDS = 5;
  static final int ALLOWED_LATENESS_MINUTES = 6;
  static final int PARTITIONS = 4;

  /** 10 s after a multiple of a minute, and stage 2 begins 10 s after the hour. */
  private static final LocalTime BEGIN = LocalTime.of(11, 54, 10);

  private static final int STAGE_SECONDS = 180;
  private static final int SENSORS = 12;
  private static final int STEP_SECONDS = 5;

  /** A sensor that pauses has readings at the beginning and at the end of its stage. */
  private static final int PAUSE_FROM = 40;

  private static final int PAUSE_TO = 100;

  private static final int LONE_SECOND = 20;

  private final Random random;
  private final LiveKafka.TestTopics topics;

  /** Whether a sensor was silent to the end of the last stage. */
  private final boolean[] silent = new boolean[SENSORS];

  private int stage;

  /** Two instances with equal seeds write equal messages, each to its own topics. */
  StagedReadings(Random random, LiveKafka.TestTopics topics) {
    this.random = random;
    this.topics = topics;
  }

  /** A message, and when it is sent, in seconds since the stage began. */
  private record Timed(double sent, ProducerRecord<byte[], byte[]> message) {}

  /** The messages of the next stage but for the last of each partition, in the order of sending. */
  List<ProducerRecord<byte[], byte[]>> next() {
    List<Timed> messages = new ArrayList<>();
    for (int sensor = 0; sensor < SENSORS; sensor++) {
      regular(sensor, messages);
      late(sensor, messages);
    }
    revised(messages);
    for (int i = 0; i < 5; i++) {
      byte[] bad = {'?', (byte) ('0' + i)};
      messages.add(
          new Timed(
              random.nextInt(STAGE_SECONDS),
              new ProducerRecord<>(
                  topics.readings(), random.nextInt(PARTITIONS), null, null, bad)));
    }
    messages.sort(Comparator.comparingDouble(Timed::sent));
    stage++;
    return messages.stream().map(Timed::message).toList();
  }

  /** One more sensor has a reading, and a late one that revises its window or session. */
  private void revised(List<Timed> messages) {
    int first = 1_000 * LONE_SECOND;
    messages.add(new Timed(LONE_SECOND, message(SENSORS, first, 21)));
    if (stage > 0) {
      messages.add(new Timed(0, message(SENSORS, first + 7_007 - 1_000 * STAGE_SECONDS, 22)));
    }
  }

  private void regular(int sensor, List<Timed> messages) {
    boolean paused = sensor % 3 == 0 && random.nextInt(2) == 0;
    boolean wasSilent = silent[sensor];
    silent[sensor] = sensor % 4 == 1 && random.nextInt(3) == 0;
    int from = wasSilent ? PAUSE_TO : 0;
    int to = silent[sensor] ? PAUSE_FROM : STAGE_SECONDS;
    double mean = 26 + random.nextInt(4);
    for (int second = 0; second < STAGE_SECONDS; second += STEP_SECONDS) {
      boolean isPause = paused && second >= PAUSE_FROM && second < PAUSE_TO;
      if (second >= from && second < to && !isPause) {
        int millis = 1_000 * second + 10 * random.nextInt(100 * STEP_SECONDS - 1) + 10;
        double value = Math.rint(10 * (mean + 2 * random.nextGaussian())) / 10;
        double sent = millis / 1_000.0 + 4 * random.nextDouble();
        messages.add(new Timed(sent, message(sensor, millis, value)));
      }
    }
  }

  /**
   * From the pauses of the stage before, in time for a revision, or of so long ago that it is late.
   * It touches no session that begins after the pause: how often that is published depends on the
   * micro-batches of the readings that follow.
   */
  private void late(int sensor, List<Timed> messages) {
    int kind = random.nextInt(4);
    int before = kind == 0 ? 96 + random.nextInt(44) : 480 + random.nextInt(60);
    int ends = stage * STAGE_SECONDS - before;
    double value = 20 + random.nextInt(10);
    // The odd millisecond is that of no other reading.
    int millis = -1_000 * before + 7;
    if (kind < 2 && ends > 0) {
      messages.add(new Timed(random.nextDouble(), message(sensor, millis, value)));
    }
  }

  private ProducerRecord<byte[], byte[]> message(int sensor, int millis, double value) {
    return Temperatures.message(
        topics,
        sensor % PARTITIONS,
        "s" + sensor,
        timeOf(millis),
        "\"temperature\":" + value + ",\"humidity\":" + (int) (value * 2));
  }

  /** The last messages of the stage: each partition has one. */
  List<ProducerRecord<byte[], byte[]>> ends() {
    List<ProducerRecord<byte[], byte[]>> ends = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      ends.add(Temperatures.message(topics, partition, "end" + partition, timeOf(0), 20));
    }
    return ends;
  }

  /** The watermark after the ends of the stage. */
  long watermarkMillis() {
    Instant end = Instant.parse("2025-07-01T" + timeOf(0) + "Z");
    return end.toEpochMilli() - 1_000L * OUT_OF_ORDERNESS_SECONDS - 1;
  }

  /** A time of day, in milliseconds since the present stage began. */
  private String timeOf(int millis) {
    return BEGIN
        .plusSeconds((long) stage * STAGE_SECONDS)
        .plusNanos(1_000_000L * millis)
        .format(DateTimeFormatter.ofPattern("HH:mm:ss.SSS"));
  }
}
