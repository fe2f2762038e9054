package dev.isotherm.flow.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.window.CalendarWindows;
import dev.isotherm.window.Lateness;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows of a minute, and a minute in which they can change. */
@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class DropRepeatsHarnessTest {

  private static final Series A = new Series("a", "temperature");
  private static final Series B = new Series("b", "temperature");
  private static final Windowing MINUTES = Windowing.tumbling(Duration.ofMinutes(1));
  private static final long LATENESS = 60_000;
  private static final Duration KEPT = Duration.ofHours(1);

  private KeyedOneInputStreamOperatorTestHarness<Series, SeriesReadings, ReadingBlock> harness;

  private void open(Windowing windowing, OperatorSubtaskState state) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new DropRepeats(windowing, Duration.ofMillis(LATENESS), KEPT),
            SeriesReadings::series,
            ModelTypes.SERIES);
    harness.setup(IngestTypes.READING_BLOCK.createSerializer(new SerializerConfigImpl()));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void theFirstOfEachSeriesInstantAndValueIsPassedOn() throws Exception {
    open(MINUTES, null);
    assertThat(passedOn(at(A, 5, 20, 1), at(A, 5, 21, 2), at(A, 5, 20, 3), at(A, 6, 20, 4)))
        .containsExactly(at(A, 5, 20, 1), at(A, 5, 21, 2), at(A, 6, 20, 4));
    assertThat(passedOn(at(B, 5, 20, 5), at(B, 5, 20, 6))).containsExactly(at(B, 5, 20, 5));
    assertThat(passedOn(at(A, 5, 21, 7))).isEmpty();
    assertThat(passedOn(at(A, 7, 0.0, 8), at(A, 7, -0.0, 9), at(A, 7, 0.0, 10)))
        .containsExactly(at(A, 7, 0.0, 8), at(A, 7, -0.0, 9));
    assertThat(repeats())
        .containsExactly(at(A, 5, 20, 3), at(B, 5, 20, 6), at(A, 5, 21, 7), at(A, 7, 0.0, 10));
    harness.getOperator().prepareSnapshotPreBarrier(1);
    harness.getOperator().prepareSnapshotPreBarrier(2);
    assertThat(parts()).extracting(part -> part.counted().duplicates()).containsExactly(4L, 0L);
  }

  @Test
  void aRestartForgetsNothing() throws Exception {
    open(MINUTES, null);
    passedOn(at(A, 5, 20, 1), at(A, 90_000, 20, 2));
    harness.processWatermark(new Watermark(80_000));
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(MINUTES, state);
    assertThat(passedOn(at(A, 5, 20, 3), at(A, 90_000, 20, 4), at(A, 90_000, 21, 5)))
        .containsExactly(at(A, 90_000, 21, 5));
    assertThat(repeats()).containsExactly(at(A, 5, 20, 3), at(A, 90_000, 20, 4));
  }

  /** The reading of 0:05 is late for its average once the watermark is at 1:59.999. */
  @Test
  void whatIsLateForAveragesIsForgottenButForTheLatestInstant() throws Exception {
    open(MINUTES, null);
    passedOn(at(A, 5_000, 20, 1), at(A, 6_000, 20, 2));
    passedOn(at(B, 5_000, 20, 3));
    harness.processWatermark(new Watermark(119_998));
    assertThat(passedOn(at(A, 5_000, 20, 4))).isEmpty();
    harness.processWatermark(new Watermark(140_000));
    assertThat(harness.numEventTimeTimers()).as("one for each series").isEqualTo(2);
    assertThat(passedOn(at(A, 5_000, 20, 5))).as("too late").hasSize(1);
    assertThat(passedOn(at(A, 5_000, 20, 6))).as("not remembered again").hasSize(1);
    assertThat(passedOn(at(A, 6_000, 20, 7))).as("the latest").isEmpty();
    assertThat(passedOn(at(B, 5_000, 20, 8))).as("the latest").isEmpty();
    harness.processWatermark(new Watermark(5_000 + KEPT.toMillis()));
    assertThat(passedOn(at(B, 5_000, 20, 9))).isEmpty();
    harness.processWatermark(new Watermark(6_001 + KEPT.toMillis()));
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void whatWasForgottenBeforeARestartIsNotRememberedAfterIt() throws Exception {
    open(MINUTES, null);
    passedOn(at(A, 5_000, 20, 1), at(A, 200_000, 20, 2));
    harness.processWatermark(new Watermark(190_000));
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(MINUTES, state);
    assertThat(passedOn(at(A, 5_000, 20, 3))).hasSize(1);
    assertThat(passedOn(at(A, 5_000, 20, 4))).hasSize(1);
  }

  static List<Windowing> windowings() {
    return List.of(
        MINUTES,
        Windowing.sliding(Duration.ofMinutes(2), Duration.ofSeconds(30)),
        Windowing.calendar(CalendarWindows.Unit.HOUR, ZoneId.of("Europe/Madrid")),
        Windowing.sessions(Duration.ofSeconds(20)));
  }

  /** With restarts, in disorder, for longer than anything is remembered. */
  @ParameterizedTest
  @MethodSource("windowings")
  void nothingInTimeIsPassedOnTwiceAndNothingIsLost(Windowing windowing) throws Exception {
    Random random = Seeded.random(getClass());
    open(windowing, null);
    List<Reading> sent = new ArrayList<>();
    List<Reading> passed = new ArrayList<>();
    List<Reading> dropped = new ArrayList<>();
    List<Reading> inTime = new ArrayList<>();
    long now = 0;
    long watermark = Long.MIN_VALUE;
    for (int i = 0; i < 4_000; i++) {
      now += random.nextInt(3_000);
      long back = random.nextInt(10) == 0 ? random.nextInt(400_000) : random.nextInt(9_000);
      Reading reading = at(random.nextBoolean() ? A : B, now - back, random.nextInt(2), i + 1);
      if (!sent.isEmpty() && random.nextInt(3) == 0) {
        Reading before = sent.get(sent.size() - 1 - random.nextInt(Math.min(sent.size(), 99)));
        reading = at(before.series(), before.epochMillis(), before.value(), i + 1);
      }
      sent.add(reading);
      List<Reading> one = passedOn(reading);
      passed.addAll(one);
      long end = windowing.lastEndOf(reading.epochMillis()) - 1;
      if (Lateness.cleanupTime(end, LATENESS) > watermark) {
        one.forEach(each -> inTime.add(at(each.series(), each.epochMillis(), each.value(), 0)));
      }
      if (random.nextInt(20) == 0) {
        watermark = Math.max(watermark, now - 9_000);
        harness.processWatermark(new Watermark(watermark));
      }
      if (random.nextInt(500) == 0) {
        dropped.addAll(repeats());
        OperatorSubtaskState state = harness.snapshot(i, i);
        harness.close();
        open(windowing, state);
      }
    }
    dropped.addAll(repeats());
    assertThat(inTime).hasSizeGreaterThan(1_000).doesNotHaveDuplicates();
    assertThat(dropped).hasSizeGreaterThan(300);
    List<Reading> all = new ArrayList<>(passed);
    all.addAll(dropped);
    assertThat(all).containsExactlyInAnyOrderElementsOf(sent);
    for (Reading repeat : dropped) {
      assertThat(passed)
          .anyMatch(
              first ->
                  first.position() < repeat.position()
                      && first.series().equals(repeat.series())
                      && first.epochMillis() == repeat.epochMillis()
                      && first.value() == repeat.value());
    }
    assertThat(harness.numEventTimeTimers()).isEqualTo(2);
    harness.processWatermark(Watermark.MAX_WATERMARK);
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  private static Reading at(Series series, long millis, double value, long position) {
    return new Reading(series, millis, value, position);
  }

  /** Sends readings of one series, and returns those that are passed on. */
  private List<Reading> passedOn(Reading... readings) throws Exception {
    SeriesReadings together =
        new SeriesReadings(
            readings[0].series(),
            List.of(readings).stream().mapToLong(Reading::epochMillis).toArray(),
            List.of(readings).stream().mapToDouble(Reading::value).toArray(),
            List.of(readings).stream().mapToLong(Reading::position).toArray());
    harness.getOutput().clear();
    harness.processElement(new StreamRecord<>(together));
    List<Reading> passed = new ArrayList<>();
    for (StreamRecord<? extends ReadingBlock> block : harness.extractOutputStreamRecords()) {
      passed.addAll(ReadingBlocks.readings(block.getValue()));
    }
    return passed;
  }

  private List<Reading> repeats() {
    Queue<StreamRecord<LateReading>> repeats = harness.getSideOutput(RepeatTypes.REPEATS);
    return repeats == null
        ? List.of()
        : repeats.stream().map(record -> record.getValue().reading()).toList();
  }

  private Collection<ProgressPart> parts() {
    return harness.getSideOutput(ProgressTypes.PROGRESS_PARTS).stream()
        .map(StreamRecord::getValue)
        .toList();
  }
}
