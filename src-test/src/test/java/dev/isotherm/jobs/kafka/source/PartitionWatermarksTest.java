package dev.isotherm.jobs.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;

class PartitionWatermarksTest {

  private static final long SEED = 20250701;
  private static final Series SERIES = new Series("boiler", "temperature");

  private final HandMovedClock clock = new HandMovedClock();
  private final Recorded output = new Recorded();
  private final PartitionWatermarks watermarks =
      new PartitionWatermarks(Duration.ofSeconds(5), Duration.ofSeconds(30), clock);

  @Test
  void staysBehindTheLatestInstantByTheDisorderAllowedFor() {
    read("12:00:10");
    assertThat(emitted()).containsExactly("12:00:04.999");
    read("12:00:08");
    assertThat(emitted()).containsExactly("12:00:04.999");
    read("12:00:20.500");
    assertThat(emitted()).containsExactly("12:00:15.499");
  }

  @Test
  void ofSeveralMessagesTheLatestCounts() {
    Reading early = new Reading(SERIES, instant("12:00:10"), 21);
    Reading late = new Reading(SERIES, instant("12:00:20"), 21);
    onEvent(ReadingBlocks.of(early, late, early), List.of());
    assertThat(emitted()).containsExactly("12:00:14.999");
  }

  @Test
  void aSilentPartitionHoldsNobodyBack() {
    read("12:00:10");
    assertThat(emitted()).containsExactly("12:00:04.999");
    clock.pass(Duration.ofSeconds(30).minusNanos(1));
    assertThat(emitted()).containsExactly("12:00:04.999");
    clock.pass(Duration.ofNanos(1));
    assertThat(emitted()).containsExactly("12:00:04.999", "idle");
    clock.pass(Duration.ofHours(1));
    assertThat(emitted()).isEmpty();
  }

  @Test
  void isActiveAgainWithTheNextReadingAndNeverGoesBack() {
    read("12:00:10");
    emitted();
    clock.pass(Duration.ofSeconds(30));
    emitted();
    read("12:00:08");
    assertThat(emitted()).containsExactly("12:00:04.999");
    read("12:02:00");
    assertThat(emitted()).containsExactly("12:01:54.999");
    clock.pass(Duration.ofSeconds(29));
    read("12:02:01");
    assertThat(emitted()).containsExactly("12:01:55.999");
    clock.pass(Duration.ofSeconds(29));
    assertThat(emitted()).containsExactly("12:01:55.999");
  }

  @Test
  void aPartitionThatNeverHadAnythingIsIdleWithoutAWatermark() {
    assertThat(emitted()).isEmpty();
    clock.pass(Duration.ofSeconds(30));
    assertThat(emitted()).containsExactly("idle");
    read("12:00:10");
    assertThat(emitted()).containsExactly("12:00:04.999");
  }

  @Test
  void rejectedMessagesCountForNothing() {
    read("12:00:10");
    emitted();
    clock.pass(Duration.ofSeconds(29));
    reject();
    assertThat(emitted()).containsExactly("12:00:04.999");
    clock.pass(Duration.ofSeconds(1));
    reject();
    assertThat(emitted()).containsExactly("12:00:04.999", "idle");
    reject();
    assertThat(emitted()).isEmpty();
  }

  @Test
  void neverGoesBackWhateverComes() {
    System.out.println("PartitionWatermarksTest seed " + SEED);
    Random random = new Random(SEED);
    long last = Long.MIN_VALUE;
    for (int i = 0; i < 10_000; i++) {
      switch (random.nextInt(4)) {
        case 0 -> read(1_750_000_000_000L + random.nextInt(i * 100 + 1));
        case 1 -> clock.pass(Duration.ofSeconds(random.nextInt(40)));
        case 2 -> reject();
        default -> watermarks.onPeriodicEmit(output);
      }
      for (long watermark : output.watermarks) {
        assertThat(watermark).as("step %d", i).isGreaterThanOrEqualTo(last);
        last = watermark;
      }
      output.clear();
    }
  }

  private void read(String time) {
    read(instant(time));
  }

  private static long instant(String time) {
    return Instant.parse("2025-07-01T" + time + "Z").toEpochMilli();
  }

  private void read(long instant) {
    onEvent(ReadingBlocks.of(new Reading(SERIES, instant, 21)), List.of());
  }

  private void reject() {
    Rejection rejection =
        new Rejection(
            RejectionReason.NOT_JSON,
            "is not JSON",
            "t-0",
            7,
            new byte[0],
            null,
            new MessageHeader[0]);
    onEvent(ReadingBlocks.of(), List.of(rejection));
  }

  private void onEvent(ReadingBlock readings, List<Rejection> rejections) {
    watermarks.onEvent(
        new MessageBlock(0, 0, 1, readings, rejections, List.of(), List.of()),
        1_999_999_999_999L,
        output);
  }

  /** What one periodic call tells Flink: times of 2025-07-01, and whether it is idle. */
  private List<String> emitted() {
    watermarks.onPeriodicEmit(output);
    List<String> told = List.copyOf(output.told);
    output.clear();
    return told;
  }

  private static final class HandMovedClock implements RelativeClock {
    private long nanos = -7;

    void pass(Duration time) {
      nanos += time.toNanos();
    }

    @Override
    public long relativeTimeMillis() {
      return nanos / 1_000_000;
    }

    @Override
    public long relativeTimeNanos() {
      return nanos;
    }
  }

  private static final class Recorded implements WatermarkOutput {
    private final List<String> told = new ArrayList<>();
    private final List<Long> watermarks = new ArrayList<>();

    void clear() {
      told.clear();
      watermarks.clear();
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      watermarks.add(watermark.getTimestamp());
      String instant = Instant.ofEpochMilli(watermark.getTimestamp()).toString();
      told.add(instant.substring("2025-07-01T".length(), instant.length() - 1));
    }

    @Override
    public void markIdle() {
      told.add("idle");
    }

    @Override
    public void markActive() {
      told.add("active");
    }
  }
}
