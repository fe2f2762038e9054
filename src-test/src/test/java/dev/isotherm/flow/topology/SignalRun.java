package dev.isotherm.flow.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.flow.ingest.DropDuplicates;
import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.jobs.processingtime.MicroBatchBySeries;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.sensors.PlausibilityChecks;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import dev.isotherm.window.Windowing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What came out of the topology of rules on signals.
 *
 * @param late the late log; of a replay, the entries that are not true, and those that are missing
 */
record SignalRun(List<Transition> transitions, List<LateReading> late) {

  static final long OUT_OF_ORDER = 2_000;

  /**
   * What a stream does with messages before it evaluates signals.
   *
   * @param reorder how long it waits in addition to the watermark; empty if it does not
   * @param dropsDuplicates whether repeats are dropped
   * @param checks which readings are excluded as no measurements
   */
  record Options(Optional<Duration> reorder, boolean dropsDuplicates, PlausibilityChecks checks) {

    static final Options NONE = new Options(Optional.empty(), false, PlausibilityChecks.NONE);

    /** As the job of a stream has it. */
    Optional<Duration> messageDelay() {
      return dropsDuplicates || checks.ofStuckValues()
          ? Optional.of(reorder.orElse(Duration.ZERO))
          : reorder;
    }

    long delayMillis() {
      return reorder.map(Duration::toMillis).orElse(0L);
    }
  }

