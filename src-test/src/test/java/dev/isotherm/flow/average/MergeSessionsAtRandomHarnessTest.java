package dev.isotherm.flow.average;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.Partials;
import dev.isotherm.fixtures.RecordedMetrics;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes in whatever order, with restarts in between: what remains of what was published is
 * how the readings that were not late fall into sessions, and nothing is kept in the end.
 */
class MergeSessionsAtRandomHarnessTest {

  private static final long GAP = 1_000;
  private static final Duration LATENESS = Duration.ofSeconds(5);
  private static final List<Series> SERIES =
      List.of(new Series("a", "temperature"), new Series("b", "temperature"));

  private KeyedOneInputStreamOperatorTestHarness<Series, PartialBlock, AverageUpdate> harness;
  private final List<AverageUpdate> updates = new ArrayList<>();
  private final List<LateReading> late = new ArrayList<>();

  @Test
  void whatRemainsIsWhatIsThere() throws Exception {
    long seed = Long.getLong("isotherm.seed", new Random().nextLong());
    for (int i = 0; i < 20; i++, seed++) {
      System.out.println("MergeSessionsAtRandomHarnessTest: -Disotherm.seed=" + seed);
      updates.clear();
      late.clear();
      List<Reading> readings = run(new Random(seed));
      assertThat(late).isNotEmpty();
      late.forEach(each -> assertThat(readings.remove(each.reading())).isTrue());
      assertThat(updates).anyMatch(AverageUpdate::isWithdrawal);
      assertThat(remaining()).isEqualTo(sessions(readings));
    }
  }

  private List<Reading> run(Random random) throws Exception {
    open(null);
    List<Reading> readings = new ArrayList<>();
    long now = 0;
    long watermark = Long.MIN_VALUE;
    for (int step = 0; step < 4_000; step++) {
      now += random.nextInt(400);
      int dice = random.nextInt(100);
      if (dice < 80) {
        Series series = SERIES.get(random.nextInt(SERIES.size()));
        long instant = now - (random.nextInt(3) == 0 ? random.nextInt(12_000) : 0);
        Reading reading = new Reading(series, instant, random.nextInt(100));
        readings.add(reading);
        SeriesWindow window = new SeriesWindow(series, instant, instant + GAP);
        harness.processElement(
            Partials.alone(
                new PartialAggregate(window, AverageAccumulator.of(reading.value()), instant)),
            instant);
      } else if (dice < 99) {
        watermark = Math.max(watermark, now - random.nextInt(4_000));
        harness.processWatermark(watermark);
      } else {
        OperatorSubtaskState state = harness.snapshot(1, 1);
        take();
        open(state);
        watermark = Long.MIN_VALUE; // and comes again from wherever the source resumes
      }
    }
    harness.processWatermark(Long.MAX_VALUE);
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
    take();
    return readings;
  }

  private void open(OperatorSubtaskState state) throws Exception {
    SessionWindows sessions = (SessionWindows) Windowing.sessions(Duration.ofMillis(GAP));
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new MergeSessions(sessions, LATENESS, Exclusion.AVERAGES)),
            PartialBlock::series,
            ModelTypes.SERIES,
            new RecordedMetrics().environment(1, 0));
    harness.initializeState(state);
    harness.open();
  }

  private void take() throws Exception {
    updates.addAll(harness.extractOutputValues());
    Queue<StreamRecord<LateReading>> ledger = harness.getSideOutput(AverageTypes.LATE);
    if (ledger != null) {
      ledger.forEach(record -> late.add(record.getValue()));
    }
    harness.close();
  }

  /** Of each key the last record, as a compacted topic keeps it; revisions only rise. */
  private Map<String, String> remaining() {
    Map<String, String> remaining = new TreeMap<>();
    Map<String, Integer> revisions = new HashMap<>();
    for (AverageUpdate update : updates) {
      String key = update.window().series() + " " + update.window().startMillis();
      if (update.isWithdrawal()) {
        assertThat(remaining.remove(key)).as("what %s withdraws", update).isNotNull();
      } else {
        Integer before = revisions.put(key, update.average().revision());
        assertThat(update.average().revision()).isGreaterThan(before == null ? -1 : before);
        remaining.put(key, inWords(update.average()));
      }
    }
    return remaining;
  }

  private static Map<String, String> sessions(List<Reading> readings) {
    Map<String, String> sessions = new TreeMap<>();
    for (Series series : SERIES) {
      List<Reading> sorted =
          readings.stream()
              .filter(reading -> reading.series().equals(series))
              .sorted(Comparator.comparingLong(Reading::epochMillis))
              .toList();
      AverageAccumulator session = new AverageAccumulator();
      long start = sorted.get(0).epochMillis();
      for (int i = 0; i < sorted.size(); i++) {
        session.add(sorted.get(i).value());
        long instant = sorted.get(i).epochMillis();
        if (i + 1 == sorted.size() || sorted.get(i + 1).epochMillis() - instant > GAP) {
          Average average = session.toAverage(series, start, instant + GAP, 0);
          sessions.put(series + " " + start, inWords(average));
          session = new AverageAccumulator();
          start = i + 1 == sorted.size() ? 0 : sorted.get(i + 1).epochMillis();
        }
      }
    }
    return sessions;
  }

  private static String inWords(Average average) {
    return average.window() + " " + average.count() + " " + average.sum() + " " + average.stddev();
  }
}
