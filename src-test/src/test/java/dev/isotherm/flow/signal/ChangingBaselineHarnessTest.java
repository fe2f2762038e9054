package dev.isotherm.flow.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.Baselines;
import dev.isotherm.baseline.LearnedSlot;
import dev.isotherm.baseline.Slots;
import dev.isotherm.baseline.Usual;
import dev.isotherm.fixtures.KnownTables;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.flow.alert.PublishedTransitions;
import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.flow.baseline.JobBaseline;
import dev.isotherm.flow.signal.step.EvaluateSteps;
import dev.isotherm.flow.signal.step.StepResult;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.signal.memory.SensorReadings;
import dev.isotherm.wire.BaselineFile;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A baseline gets versions while signals are compared with it; instants in seconds. */
@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class ChangingBaselineHarnessTest {

  private static final RuleScope MESSAGES = new RuleScope(Source.SIGNALS, null);
  private static final RuleScope STEPS = new RuleScope(Source.STEPS, null);
  private static final long STEP = 10;
  private static final long STALE = 15;

  private static final RuleSetHistory RULES =
      RuleSetHistory.of(
          RuleFile.parse(
              "rules.yaml",
              """
              rules:
              - name: odd
                signal: deviation(t)
                levels: { warning: { when: "abs(value) > 3" } }
              - name: oddStep
                signal: deviation(t)
                every: 10s
                staleAfter: 15s
                levels: { warning: { when: "abs(value) > 3" } }
              """));

  private final Baselines versions = new Baselines();

  @TempDir private Path folder;

  private record Read(String sensor, long second, double value) {

    SignalMessage of(String rule) {
      return new SignalMessage(
          new Series(sensor, rule), new SensorReadings(second * 1_000, second, Map.of("t", value)));
    }
  }

  private static Baseline usually(double mean) {
    List<LearnedSlot> learned = new ArrayList<>();
    for (String sensor : List.of("a", "b")) {
      learned.add(
          new LearnedSlot(
              new Series(sensor, "t"),
              0,
              new Usual(20, mean, 1, List.of(mean, mean, mean, mean, mean))));
    }
    return new Baseline(new Slots(Slots.By.NONE, ZoneOffset.UTC), 28, learned);
  }

  private PublishedRules published() {
    return KnownTables.with(List.of(), SensorTables.EMPTY, versions);
  }

  private KeyedTwoInputStreamOperatorTestHarness<Series, SignalMessage, RulesUpdate, Transition>
      messages(OperatorSubtaskState state) throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<Series, SignalMessage, RulesUpdate, Transition>(
            new EvaluateSignals(RULES, published(), MESSAGES, PublishedTransitions.NONE),
            SignalMessage::series,
            null,
            ModelTypes.SERIES);
    harness.initializeState(state);
    harness.open();
    return harness;
  }

  private KeyedTwoInputStreamOperatorTestHarness<Series, SignalMessage, RulesUpdate, StepResult>
      steps() throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<Series, SignalMessage, RulesUpdate, StepResult>(
            new EvaluateSteps(RULES, published(), STEPS, false),
            SignalMessage::series,
            null,
            ModelTypes.SERIES);
    harness.open();
    return harness;
  }

  /** A version that comes while the job runs. */
  private <O> void publish(
      KeyedTwoInputStreamOperatorTestHarness<Series, SignalMessage, RulesUpdate, O> harness,
      long second,
      double mean)
      throws Exception {
    versions.add(second * 1_000, usually(mean));
    harness.processElement2(new StreamRecord<>(RulesUpdate.ofBaseline(second * 1_000, 0)));
  }

  private static String words(Transition one) {
    return one.atMillis() / 1_000 + " " + one.series().sensorId() + " " + one.state();
  }

  private static List<String> words(List<Transition> transitions) {
    return transitions.stream().map(ChangingBaselineHarnessTest::words).sorted().toList();
  }

  private static String words(StepResult one) {
    return one.stepMillis() / 1_000 + " " + one.series().sensorId() + " " + one.numbers()[0];
  }

  private static void send(
      KeyedTwoInputStreamOperatorTestHarness<Series, SignalMessage, RulesUpdate, Transition>
          harness,
      long second,
      double value)
      throws Exception {
    harness.processElement1(new StreamRecord<>(new Read("a", second, value).of("odd")));
  }

  @Test
  void anAlertGoesOnAndTheNextEvaluationComparesWithTheNewVersion() throws Exception {
    versions.add(Baselines.FROM_THE_START, usually(20));
    try (var harness = messages(null)) {
      send(harness, 10, 60);
      publish(harness, 20, 60);
      harness.processWatermark1(new Watermark(25_000));
      assertThat(words(harness.extractOutputValues())).containsExactly("10 a FIRING");
      send(harness, 30, 60);
      assertThat(words(harness.extractOutputValues()))
          .containsExactly("10 a FIRING", "30 a RESOLVED");
    }
  }

  @Test
  void aVersionCountsFromItsInstantAlsoAfterARestart() throws Exception {
    versions.add(Baselines.FROM_THE_START, usually(20));
    OperatorSubtaskState state;
    try (var harness = messages(null)) {
      publish(harness, 20, 60);
      send(harness, 19, 60);
      assertThat(words(harness.extractOutputValues())).containsExactly("19 a FIRING");
      state = harness.snapshot(1, 1);
    }
    versions.add(40_000, usually(90));
    try (var harness = messages(state)) {
      send(harness, 20, 60);
      send(harness, 39, 60);
      send(harness, 40, 60);
      assertThat(words(harness.extractOutputValues()))
          .containsExactly("20 a RESOLVED", "40 a FIRING");
    }
  }

  @Test
  void beforeTheFirstVersionNothingIsUsual() throws Exception {
    try (var harness = messages(null)) {
      send(harness, 10, 60);
      publish(harness, 20, 20);
      send(harness, 19, 60);
      assertThat(harness.extractOutputValues()).isEmpty();
      send(harness, 20, 60);
      assertThat(words(harness.extractOutputValues())).containsExactly("20 a FIRING");
    }
  }

  @RepeatedTest(5)
  void streamAndBatchCompareWithTheVersionOfEachInstant() throws Exception {
    Random random = Seeded.random(ChangingBaselineHarnessTest.class);
    TreeMap<Long, Double> means = new TreeMap<>();
    means.put(0L, 20.0);
    for (int i = 0; i < 5; i++) {
      double before = means.lastEntry().getValue();
      means.put(100L * i + 1 + random.nextInt(50), before % 60 + 20 * (1 + random.nextInt(2)));
    }
    List<Read> reads = new ArrayList<>();
    for (long second = 1; second < 600; second += 1 + random.nextInt(20)) {
      String sensor = random.nextBoolean() ? "a" : "b";
      reads.add(new Read(sensor, second, 20.0 * (1 + random.nextInt(3)) + random.nextInt(3)));
    }
    versions.add(Baselines.FROM_THE_START, usually(20));
    List<String> alerts = streamedMessages(means, reads, random);
    List<String> steps = streamedSteps(means, reads);
    assertThat(versions.versions()).hasSize(means.size());
    assertThat(alerts).isEqualTo(expectedAlerts(means, reads)).hasSizeGreaterThan(5);
    assertThat(steps).isEqualTo(expectedSteps(means, reads)).hasSizeGreaterThan(20);
    assertThat(batchMessages(reads)).isEqualTo(alerts);
    assertThat(batchSteps(reads)).isEqualTo(steps);
    assertThat(expectedAlerts(new TreeMap<>(Map.of(0L, 20.0)), reads))
        .as("the versions matter: %s", means)
        .isNotEqualTo(alerts);
  }

  /** A version comes at any time before the first message of its instant. */
  private List<String> streamedMessages(
      NavigableMap<Long, Double> means, List<Read> reads, Random random) throws Exception {
    List<Map.Entry<Long, Double>> open = new ArrayList<>(means.tailMap(1L).entrySet());
    try (var harness = messages(null)) {
      for (Read read : reads) {
        while (!open.isEmpty()
            && (open.get(0).getKey() <= read.second || random.nextInt(20) == 0)) {
          Map.Entry<Long, Double> next = open.remove(0);
          publish(harness, next.getKey(), next.getValue());
        }
        harness.processElement1(new StreamRecord<>(read.of("odd")));
      }
      for (Map.Entry<Long, Double> next : open) {
        publish(harness, next.getKey(), next.getValue());
      }
      return words(harness.extractOutputValues());
    }
  }

  private List<String> streamedSteps(NavigableMap<Long, Double> means, List<Read> reads)
      throws Exception {
    try (var harness = steps()) {
      for (Map.Entry<Long, Double> one : means.tailMap(1L).entrySet()) {
        publish(harness, one.getKey(), one.getValue());
      }
      for (Read read : reads) {
        harness.processElement1(new StreamRecord<>(read.of("oddStep")));
        harness.processWatermark1(new Watermark(read.second * 1_000 - 1));
      }
      harness.processWatermark1(new Watermark(1_000_000));
      return sorted(harness.extractOutputValues());
    }
  }

  private static List<String> sorted(List<StepResult> results) {
    return results.stream()
        .filter(one -> !Double.isNaN(one.numbers()[0]))
        .map(ChangingBaselineHarnessTest::words)
        .sorted()
        .toList();
  }

  private void giveAsFile(AbstractStreamOperatorTestHarness<?> harness) throws Exception {
    Path file = folder.resolve("x.versions");
    BaselineFile.writeVersions(file, versions);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    JobBaseline.add(environment, file, versions);
    harness
        .getExecutionConfig()
        .setGlobalJobParameters(environment.getConfig().getGlobalJobParameters());
  }

  private static List<Read> bySensor(List<Read> reads) {
    return reads.stream()
        .sorted(Comparator.comparing(Read::sensor).thenComparingLong(Read::second))
        .toList();
  }

  private List<String> batchMessages(List<Read> reads) throws Exception {
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<Series, SignalMessage, Transition>(
            new EvaluateSignalsInBatch(RULES, MESSAGES),
            SignalMessage::series,
            ModelTypes.SERIES)) {
      giveAsFile(harness);
      harness.open();
      String last = "a";
      for (Read read : bySensor(reads)) {
        if (!read.sensor.equals(last)) {
          harness.processWatermark(Long.MAX_VALUE); // fires the timers of the key
        }
        last = read.sensor;
        harness.processElement(new StreamRecord<>(read.of("odd")));
      }
      harness.processWatermark(Long.MAX_VALUE);
      return words(harness.extractOutputValues());
    }
  }

  private List<String> batchSteps(List<Read> reads) throws Exception {
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<Series, SignalMessage, StepResult>(
            new EvaluateSteps(RULES, List::of, STEPS, true),
            SignalMessage::series,
            ModelTypes.SERIES)) {
      giveAsFile(harness);
      harness.open();
      String last = "a";
      for (Read read : bySensor(reads)) {
        if (!read.sensor.equals(last)) {
          harness.processWatermark(Long.MAX_VALUE);
        }
        last = read.sensor;
        harness.processElement(new StreamRecord<>(read.of("oddStep")));
      }
      harness.processWatermark(Long.MAX_VALUE);
      return sorted(harness.extractOutputValues());
    }
  }

  private static List<String> expectedAlerts(NavigableMap<Long, Double> means, List<Read> reads) {
    List<String> expected = new ArrayList<>();
    Map<String, Boolean> firing = new TreeMap<>();
    for (Read read : reads) {
      boolean isOdd = Math.abs(read.value - means.floorEntry(read.second).getValue()) > 3;
      if (isOdd != firing.getOrDefault(read.sensor, false)) {
        firing.put(read.sensor, isOdd);
        expected.add(
            read.second
                + " "
                + read.sensor
                + " "
                + (isOdd ? AlertState.FIRING : AlertState.RESOLVED));
      }
    }
    return expected.stream().sorted().toList();
  }

  private static List<String> expectedSteps(NavigableMap<Long, Double> means, List<Read> reads) {
    List<String> expected = new ArrayList<>();
    for (String sensor : List.of("a", "b")) {
      TreeMap<Long, Double> values = new TreeMap<>();
      reads.stream()
          .filter(read -> read.sensor.equals(sensor))
          .forEach(read -> values.put(read.second, read.value));
      for (long step = STEP; step < 700; step += STEP) {
        Map.Entry<Long, Double> last = values.floorEntry(step);
        if (last != null && step - last.getKey() <= STALE) {
          double deviation = last.getValue() - means.floorEntry(step).getValue();
          expected.add(step + " " + sensor + " " + deviation);
        }
      }
    }
    return expected.stream().sorted().toList();
  }
}