  /** Where to run, and what. */
  record Setup(
      FlowCluster cluster,
      Path folder,
      String table,
      RuleSet rules,
      RandomMessages messages,
      Options options) {

    SignalRun batch(int parallelism) throws Exception {
      StreamExecutionEnvironment environment = environment(RuntimeExecutionMode.BATCH, parallelism);
      GatheringSink<Transition> transitions = new GatheringSink<>();
      GatheringSink<LateReading> late = new GatheringSink<>();
      PlausibilityTopology.Plausible plausible =
          PlausibilityTopology.checkSorted(messages(environment), options.checks);
      plausible.implausible().ifPresent(implausible -> implausible.sinkTo(late));
      DataStream<ReadingBlock> counted =
          options.dropsDuplicates
              ? Topology.pack(
                  Topology.withoutDuplicates(
                      plausible.messages().readings(), DropDuplicates.Keep.ONE_EACH),
                  "distinct readings")
              : plausible.messages().blocks();
      AlertTopology.alertUntilEnd(
              counted,
              () -> {
                throw new AssertionError("no rule is on averages");
              },
              Windowing.tumbling(Duration.ofMinutes(1)),
              RuleSetHistory.of(rules))
          .sinkTo(transitions);
      environment.execute("batch");
      return new SignalRun(transitions.gathered(), late.gathered());
    }

    SignalRun stream(int parallelism) throws Exception {
      StreamExecutionEnvironment environment =
          environment(RuntimeExecutionMode.STREAMING, parallelism);
      GatheringSink<Transition> transitions = new GatheringSink<>();
      GatheringSink<LateReading> late = new GatheringSink<>();
      PlausibilityTopology.Plausible plausible =
          PlausibilityTopology.check(
              messages(environment), options.checks, KnownSensors.OF_JOB_FILE);
      plausible.implausible().ifPresent(implausible -> implausible.sinkTo(late));
      ParsedMessages counted = plausible.messages();
      if (options.dropsDuplicates) {
        RepeatTopology.Distinct distinct =
            RepeatTopology.withoutRepeats(
                counted,
                MicroBatchBySeries.gathered(counted.blocks(), "readings by series"),
                Windowing.tumbling(Duration.ofMinutes(1)),
                Duration.ofHours(1));
        distinct.repeats().sinkTo(late);
        counted = distinct.messages();
      }
      AlertTopology.Alerts alerts =
          SignalTopology.alert(
                  counted.blocks(), AlertRules.of(RuleSetHistory.of(rules)), options.messageDelay())
              .orElseThrow();
      alerts.transitions().sinkTo(transitions);
      alerts.late().sinkTo(late);
      environment.execute("stream");
      return new SignalRun(transitions.gathered(), late.gathered());
    }

    SignalRun replay(int parallelism, List<LateReading> lateLog) throws Exception {
      StreamExecutionEnvironment environment = environment(RuntimeExecutionMode.BATCH, parallelism);
      DataStream<LateReading> entries =
          environment
              .fromData(lateLog, ModelTypes.LATE_READING)
              .assignTimestampsAndWatermarks(
                  WatermarkStrategy.<LateReading>noWatermarks()
                      .withTimestampAssigner((one, before) -> one.reading().epochMillis()));
      GatheringSink<Transition> transitions = new GatheringSink<>();
      GatheringSink<LateReading> faults = new GatheringSink<>();
      PlausibilityTopology.Replayed measured =
          PlausibilityTopology.replay(messages(environment), options.checks, entries);
      measured.unmatched().ifPresent(unmatched -> unmatched.sinkTo(faults));
      measured.unlogged().ifPresent(unlogged -> unlogged.sinkTo(faults));
      DataStream<Reading> readings = measured.messages().readings();
      if (options.dropsDuplicates) {
        ReplayTopology.InTime distinct = ReplayTopology.withoutRepeats(readings, entries);
        distinct.unmatched().sinkTo(faults);
        readings = distinct.readings();
      }
      AlertTopology.Alerts alerts =
          SignalTopology.replay(
                  Topology.pack(readings, "readings for signals"),
                  entries,
                  RuleSetHistory.of(rules))
              .orElseThrow();
      alerts.transitions().union(alerts.afterEndOfInput()).sinkTo(transitions);
      alerts.late().sinkTo(faults);
      environment.execute("replay");
      return new SignalRun(transitions.gathered(), faults.gathered());
    }

    private StreamExecutionEnvironment environment(RuntimeExecutionMode mode, int parallelism)
        throws IOException {
      Configuration configuration = new Configuration();
      configuration.set(PipelineOptions.GENERIC_TYPES, false);
      StreamExecutionEnvironment environment = cluster.environment(configuration, parallelism);
      environment.setRuntimeMode(mode);
      Path file = Files.writeString(folder.resolve("sensors.yaml"), table);
      JobSensors.add(environment, file, new SensorTables(tableOf(table)));
      return environment;
    }

    /** Each sensor keeps its order on its way to a subtask, whose watermarks are its own. */
    private ParsedMessages messages(StreamExecutionEnvironment environment) {
      List<ReadingBlock> all = messages.all().stream().map(RandomMessages.Message::block).toList();
      DataStream<ReadingBlock> blocks =
          environment
              .fromData(all, IngestTypes.READING_BLOCK)
              .setParallelism(1)
              .partitionCustom(
                  (sensor, subtasks) -> Math.floorMod(sensor.hashCode(), subtasks),
                  block -> block.series()[0].sensorId())
              .map(block -> block, IngestTypes.READING_BLOCK)
              .assignTimestampsAndWatermarks(
                  WatermarkStrategy.<ReadingBlock>forGenerator(context -> new AfterEachMessage())
                      .withTimestampAssigner((block, before) -> block.epochMillis()[0]));
      return new ParsedMessages(
          blocks,
          blocks.<Rejection>flatMap((block, out) -> {}).returns(IngestTypes.REJECTED.getTypeInfo()),
          blocks.<ProgressPart>flatMap((block, out) -> {}).returns(ProgressTypes.PROGRESS_PART),
          false);
    }
  }

  static SensorTable tableOf(String text) {
    return SensorFile.parseYaml("sensors.yaml", text);
  }

  /**
   * The transitions until shortly before the end, without numbers and versions, which a simulation
   * does not know.
   */
  static List<String> sorted(List<Transition> transitions, Options options) {
    long last = RandomMessages.END - OUT_OF_ORDER - 1 - options.delayMillis();
    return transitions.stream()
        .filter(one -> one.atMillis() < last)
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

  static void assertSame(List<String> actual, List<String> expected) {
    List<String> missing = new ArrayList<>(expected);
    List<String> unexpected = new ArrayList<>();
    for (String one : actual) {
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
