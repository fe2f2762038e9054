package dev.isotherm.jobs.stream;

import dev.isotherm.alert.RuleSet;
import dev.isotherm.average.Windowing;
import dev.isotherm.jobs.cli.TopicOptions;
import dev.isotherm.jobs.kafka.Fetching;
import dev.isotherm.jobs.messages.MessageSource;
import dev.isotherm.jobs.messages.RecordDeserializer;
import dev.isotherm.jobs.progress.StreamProgress;
import dev.isotherm.jobs.progress.StreamSettings;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.pipeline.AlertFlow;
import dev.isotherm.pipeline.AlertRules;
import dev.isotherm.pipeline.Flow;
import dev.isotherm.pipeline.FlowTypes;
import dev.isotherm.pipeline.MessageBlock;
import dev.isotherm.pipeline.Progress;
import dev.isotherm.pipeline.ProgressPart;
import dev.isotherm.pipeline.SeriesReadings;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** From Kafka, through the flow that is the same for all sources, to Kafka. */
final class StreamJob {

  /**
   * Where the job reads and writes.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   * @param group consumer group; also names the transactions
   * @param start where to begin without a checkpoint
   * @param largestRejectedBytes how large a rejected message may be with its headers
   */
  record Kafka(
      Properties client,
      String group,
      OffsetsInitializer start,
      TopicOptions topics,
      int largestRejectedBytes) {}

  /**
   * What the job is to do.
   *
   * @param settings what decides the results
   * @param allowedLateness how long a window can still change after its end
   * @param outOfOrderness how far readings of a partition may be out of order without being late
   * @param idleTimeout how long a partition may be silent before it holds nobody back
   * @param sourceSilentAfter how long all partitions may be idle before that is an alert of its
   *     own; zero for ever
   * @param rules what to alert on until another version is published
   */
  record Plan(
      StreamSettings settings,
      Duration allowedLateness,
      Duration outOfOrderness,
      Duration idleTimeout,
      Duration sourceSilentAfter,
      RuleSet rules) {}

  /** How averages are computed; a test may do it wrong, to see whether that is noticed. */
  @FunctionalInterface
  interface Averaging {
    Flow.Averages average(Flow.Messages messages, Windowing windowing, Duration allowedLateness);
  }

  private StreamJob() {}

  /** Joins it all; the transitions are there to be told to others too. */
  static DataStream<Transition> build(
      StreamExecutionEnvironment environment, Kafka kafka, Plan plan) {
    return build(environment, kafka, plan, Flow::average);
  }

  static DataStream<Transition> build(
      StreamExecutionEnvironment environment, Kafka kafka, Plan plan, Averaging averaging) {
    StreamSettings settings = plan.settings();
    TopicOptions topics = kafka.topics();
    KafkaSource<ConsumerRecord<byte[], byte[]>> records =
        KafkaSource.<ConsumerRecord<byte[], byte[]>>builder()
            .setProperties(Fetching.much(kafka.client()))
            .setTopics(topics.topic())
            .setGroupId(kafka.group())
            .setStartingOffsets(kafka.start())
            // What a producer took back was never a message.
            .setProperty("isolation.level", "read_committed")
            .setDeserializer(new RecordDeserializer())
            .build();
    DataStream<MessageBlock> messages =
        environment
            .fromSource(
                new MessageSource(records, settings.parsing(), settings.guard()),
                watermarks(plan),
                "read " + topics.topic())
            .uid("read-messages");
    Flow.Messages parted = Flow.accept(messages);
    Flow.Averages averages =
        averaging.average(parted, settings.windowing(), plan.allowedLateness());
    ResultSinks sinks = new ResultSinks(kafka.client(), "isotherm-" + kafka.group());
    AlertRules rules = RulesInput.read(environment, kafka, plan.rules(), sinks);
    AlertFlow.Alerts alerts =
        AlertFlow.alert(
            parted.blocks(), rules, settings.windowing(), readings -> bySeries(readings, plan));
    DataStream<Progress> progress = Flow.progress(parted, averages, alerts, settings.windowing());
    sinks.writeExactlyOnce(
        ResultSinks.records(
                averages.updates(), "averages", ResultRecords.averages(topics.averages()))
            .union(
                ResultSinks.records(
                    parted.rejected(),
                    "rejected",
                    ResultRecords.rejected(topics.rejected(), kafka.largestRejectedBytes())),
                ResultSinks.records(
                    averages.late().union(alerts.late()),
                    "late",
                    ResultRecords.late(topics.late())),
                // By one subtask, which keeps them in order.
                ResultSinks.records(progress, "progress", progressRecords(kafka, settings))
                    .global()));
    sinks.writeAtOnce(
        alerts.transitions(), "transitions", ResultRecords.transitions(topics.alerts()));
    if (plan.sourceSilentAfter().isZero()) {
      return alerts.transitions();
    }
    // By a sink of its own: so the other one is in the task that evaluates the rules.
    DataStream<Transition> ofSource =
        sourceSilence(parted.progress(), topics.topic(), plan.sourceSilentAfter());
    sinks.writeAtOnce(ofSource, "source-transitions", ResultRecords.transitions(topics.alerts()));
    return alerts.transitions().union(ofSource);
  }

  private static SerializableFunction<Progress, ResultRecord> progressRecords(
      Kafka kafka, StreamSettings settings) {
    String group = kafka.group();
    String topic = kafka.topics().topic();
    return ResultRecords.progress(
        kafka.topics().progress(),
        group,
        progress -> StreamProgress.line(group, settings, topic, progress));
  }

  private static KeyedStream<SeriesReadings, Series> bySeries(
      DataStream<ReadingBlock> readings, Plan plan) {
    return plan.settings()
        .reordering()
        .map(time -> time.minus(plan.outOfOrderness())) // for that the watermark waits
        .map(hold -> AlertFlow.reordered(readings, hold))
        .orElseGet(() -> GatherReadings.gathered(readings));
  }

  /** Of what is accepted, only that it comes or not. */
  private static DataStream<Transition> sourceSilence(
      DataStream<ProgressPart> accepted, String topic, Duration silentAfter) {
    return accepted
        .transform("watch the source", FlowTypes.TRANSITION, new SourceSilence(topic, silentAfter))
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
