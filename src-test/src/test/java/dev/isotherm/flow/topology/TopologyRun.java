package dev.isotherm.flow.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.flow.average.AverageSpec;
import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.jobs.processingtime.MicroBatchBySeries;
import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What came out of the whole flow. */
record TopologyRun(
    List<AverageUpdate> updates, List<Transition> transitions, List<LateReading> ledger) {

  /** All averages, in the order of their revisions; withdrawals left out. */
  List<Average> averages() {
    return updates.stream()
        .filter(update -> !update.isWithdrawal())
        .map(AverageUpdate::average)
        .toList();
  }

  /** The last that was said of each window, unless it was withdrawn; as if it were the first. */
  Map<String, Average> latest() {
    Map<String, Average> latest = new HashMap<>();
    for (AverageUpdate update : updates) {
      String key = update.window().series() + " " + update.window().startMillis();
      if (update.isWithdrawal()) {
        assertThat(latest.remove(key)).as("what %s withdraws", update).isNotNull();
        continue;
      }
      Average before = latest.put(key, update.average());
      if (before != null) {
        assertThat(update.average().revision()).isGreaterThan(before.revision());
      }
    }
    latest.replaceAll((window, average) -> asFirst(average));
    return latest;
  }

  private static Average asFirst(Average average) {
    return average.withRevision(0);
  }

  /**
   * Where and how to run.
   *
   * @param outOfOrderness what the watermarks of STREAMING mode allow for
   */
  record Setup(
      FlowCluster cluster,
      RuntimeExecutionMode mode,
      int parallelism,
      Windowing windowing,
      Duration outOfOrderness,
      Duration allowedLateness,
      RuleSetHistory rules) {

    Setup(
        FlowCluster cluster,
        RuntimeExecutionMode mode,
        int parallelism,
        Windowing windowing,
        Duration outOfOrderness,
        Duration allowedLateness) {
      this(
          cluster,
          mode,
          parallelism,
          windowing,
          outOfOrderness,
          allowedLateness,
          RuleSetHistory.of(RuleFile.builtIn()));
    }

    StreamExecutionEnvironment environment() {
      Configuration configuration = new Configuration();
      configuration.set(PipelineOptions.GENERIC_TYPES, false);
      StreamExecutionEnvironment environment = cluster.environment(configuration, parallelism);
      environment.setRuntimeMode(mode);
      return environment;
    }
  }

  static TopologyRun of(List<Reading> readings, Setup setup) throws Exception {
    StreamExecutionEnvironment environment = setup.environment();
    // By one subtask: several would deal them out, and not in their order.
    DataStream<Reading> source =
        environment.fromData(readings, ModelTypes.READING).setParallelism(1);
    if (setup.mode() == RuntimeExecutionMode.BATCH) {
      return of(environment, source, setup);
    }
    environment.setBufferTimeout(1); // the source waits for what it has sent
    Pace pace = new Pace(setup.parallelism(), setup.outOfOrderness());
    try {
      return run(
          environment,
          source.map(pace.holdBack(), ModelTypes.READING).setParallelism(1),
          setup,
          updates -> updates.sinkTo(pace.end()).setParallelism(1));
    } finally {
      pace.forget();
    }
  }

  /** Each series keeps its order on its way to a subtask, whose watermarks are its own. */
  static TopologyRun of(
      StreamExecutionEnvironment environment, DataStream<Reading> readings, Setup setup)
      throws Exception {
    return run(environment, readings, setup, updates -> {});
  }

  private static TopologyRun run(
      StreamExecutionEnvironment environment,
      DataStream<Reading> readings,
      Setup setup,
      Consumer<DataStream<AverageUpdate>> more)
      throws Exception {
    long outOfOrderness = setup.outOfOrderness().toMillis();
    DataStream<Reading> timed =
        readings
            .partitionCustom(Pace::partition, Reading::series)
            // Watermarks are made as often as there are tasks before them.
            .map(reading -> reading, ModelTypes.READING)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Reading>forGenerator(
                        context -> new AfterEachReading(outOfOrderness))
                    .withTimestampAssigner((reading, before) -> reading.epochMillis()));
    DataStream<ReadingBlock> blocks = timed.map(ReadingBlocks::of, IngestTypes.READING_BLOCK);
    Topology.Averages averages =
        Topology.average(blocks, AverageSpec.of(setup.windowing(), setup.allowedLateness()));
    DataStream<LateReading> ledger = averages.late();
    DataStream<Transition> transitions;
    if (setup.mode() == RuntimeExecutionMode.BATCH) {
      transitions =
          AlertTopology.alertUntilEnd(blocks, averages::updates, setup.windowing(), setup.rules());
    } else {
      AlertTopology.Alerts alerts =
          AlertTopology.alert(
              blocks,
              AlertRules.of(setup.rules()),
              setup.windowing(),
              Ordering.ofArrival(MicroBatchBySeries::gathered));
      transitions = alerts.transitions();
      ledger = ledger.union(alerts.late());
    }
    GatheringSink<AverageUpdate> update = new GatheringSink<>();
    GatheringSink<Transition> transition = new GatheringSink<>();
    GatheringSink<LateReading> late = new GatheringSink<>();
    averages.updates().sinkTo(update);
    more.accept(averages.updates());
    transitions.sinkTo(transition);
    ledger.sinkTo(late);
    environment.execute("flow");
    return new TopologyRun(update.gathered(), transition.gathered(), late.gathered());
  }

  /** Not by the clock: a run must be late or not in the same way each time. */
  private static final class AfterEachReading implements WatermarkGenerator<Reading> {
    private final long outOfOrderness;
    private long latest = Long.MIN_VALUE;

    AfterEachReading(long outOfOrderness) {
      this.outOfOrderness = outOfOrderness;
    }

    @Override
    public void onEvent(Reading reading, long timestamp, WatermarkOutput output) {
      latest = Math.max(latest, timestamp);
      output.emitWatermark(new Watermark(latest - outOfOrderness - 1));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }
}
