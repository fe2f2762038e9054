package dev.isotherm.flow.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.alert.unittest.SignalSimulation;
import dev.isotherm.fixtures.RandomSignalRules;
import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import dev.isotherm.signal.memory.SensorReadings;
import dev.isotherm.window.Windowing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random rules on signals, and random messages: batch, stream and replay agree. */
class SignalAlertsIT {

  @RegisterExtension static final FlowCluster CLUSTER = new FlowCluster();

  private static final long SEED = Long.getLong("isotherm.seed", System.nanoTime());
  private static final long NOON = 1_751_371_200_000L;
  private static final long END = NOON + Duration.ofDays(1).toMillis();
  private static final long OUT_OF_ORDER = 2_000;
  private static final int SENSORS = 5;
  private static final int MESSAGES = 800;

  private static final String SITES =
      """
      sensors:
        - { sensor: s0, labels: { site: north } }
        - { sensor: s1, labels: { site: north }, limits: { outside: 1 } }
        - { sensor: s2, labels: { site: south } }
        - { sensor: s3, labels: { site: south }, limits: { outside: 0 } }
      """;

  private static final SensorTable TABLE = SensorFile.parseYaml("sensors.yaml", SITES);

  @TempDir static Path folder;

  /** A message of one sensor. */
  private record Message(String sensor, SensorReadings readings) {

    List<Reading> each() {
      List<Reading> each = new ArrayList<>();
      new TreeMap<>(readings.values())
          .forEach(
              (metric, value) ->
                  each.add(
                      new Reading(
                          new Series(sensor, metric),
                          readings.epochMillis(),
                          value,
                          readings.position())));
      return each;
    }
  }

  /** Half of them for each test. */
  static IntStream runs() {
    return IntStream.rangeClosed(1, Math.max(1, Integer.getInteger("isotherm.runs", 8) / 2));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void batchAndStreamSayWhatTheRulesMean(int run) throws Exception {
    Random random = random(run);
    RuleSet rules = rules(random);
    List<Message> messages = messages(random, 0);
    List<String> expected = sorted(simulated(rules, messages));
    assertThat(expected).hasSizeGreaterThan(100);
    Run batch = run(RuntimeExecutionMode.BATCH, 1 + random.nextInt(3), rules, messages);
    assertSame(batch.transitions, expected);
    Run stream = run(RuntimeExecutionMode.STREAMING, 1 + random.nextInt(3), rules, messages);
    assertThat(stream.late).isEmpty();
    assertSame(stream.transitions, expected);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void whatTheStreamSaidIsWhatAReplaySaysWithoutTheLateLog(int run) throws Exception {
    Random random = random(100 + run);
    RuleSet rules = rules(random);
    List<Message> messages = messages(random, 30_000);
    Run stream = run(RuntimeExecutionMode.STREAMING, 1 + random.nextInt(3), rules, messages);
    assertThat(stream.late).isNotEmpty();
    assertThat(stream.late).allMatch(late -> late.excludedFrom() == Exclusion.SIGNALS);
    Run replay = replay(1 + random.nextInt(3), rules, messages, stream.late);
    assertThat(replay.late).as("entries that name no reading").isEmpty();
    assertSame(replay.transitions, sorted(stream.transitions));
    assertThat(sorted(simulated(rules, messages)))
        .as("what is late would matter")
        .isNotEqualTo(sorted(stream.transitions));
  }

  private static Random random(int run) {
    System.out.println("SignalAlertsIT: -Disotherm.seed=" + SEED + ", run " + run);
    return new Random(31 * SEED + run);
  }

  private static RuleSet rules(Random random) {
    return new RandomSignalRules(random, "a", "b", true).of(12, false);
  }

  /** Up to {@code disorder} milliseconds late. The last ones are much later than the others. */
  private static List<Message> messages(Random random, int disorder) {
    List<Message> messages = new ArrayList<>();
    Map<String, Double> counters = new HashMap<>();
    long now = NOON;
    for (int i = 0; i < MESSAGES; i++) {
      String sensor = "s" + random.nextInt(SENSORS);
      long late = disorder > 0 && random.nextInt(4) == 0 ? random.nextInt(disorder) : 0;
      Map<String, Double> values = new HashMap<>();
      if (random.nextInt(4) > 0) {
        values.put("a", Math.rint(3 * random.nextGaussian()));
      }
      if (values.isEmpty() || random.nextBoolean()) {
        values.put("b", counters.merge(sensor, 1.0 + random.nextInt(3), Double::sum));
      }
      if (random.nextInt(20) == 0) {
        counters.put(sensor, 0.0);
      }
      messages.add(message(sensor, now - late, i, values));
      now += random.nextInt(30) == 0 ? random.nextInt(600_000) : random.nextInt(9_000);
    }
    for (int sensor = 0; sensor < SENSORS; sensor++) {
      messages.add(message("s" + sensor, END, MESSAGES + sensor, Map.of("a", 0.0, "b", 0.0)));
    }
    return messages;
  }

  private static Message message(
      String sensor, long instant, int offset, Map<String, Double> values) {
    return new Message(sensor, new SensorReadings(instant, Position.ofRecord(0, offset), values));
  }

  private static List<Transition> simulated(RuleSet rules, List<Message> messages) {
    Map<String, List<SensorReadings>> bySensor = new TreeMap<>();
    messages.stream()
        .sorted(
            Comparator.comparingLong((Message one) -> one.readings.epochMillis())
                .thenComparingLong(one -> one.readings.position()))
        .forEach(
            one ->
                bySensor.computeIfAbsent(one.sensor, key -> new ArrayList<>()).add(one.readings));
    List<Transition> transitions = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      transitions.addAll(new SignalSimulation(rule, TABLE).run(bySensor, END));
    }
    return transitions;
  }

  /** What came out, up to shortly before the end. */
  private record Run(List<Transition> transitions, List<LateReading> late) {}

  private static StreamExecutionEnvironment environment(RuntimeExecutionMode mode, int parallelism)
      throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment environment = CLUSTER.environment(configuration, parallelism);
    environment.setRuntimeMode(mode);
    Path file = Files.writeString(folder.resolve("sensors.yaml"), SITES);
    JobSensors.add(environment, file, new SensorTables(TABLE));
    return environment;
  }

