package dev.isotherm.flow.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.RandomRules;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RuleSetVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * Rules that change while readings come out of order, the watermark goes its way and the job
 * restarts: what is said is what a batch says that knows all versions and has no late reading.
 */
class ChangingRulesAtRandomHarnessTest {

  private static final int RUNS = 60;
  private static final int READINGS = 120;
  private static final int DISORDER = 20_000;

  private final Random random;

  ChangingRulesAtRandomHarnessTest() {
    long seed = Long.getLong("isotherm.seed", new Random().nextLong());
    System.out.println("ChangingRulesAtRandomHarnessTest: -Disotherm.seed=" + seed);
    random = new Random(seed);
  }

  /** What a stream has said, and how far it has come. */
  private record Said(List<Transition> transitions, List<Reading> ledger, long watermark) {}

  /** With this seed, a version that changed schedules alone once left an old deadline for ever. */
  @Test
  void aVersionThatChangesNoAlertLeavesNoDeadline() throws Exception {
    random.setSeed(6_315_370_399_583_191_912L);
    aStreamSaysWhatABatchSays();
  }

  @Test
  void aStreamSaysWhatABatchSays() throws Exception {
    Map<TransitionReason, Integer> reasons = new EnumMap<>(TransitionReason.class);
    int late = 0;
    long laterOfAnInstant = 0;
    int noticed = 0;
    for (int run = 0; run < RUNS; run++) {
      RuleSet first = RandomRules.of(random, 6, "m");
      List<Reading> readings = readings();
      List<RuleSetVersion> later = versions(first, readings);
      Said said = stream(RuleSetHistory.of(first), later, readings);
      List<Reading> inOrder = new ArrayList<>(readings);
      said.ledger().forEach(one -> assertThat(inOrder.remove(one)).isTrue());
      RuleSetHistory timeline = RuleSetHistory.of(first).with(later);
      assertThat(sorted(said.transitions()))
          .isEqualTo(sorted(batch(timeline, inOrder, said.watermark())));
      RuleSetHistory wrong = RuleSetHistory.of(first).with(later.subList(1, later.size()));
      if (!sorted(said.transitions()).equals(sorted(batch(wrong, inOrder, said.watermark())))) {
        noticed++;
      }
      late += said.ledger().size();
      laterOfAnInstant += said.transitions().stream().filter(one -> one.repeat() > 0).count();
      said.transitions().forEach(one -> reasons.merge(one.reason(), 1, Integer::sum));
    }
    assertThat(late).isGreaterThan(RUNS);
    assertThat(laterOfAnInstant).isGreaterThan(RUNS);
    assertThat(reasons)
        .containsKeys(
            TransitionReason.HOLD_FOR,
            TransitionReason.KEEP_FIRING_FOR,
            TransitionReason.NO_DATA,
            TransitionReason.FLAPPING,
            TransitionReason.CALM);
    assertThat(reasons.get(TransitionReason.RULE_REMOVED)).isGreaterThan(RUNS / 2);
    assertThat(reasons.get(TransitionReason.RULE_CHANGED)).isGreaterThan(RUNS / 2);
    assertThat(noticed)
        .as("runs where it matters that a version is left out")
        .isGreaterThan(RUNS * 3 / 4);
  }

  private Said stream(RuleSetHistory first, List<RuleSetVersion> later, List<Reading> readings)
      throws Exception {
    List<RuleSetVersion> learned = new ArrayList<>();
    List<Transition> transitions = new ArrayList<>();
    List<Reading> ledger = new ArrayList<>();
    long latest = Long.MIN_VALUE;
    long watermark = Long.MIN_VALUE;
    Gathered gathered = new Gathered();
    var subtask = begin(first, learned, null);
    for (Reading reading : readings) {
      latest = Math.max(latest, reading.epochMillis());
      for (RuleSetVersion version : later) {
        boolean needed = version.effectiveFromMillis() <= latest;
        if (!learned.contains(version) && (needed || random.nextInt(40) == 0)) {
          learned.add(version);
          subtask.processElement2(new StreamRecord<>(RulesUpdate.of(version)));
        }
      }
      gathered.add(reading);
      if (random.nextInt(2) == 0) {
        gathered.sendTo(subtask);
      }
      if (random.nextInt(3) == 0) {
        gathered.sendTo(subtask);
        watermark = Math.max(watermark, latest - DISORDER / 2);
        subtask.processWatermark1(new Watermark(watermark));
      }
      if (random.nextInt(40) == 0) {
        gathered.sendTo(subtask);
        OperatorSubtaskState state = subtask.snapshot(1, 1);
        collect(subtask, transitions, ledger);
        subtask.close();
        subtask = begin(first, learned, state);
      }
    }
    gathered.sendTo(subtask);
    watermark = latest + random.nextInt(60_000);
    subtask.processWatermark1(new Watermark(watermark));
    collect(subtask, transitions, ledger);
    subtask.close();
    return new Said(transitions, ledger, watermark);
  }

