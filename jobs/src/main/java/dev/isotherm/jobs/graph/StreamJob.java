package dev.isotherm.jobs.graph;

import static java.util.stream.Collectors.toSet;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.average.AverageSpec;
import dev.isotherm.flow.baseline.KnownBaselines;
import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressUpdate;
import dev.isotherm.flow.progress.RunStart;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.flow.topology.AlertRules;
import dev.isotherm.flow.topology.AlertTopology;
import dev.isotherm.flow.topology.GroupTopology;
import dev.isotherm.flow.topology.Ordering;
import dev.isotherm.flow.topology.ParsedMessages;
import dev.isotherm.flow.topology.PlausibilityTopology;
import dev.isotherm.flow.topology.RepeatTopology;
import dev.isotherm.flow.topology.Topology;
import dev.isotherm.group.GroupBy;
import dev.isotherm.jobs.archive.StreamArchive;
import dev.isotherm.jobs.kafka.ConsumerDefaults;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.registry.RegistryAccess;
import dev.isotherm.jobs.kafka.sink.ResultRecord;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.jobs.kafka.sink.ResultSinks;
import dev.isotherm.jobs.kafka.source.MessageSource;
import dev.isotherm.jobs.kafka.source.PartitionWatermarks;
import dev.isotherm.jobs.kafka.source.RecordDeserializer;
import dev.isotherm.jobs.processingtime.MicroBatchBySeries;
import dev.isotherm.jobs.processingtime.SourceSilence;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.mapping.MetricSelection;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.sensors.PlausibilityChecks;
import dev.isotherm.wire.StreamSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The streaming job: reads messages from Kafka and writes its results to Kafka. */
public final class StreamJob {

  /**
   * The topics of the job.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   * @param group the consumer group, which also names the transactions
   * @param start where to start reading without a checkpoint
   * @param maxRejectedBytes maximal size of a rejected message with its headers
   * @param registry how the schema registry of the settings is accessed, if there is one
   */
  public record Kafka(
      Properties client,
      String group,
      OffsetsInitializer start,
      TopicNames topics,
      int maxRejectedBytes,
      RegistryAccess registry) {

    /** Omits the settings of the client, some of which are secret. */
    @Override
    public String toString() {
      return "group " + group + " of " + topics;
    }
  }

  /**
   * The settings of the job.
   *
   * @param settings the settings that determine the results
   * @param allowedLateness how long a window can still change after its end
   * @param outOfOrderness how far readings of a partition may be out of order without being late
   * @param idleTimeout how long a partition may be idle before it no longer holds back the
   *     watermark
   * @param sourceSilentAfter how long all partitions may be idle before an alert of the source;
   *     zero for no such alert
   * @param rules the active rules until another version is published
   * @param alerts when transitions are published
   * @param start how this run of the stream may start
   * @param archive where the messages are kept
   * @param sensors how the sensor table becomes known
   * @param baselines how the baseline becomes known
   * @param checks which readings are excluded as no measurements
   */
  public record Plan(
      StreamSettings settings,
      Duration allowedLateness,
      Duration outOfOrderness,
      Duration idleTimeout,
      Duration sourceSilentAfter,
      RuleSet rules,
      AlertDelivery alerts,
      RunStart start,
      StreamArchive archive,
      KnownSensors sensors,
      KnownBaselines baselines,
      PlausibilityChecks checks) {}

  /** When transitions are published. */
  public enum AlertDelivery {
    /**
     * Within milliseconds. After a crash, a transition may come twice, with the same id, and one
     * that turns out to be untrue is taken back.
     */
    AT_ONCE,
    /** With the checkpoint that has it, exactly once, as averages are. */
    EXACTLY_ONCE
  }

  /** What the job computes. A test may break it to see whether verify notices that. */
  @FunctionalInterface
  public interface Computation {
    /** Computes averages. */
    Topology.Averages average(ParsedMessages messages, AverageSpec averages);

    /** Returns the rules to evaluate, in place of those that are read. */
    default AlertRules rules(AlertRules read) {
      return read;
    }
  }

  private StreamJob() {}

  /** Builds the job, and returns its transitions so that notifications can be sent. */
  public static DataStream<Transition> build(
      StreamExecutionEnvironment environment, Kafka kafka, Plan plan) {
    return build(environment, kafka, plan, Topology::average);
  }