  /** Each sensor keeps its order on its way to a subtask, whose watermarks are its own. */
  private static DataStream<ReadingBlock> blocks(
      StreamExecutionEnvironment environment, List<Message> messages) {
    List<ReadingBlock> blocks =
        messages.stream()
            .map(message -> ReadingBlocks.of(message.each().toArray(new Reading[0])))
            .toList();
    return environment
        .fromData(blocks, IngestTypes.READING_BLOCK)
        .setParallelism(1)
        .partitionCustom(
            (sensor, subtasks) -> Math.floorMod(sensor.hashCode(), subtasks),
            block -> block.series()[0].sensorId())
        .map(block -> block, IngestTypes.READING_BLOCK)
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<ReadingBlock>forGenerator(context -> new AfterEachMessage())
                .withTimestampAssigner((block, before) -> block.epochMillis()[0]));
  }

  private static Run run(
      RuntimeExecutionMode mode, int parallelism, RuleSet rules, List<Message> messages)
      throws Exception {
    StreamExecutionEnvironment environment = environment(mode, parallelism);
    DataStream<ReadingBlock> blocks = blocks(environment, messages);
    GatheringSink<Transition> transitions = new GatheringSink<>();
    GatheringSink<LateReading> late = new GatheringSink<>();
    if (mode == RuntimeExecutionMode.BATCH) {
      AlertTopology.alertUntilEnd(
              blocks, () -> null, Windowing.tumbling(Duration.ofMinutes(1)), history(rules))
          .sinkTo(transitions);
    } else {
      AlertTopology.Alerts alerts =
          SignalTopology.alert(blocks, AlertRules.of(history(rules))).orElseThrow();
      alerts.transitions().sinkTo(transitions);
      alerts.late().sinkTo(late);
    }
    environment.execute("signals");
    return new Run(transitions.gathered(), late.gathered());
  }

  private static Run replay(
      int parallelism, RuleSet rules, List<Message> messages, List<LateReading> lateLog)
      throws Exception {
    StreamExecutionEnvironment environment = environment(RuntimeExecutionMode.BATCH, parallelism);
    DataStream<LateReading> entries =
        environment
            .fromData(lateLog, ModelTypes.LATE_READING)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<LateReading>noWatermarks()
                    .withTimestampAssigner((one, before) -> one.reading().epochMillis()));
    AlertTopology.Alerts alerts =
        SignalTopology.replay(blocks(environment, messages), entries, history(rules)).orElseThrow();
    GatheringSink<Transition> transitions = new GatheringSink<>();
    GatheringSink<LateReading> unmatched = new GatheringSink<>();
    alerts.transitions().union(alerts.afterEndOfInput()).sinkTo(transitions);
    alerts.late().sinkTo(unmatched);
    environment.execute("replay");
    return new Run(transitions.gathered(), unmatched.gathered());
  }

  private static void assertSame(List<Transition> actual, List<String> expected) {
    List<String> missing = new ArrayList<>(expected);
    List<String> unexpected = new ArrayList<>();
    for (String one : sorted(actual)) {
      if (!missing.remove(one)) {
        unexpected.add(one);
      }
    }
    assertThat(missing.size() + unexpected.size())
        .as("missing %s, unexpected %s", first(missing), first(unexpected))
        .isZero();
  }

  private static List<String> first(List<String> of) {
    return of.subList(0, Math.min(3, of.size()));
  }

  private static RuleSetHistory history(RuleSet rules) {
    return RuleSetHistory.of(rules);
  }

  /** Without numbers and versions, which a simulation does not know, and without the end. */
  private static List<String> sorted(List<Transition> transitions) {
    return transitions.stream()
        .filter(one -> one.atMillis() < END - OUT_OF_ORDER - 1)
        .map(
            one ->
                String.join(
                    " ",
                    one.rule(),
                    one.series().sensorId(),
                    Instant.ofEpochMilli(one.atMillis()).toString(),
                    one.previous() + "-" + one.state(),
                    one.previousSeverity() + "-" + one.severity(),
                    one.value() + " " + one.threshold() + " " + one.reason(),
                    "since " + one.sinceMillis()))
        .sorted()
        .toList();
  }

  private static final class AfterEachMessage implements WatermarkGenerator<ReadingBlock> {
    private long latest = Long.MIN_VALUE;

    @Override
    public void onEvent(ReadingBlock block, long timestamp, WatermarkOutput output) {
      latest = Math.max(latest, timestamp);
      output.emitWatermark(new Watermark(latest - OUT_OF_ORDER - 1));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }
}