  /** Readings that will come together. */
  private static final class Gathered {
    private final Map<Series, List<Reading>> bySeries = new LinkedHashMap<>();

    void add(Reading reading) {
      bySeries.computeIfAbsent(reading.series(), series -> new ArrayList<>()).add(reading);
    }

    void sendTo(
        KeyedTwoInputStreamOperatorTestHarness<Series, SeriesReadings, RulesUpdate, Transition>
            subtask)
        throws Exception {
      for (Map.Entry<Series, List<Reading>> its : bySeries.entrySet()) {
        subtask.processElement1(
            new StreamRecord<>(
                new SeriesReadings(
                    its.getKey(),
                    its.getValue().stream().mapToLong(Reading::epochMillis).toArray(),
                    its.getValue().stream().mapToDouble(Reading::value).toArray(),
                    its.getValue().stream().mapToLong(Reading::position).toArray())));
      }
      bySeries.clear();
    }
  }

  private static void collect(
      AbstractStreamOperatorTestHarness<Transition> subtask,
      List<Transition> transitions,
      List<Reading> ledger) {
    transitions.addAll(subtask.extractOutputValues());
    Queue<StreamRecord<LateReading>> late = subtask.getSideOutput(AlertTypes.LATE);
    if (late != null) {
      late.forEach(one -> ledger.add(one.getValue().reading()));
    }
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          Series, SeriesReadings, RulesUpdate, Transition>
      begin(RuleSetHistory first, List<RuleSetVersion> learned, OperatorSubtaskState state)
          throws Exception {
    List<RuleSetVersion> published = List.copyOf(learned);
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new EvaluateRules(
                first, () -> published, RuleScope.READINGS, PublishedTransitions.NONE),
            SeriesReadings::series,
            null,
            ModelTypes.SERIES);
    harness.initializeState(state);
    harness.open();
    return harness;
  }

  /** What a batch says, as far as time went. */
  private static List<Transition> batch(RuleSetHistory rules, List<Reading> readings, long until)
      throws Exception {
    BatchEvaluation batch = BatchEvaluation.of(rules, readings);
    List<Transition> transitions = new ArrayList<>(batch.transitions());
    batch.afterEndOfInput().stream()
        .filter(one -> one.atMillis() <= until)
        .forEach(transitions::add);
    return transitions;
  }

  private static List<String> sorted(List<Transition> transitions) {
    return transitions.stream().map(Transition::toString).sorted().toList();
  }

  private List<RuleSetVersion> versions(RuleSet first, List<Reading> readings) {
    List<RuleSetVersion> versions = new ArrayList<>();
    RuleSet rules = first;
    for (int i = 0; i < 3; i++) {
      rules = RandomRules.after(random, rules, "m");
      Reading near = readings.get((i + 1) * READINGS / 4);
      versions.add(new RuleSetVersion(near.epochMillis() + random.nextInt(3) - 1, rules));
    }
    versions.sort(Comparator.comparingLong(RuleSetVersion::effectiveFromMillis));
    return versions;
  }

  /** Several readings of one instant are as usual as long silences. */
  private long step() {
    return switch (random.nextInt(15)) {
      case 0 -> random.nextInt(100_000) + 1;
      case 1, 2, 3, 4 -> 0;
      default -> random.nextInt(4_000) + 1;
    };
  }

  private List<Reading> readings() {
    List<Reading> readings = new ArrayList<>();
    long now = 1_000_000;
    for (int i = 0; i < READINGS; i++) {
      long late = random.nextInt(4) == 0 ? random.nextInt(DISORDER) : 0;
      readings.add(
          new Reading(
              new Series("s" + random.nextInt(3), "m"),
              now - late,
              Math.rint(3 * random.nextGaussian()),
              Position.ofRecord(random.nextInt(2), i)));
      now += step();
    }
    return readings;
  }
}
