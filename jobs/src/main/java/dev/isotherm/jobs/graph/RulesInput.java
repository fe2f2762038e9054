package dev.isotherm.jobs.graph;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.flow.files.Known;
import dev.isotherm.flow.progress.RunStart;
import dev.isotherm.flow.topology.AlertRules;
import dev.isotherm.jobs.kafka.AlertsTopic;
import dev.isotherm.jobs.kafka.kept.KeptTopic;
import dev.isotherm.jobs.kafka.kept.VersionRecord;
import dev.isotherm.jobs.kafka.rules.RuleRecord;
import dev.isotherm.jobs.kafka.rules.RulesTopic;
import dev.isotherm.jobs.kafka.rules.StreamAbilities;
import dev.isotherm.jobs.kafka.rules.ValidateRuleRecords;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.jobs.kafka.sink.ResultSinks;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.wire.RuleStatusRecord.ValidationResult;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.TopicPartition;

/** Reads the rules of a stream and their later versions. */
final class RulesInput {
  private RulesInput() {}

  /**
   * Reads the topic of rules, and publishes whether each version was accepted.
   *
   * @param plan has the active rules until a published version is active
   */
  static AlertRules read(
      StreamExecutionEnvironment environment,
      StreamJob.Kafka kafka,
      StreamJob.Plan plan,
      ResultSinks sinks) {
    RuleSet first = plan.rules();
    RunStart start = plan.start();
    String topic = kafka.topics().rules();
    StreamAbilities abilities = StreamAbilities.of(first, plan.settings());
    RulesTopic published =
        new RulesTopic(kafka.client(), topic, abilities).knowing(plan.sensors(), plan.baselines());
    KafkaSource<RuleRecord> source =
        KafkaSource.<RuleRecord>builder()
            .setProperties(kafka.client())
            .setTopics(topic)
            // Without a group: every start reads the whole topic.
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setProperty("isolation.level", "read_committed")
            .setDeserializer(new RuleRecord.Deserializer())
            .build();
    SingleOutputStreamOperator<RulesUpdate> updates =
        environment
            .fromSource(source, WatermarkStrategy.noWatermarks(), "read " + topic)
            .uid("read-rules")
            .setParallelism(1)
            .process(new ValidateRuleRecords(abilities, published, topic), AlertTypes.RULES_UPDATE)
            .name("validate rules")
            .uid("validate-rules")
            .setParallelism(1);
    DataStream<RulesUpdate> all = updates;
    DataStream<ValidationResult> results = updates.getSideOutput(ValidateRuleRecords.RESULTS);
    for (Known<?> known : List.of(plan.sensors(), plan.baselines())) {
      if (known instanceof KeptTopic<?> changing) {
        SingleOutputStreamOperator<RulesUpdate> more = versions(environment, kafka, changing);
        all = all.union(more);
        results = results.union(more.getSideOutput(ValidateRuleRecords.RESULTS));
      }
    }
    sinks.writeAtOnce(
        results,
        "rules-status",
        ResultRecords.rulesStatus(kafka.topics().rulesStatus(), kafka.group()));
    return new AlertRules(
        RuleSetHistory.of(first),
        published,
        all,
        new AlertsTopic(
            kafka.client(), kafka.topics().alerts(), kafka.group(), !start.earlierRuns().isEmpty()),
        start.expectedSinceMillis());
  }

  /** Reads the versions that come while the stream runs. */
  private static SingleOutputStreamOperator<RulesUpdate> versions(
      StreamExecutionEnvironment environment, StreamJob.Kafka kafka, KeptTopic<?> topic) {
    KafkaSource<VersionRecord> source =
        KafkaSource.<VersionRecord>builder()
            .setProperties(kafka.client())
            .setTopics(topic.name())
            // Each operator reads what was there before when it starts.
            .setStartingOffsets(
                OffsetsInitializer.offsets(
                    Map.of(new TopicPartition(topic.name(), 0), topic.position())))
            .setProperty("isolation.level", "read_committed")
            .setDeserializer(new VersionRecord.Deserializer(topic.reader()))
            .build();
    return environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "read " + topic.name())
        .uid("read-" + topic.uid())
        .setParallelism(1)
        .process(topic.keeper(), AlertTypes.RULES_UPDATE)
        .name("keep versions of " + topic.name())
        .uid("keep-" + topic.uid())
        .setParallelism(1);
  }
}