  public static DataStream<Transition> build(
      StreamExecutionEnvironment environment, Kafka kafka, Plan plan, Computation computation) {
    StreamSettings settings = plan.settings();
    TopicNames topics = kafka.topics();
    KafkaSource<ConsumerRecord<byte[], byte[]>> records =
        KafkaSource.<ConsumerRecord<byte[], byte[]>>builder()
            .setProperties(ConsumerDefaults.highThroughput(kafka.client()))
            .setTopics(topics.readings())
            .setGroupId(kafka.group())
            .setStartingOffsets(kafka.start())
            // Records of an aborted transaction are not messages.
            .setProperty("isolation.level", "read_committed")
            .setDeserializer(new RecordDeserializer())
            .build();
    MessageSource source =
        new MessageSource(records, settings.parsing(), settings.bounds(), kafka.registry());
    DataStream<MessageBlock> messages =
        environment
            .fromSource(
                plan.archive().source(source), watermarks(plan), "read " + topics.readings())
            .uid("read-messages");
    plan.archive().keep(messages);
    ParsedMessages accepted = Topology.split(messages, identity(settings, topics), names(settings));
    PlausibilityTopology.Plausible plausible =
        PlausibilityTopology.check(accepted, plan.checks(), plan.sensors());
    Optional<RepeatTopology.Distinct> distinct = distinct(plausible.messages(), plan);
    ParsedMessages counted =
        distinct.map(RepeatTopology.Distinct::messages).orElse(plausible.messages());
    AverageSpec spec =
        new AverageSpec(
            settings.windowing(),
            plan.allowedLateness(),
            settings.wantedPercentiles(),
            plan.sensors());
    Topology.Averages averages = computation.average(counted, spec);
    ResultSinks sinks = new ResultSinks(kafka.client(), "isotherm-" + kafka.group());
    AlertRules rules = computation.rules(RulesInput.read(environment, kafka, plan, sinks));
    AlertTopology.Alerts alerts =
        AlertTopology.alert(counted.blocks(), rules, settings.windowing(), ordering(plan));
    DataStream<LateReading> late = plausible.addTo(averages.late().union(alerts.late()));
    DataStream<ProgressUpdate> progress =
        Topology.progress(counted, averages, alerts, settings.windowing(), plan.start());
    DataStream<ResultRecord> outputs =
        ResultSinks.records(
                averages.updates(), "averages", ResultRecords.averages(topics.averages()))
            .union(
                ResultSinks.records(
                    accepted.rejected(),
                    "rejected",
                    ResultRecords.rejected(topics.rejected(), kafka.maxRejectedBytes())),
                ResultSinks.records(
                    distinct.map(dropped -> late.union(dropped.repeats())).orElse(late),
                    "late",
                    ResultRecords.late(topics.late())),
                // One subtask keeps them in order.
                ResultSinks.records(progress, "progress", ProgressRecords.of(kafka, settings))
                    .global());
    if (settings.groups().isPresent()) {
      outputs = outputs.union(groups(averages, settings.groups().get(), spec, topics));
    }
    Map<String, DataStream<Transition>> transitions = new LinkedHashMap<>();
    transitions.put("transitions", alerts.transitions());
    if (!plan.sourceSilentAfter().isZero()) {
      // A separate sink keeps the other one in the task that evaluates the rules.
      transitions.put(
          "source-transitions",
          sourceSilence(accepted.progress(), topics.readings(), plan.sourceSilentAfter()));
    }
    SerializableFunction<Transition, ResultRecord> record =
        ResultRecords.transitions(topics.alerts(), kafka.group());
    if (plan.alerts() == AlertDelivery.EXACTLY_ONCE) {
      for (Map.Entry<String, DataStream<Transition>> part : transitions.entrySet()) {
        outputs = outputs.union(ResultSinks.records(part.getValue(), part.getKey(), record));
      }
    } else {
      transitions.forEach((name, part) -> sinks.writeAtOnce(part, name, record));
    }
    sinks.writeExactlyOnce(outputs);
    return transitions.values().stream().reduce(DataStream::union).orElseThrow();
  }

  /** The options that determine the results: state of others must not be continued. */
  private static Map<String, String> identity(StreamSettings settings, TopicNames topics) {
    Map<String, String> options = new TreeMap<>(settings.options());
    options.put("--topic", topics.readings());
    return options;
  }

  private static DataStream<ResultRecord> groups(
      Topology.Averages averages, GroupBy by, AverageSpec spec, TopicNames topics) {
    return ResultSinks.records(
        GroupTopology.average(averages, by, spec),
        "group-averages",
        ResultRecords.groupAverages(topics.groupAverages()));
  }

  /** The metrics that were asked for by name. */
  private static Set<String> names(StreamSettings settings) {
    Stream<String> metrics =
        settings.parsing().metrics().selected().stream()
            .map(MetricSelection.Selected::name)
            .filter(name -> !name.contains("*"));
    return Stream.concat(metrics, settings.parsing().flags().metrics().stream()).collect(toSet());
  }

  /** Messages that checks of single readings may have divided wait for the watermark at least. */
  private static Ordering ordering(Plan plan) {
    StreamSettings settings = plan.settings();
    Optional<Duration> delay =
        settings
            .reordering()
            .map(time -> time.minus(plan.outOfOrderness())); // the watermark waits for the rest
    boolean divided = settings.dropsDuplicates() || plan.checks().ofStuckValues();
    return new Ordering(
        readings ->
            delay
                .map(time -> AlertTopology.reordered(readings, time))
                .orElseGet(() -> MicroBatchBySeries.gathered(readings)),
        divided ? delay.or(() -> Optional.of(Duration.ZERO)) : delay);
  }

  /** The messages without repeated readings, if these are to be dropped. */
  private static Optional<RepeatTopology.Distinct> distinct(ParsedMessages accepted, Plan plan) {
    StreamSettings settings = plan.settings();
    return settings.dropsDuplicates()
        ? Optional.of(
            RepeatTopology.withoutRepeats(
                accepted,
                MicroBatchBySeries.gathered(accepted.blocks(), "readings by series"),
                settings.windowing(),
                plan.allowedLateness()))
        : Optional.empty();
  }

  /** Alerts if no message is accepted for some time. */
  private static DataStream<Transition> sourceSilence(
      DataStream<ProgressPart> progress, String topic, Duration silentAfter) {
    return progress
        .transform("watch the source", AlertTypes.TRANSITION, new SourceSilence(topic, silentAfter))
        .uid("source-silence")
        .setParallelism(1);
  }

  private static WatermarkStrategy<MessageBlock> watermarks(Plan plan) {
    Duration outOfOrderness = plan.outOfOrderness();
    Duration idleTimeout = plan.idleTimeout();
    return WatermarkStrategy.forGenerator(
        context ->
            new PartitionWatermarks(outOfOrderness, idleTimeout, context.getInputActivityClock()));
  }
}
