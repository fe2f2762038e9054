package dev.isotherm.jobs.stream;

import dev.isotherm.alert.RuleSet;
import dev.isotherm.average.Windowing;
import dev.isotherm.jobs.cli.TopicOptions;
import dev.isotherm.parse.FutureGuard;
import dev.isotherm.parse.ParseOptions;
import dev.isotherm.pipeline.Flow;
import dev.isotherm.pipeline.Message;
import dev.isotherm.pipeline.ReadingOrder;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** From Kafka, through the flow that is the same for all sources, to Kafka. */
final class StreamJob {

  /**
   * What the job is to do.
   *
   * @param windowing windows of the averages
   * @param allowedLateness how long a window can still change after its end
   * @param outOfOrderness how far readings of a partition may be out of order without being late
   * @param idleTimeout how long a partition may be silent before it holds nobody back
   * @param maxClockSkew how far a reading may lie after its message's own timestamp
   * @param rules what to alert on
   */
  record Plan(
      Windowing windowing,
      Duration allowedLateness,
      Duration outOfOrderness,
      Duration idleTimeout,
      Duration maxClockSkew,
      RuleSet rules) {}

  private StreamJob() {}

  static void build(
      StreamExecutionEnvironment environment,
      Properties client,
      String group,
      OffsetsInitializer start,
      TopicOptions topics,
      int largestRejectedBytes,
      ParseOptions parsing,
      Plan plan) {
    KafkaSource<Message> source =
        KafkaSource.<Message>builder()
            .setProperties(client)
            .setTopics(topics.topic())
            .setGroupId(group)
            .setStartingOffsets(start)
            // What a producer took back was never a message.
            .setProperty("isolation.level", "read_committed")
            .setDeserializer(new MessageDeserializer(parsing, new FutureGuard(plan.maxClockSkew())))
            .build();
    DataStream<Message> messages =
        environment
            .fromSource(source, watermarks(plan), "read " + topics.topic())
            .uid("read-messages");
    Flow.Messages parted = Flow.accept(messages);
    Flow.Averages averages =
        Flow.average(parted.readings(), plan.windowing(), plan.allowedLateness());
    Flow.Alerts alerts = Flow.alert(parted.readings(), plan.rules(), ReadingOrder.ARRIVAL);
    ResultSinks sinks = new ResultSinks(client, "isotherm-" + group);
    sinks.writeExactlyOnce(
        averages.averages(), "averages", ResultRecords.averages(topics.averages()));
    sinks.writeExactlyOnce(
        parted.rejected(),
        "rejected",
        ResultRecords.rejected(topics.rejected(), largestRejectedBytes));
    sinks.writeExactlyOnce(
        averages.late().union(alerts.late()), "late", ResultRecords.late(topics.late()));
    sinks.writeAtOnce(
        alerts.transitions(), "transitions", ResultRecords.transitions(topics.alerts()));
  }

  private static WatermarkStrategy<Message> watermarks(Plan plan) {
    Duration outOfOrderness = plan.outOfOrderness();
    Duration idleTimeout = plan.idleTimeout();
    return WatermarkStrategy.<Message>forGenerator(
            context ->
                new PartitionWatermarks(
                    outOfOrderness, idleTimeout, context.getInputActivityClock()))
        .withTimestampAssigner(
            (message, written) -> message.isAccepted() ? message.epochMillis() : written);
  }
}
