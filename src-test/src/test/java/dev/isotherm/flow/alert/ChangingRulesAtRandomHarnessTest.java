package dev.isotherm.flow.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.KnownTables;
import dev.isotherm.fixtures.RandomRules;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RuleSetVersion;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.SensorChange;
import dev.isotherm.sensors.SensorEntry;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
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
  private static final int CHANGES = 8;

  private static final RuleSet OF_TABLE =
      RuleFile.parse(
          "rules.yaml",
          """
          rules:
          - { name: table_limit, metric: m, levels: { warning: { above: limit.hot } }, holdFor: 2s, noDataAfter: 40s }
          - { name: table_label, metric: m, sensors: { site: north }, levels: { warning: { above: 1 } } }
          """);

  private final Random random;

  ChangingRulesAtRandomHarnessTest() {
    long seed = Long.getLong("isotherm.seed", new Random().nextLong());
    System.out.println("ChangingRulesAtRandomHarnessTest: -Disotherm.seed=" + seed);
    random = new Random(seed);
  }

  /** What a stream has said, and how far it has come. */
  private record Said(List<Transition> transitions, List<Reading> ledger, long watermark) {
    boolean isWhat(List<Transition> others) {
      return sorted(transitions).equals(sorted(others));
    }
  }

  /** With this seed, a version that changed schedules alone once left an old deadline for ever. */
  @Test
  void aVersionThatChangesNoAlertLeavesNoDeadline() throws Exception {
    random.setSeed(6_315_370_399_583_191_912L);
    compare(false);
  }

  @Test
  void aStreamSaysWhatABatchSays() throws Exception {
    assertThat(compare(true))
        .as("runs where it matters that a change of a sensor is left out")
        .isGreaterThan(RUNS / 4);
  }

  /**
   * Compares runs.
   *
   * @param withTable whether a sensor table changes, too
   * @return the runs where it matters that one of its changes is left out
   */
  private int compare(boolean withTable) throws Exception {
    Map<TransitionReason, Integer> reasons = new EnumMap<>(TransitionReason.class);
    int late = 0;
    long laterOfAnInstant = 0;
    int noticed = 0;
    int noticedChanges = 0;
    for (int run = 0; run < RUNS; run++) {
      RuleSet first = RandomRules.of(random, 6, "m");
      List<Reading> readings = readings();
      List<RuleSetVersion> later = versions(first, readings);
      List<SensorChange> changes = List.of();
      if (withTable) {
        first = withTable(first);
        later =
            later.stream()
                .map(one -> new RuleSetVersion(one.effectiveFromMillis(), withTable(one.rules())))
                .toList();
        changes = changes(readings);
      }
      Said said = stream(RuleSetHistory.of(first), later, changes, readings);
      List<Reading> inOrder = new ArrayList<>(readings);
      said.ledger().forEach(one -> assertThat(inOrder.remove(one)).isTrue());
      RuleSetHistory timeline = RuleSetHistory.of(first).with(later);
      assertThat(sorted(said.transitions()))
          .isEqualTo(sorted(batch(timeline, changes, inOrder, said.watermark())));
      RuleSetHistory wrong = RuleSetHistory.of(first).with(later.subList(1, later.size()));
      noticed += said.isWhat(batch(wrong, changes, inOrder, said.watermark())) ? 0 : 1;
      List<SensorChange> fewer = changes.stream().skip(1).toList();
      noticedChanges += said.isWhat(batch(timeline, fewer, inOrder, said.watermark())) ? 0 : 1;
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
    return noticedChanges;
  }

  private Said stream(
      RuleSetHistory first,
      List<RuleSetVersion> later,
      List<SensorChange> changes,
      List<Reading> readings)
      throws Exception {
    List<SensorChange> unknown = new ArrayList<>(changes);
    SensorTables tables = new SensorTables(SensorTable.EMPTY);
    List<RuleSetVersion> learned = new ArrayList<>();
    List<Transition> transitions = new ArrayList<>();
    List<Reading> ledger = new ArrayList<>();
    long latest = Long.MIN_VALUE;
    long watermark = Long.MIN_VALUE;
    Gathered gathered = new Gathered();
    var subtask = begin(first, learned, tables, null);
    for (Reading reading : readings) {
      latest = Math.max(latest, reading.epochMillis());
      for (RuleSetVersion version : later) {
        boolean needed = version.effectiveFromMillis() <= latest;
        if (!learned.contains(version) && (needed || random.nextInt(40) == 0)) {
          learned.add(version);
          subtask.processElement2(new StreamRecord<>(RulesUpdate.of(version)));
        }
      }
      for (SensorChange change : List.copyOf(unknown)) {
        if (change.fromMillis() <= latest || random.nextInt(40) == 0) {
          unknown.remove(change);
          learn(change, tables, subtask);
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
        subtask = begin(first, learned, tables, state);
      }
    }
    gathered.sendTo(subtask);
    for (SensorChange change : unknown) {
      learn(change, tables, subtask);
    }
    watermark = latest + random.nextInt(60_000);
    subtask.processWatermark1(new Watermark(watermark));
    collect(subtask, transitions, ledger);
    subtask.close();
    return new Said(transitions, ledger, watermark);
  }

  private static void learn(
      SensorChange change,
      SensorTables tables,
      KeyedTwoInputStreamOperatorTestHarness<Series, SeriesReadings, RulesUpdate, Transition>
          subtask)
      throws Exception {
    tables.add(change);
    subtask.processElement2(new StreamRecord<>(RulesUpdate.ofSensors(change.fromMillis(), 0)));
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
      begin(
          RuleSetHistory first,
          List<RuleSetVersion> learned,
          SensorTables tables,
          OperatorSubtaskState state)
          throws Exception {
    List<RuleSetVersion> published = List.copyOf(learned);
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new EvaluateRules(
                first,
                KnownTables.with(published, tables),
                RuleScope.READINGS,
                PublishedTransitions.NONE),
            SeriesReadings::series,
            null,
            ModelTypes.SERIES);
    harness.initializeState(state);
    harness.open();
    return harness;
  }

  /** What a batch says, as far as time went. */
  private static List<Transition> batch(
      RuleSetHistory rules, List<SensorChange> changes, List<Reading> readings, long until)
      throws Exception {
    SensorTables tables = new SensorTables(SensorTable.EMPTY);
    changes.forEach(tables::add);
    BatchEvaluation batch = BatchEvaluation.of(rules, tables, readings);
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

  /** The rules, and two that take limits and labels from the sensor table. */
  private static RuleSet withTable(RuleSet rules) {
    List<Rule> all = new ArrayList<>(rules.rules());
    all.removeIf(rule -> rule.name().startsWith("table_"));
    all.addAll(OF_TABLE.rules());
    return new RuleSet(all);
  }

  /** From the start on, sensors are known; later they change, and are removed. */
  private List<SensorChange> changes(List<Reading> readings) {
    List<SensorChange> changes = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      String sensor = i == 3 ? "*" : "s" + random.nextInt(3);
      String rows =
          "sensors: [{ sensor: '%s', labels: { site: %s }, limits: { hot: %d } }]"
              .formatted(sensor, random.nextBoolean() ? "north" : "south", random.nextInt(5) - 2);
      SensorTable table = SensorFile.parseYaml("t.yaml", rows);
      SensorEntry entry = i == 3 ? table.globs().get(0) : table.entry(sensor);
      Reading near = readings.get(random.nextInt(READINGS));
      changes.add(
          new SensorChange(
              near.epochMillis() + random.nextInt(3) - 1,
              sensor,
              0,
              random.nextInt(4) == 0 ? null : entry));
    }
    // Of two changes of one instant, the first counts; here the order is not kept.
    Set<String> seen = new HashSet<>();
    changes.removeIf(change -> !seen.add(change.sensor() + change.fromMillis()));
    return changes;
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
