package dev.isotherm.jobs.graph;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.flow.progress.RunStart;
import dev.isotherm.flow.topology.AlertRules;
import dev.isotherm.jobs.kafka.AlertsTopic;
import dev.isotherm.jobs.kafka.rules.RuleRecord;
import dev.isotherm.jobs.kafka.rules.RulesTopic;
import dev.isotherm.jobs.kafka.rules.StreamAbilities;
import dev.isotherm.jobs.kafka.rules.ValidateRuleRecords;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.jobs.kafka.sink.ResultSinks;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.wire.StreamSettings;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Reads the rules of a stream and their later versions. */
final class RulesInput {
  private RulesInput() {}

  /**
   * Reads the topic of rules, and publishes whether each version was accepted.
   *
   * @param first the active rules until a published version is active
   * @param start how the stream may start
   */
  static AlertRules read(
      StreamExecutionEnvironment environment,
      StreamJob.Kafka kafka,
      RuleSet first,
      StreamSettings settings,
      RunStart start,
      ResultSinks sinks) {
    String topic = kafka.topics().rules();
    StreamAbilities abilities = StreamAbilities.of(first, settings);
    RulesTopic published = new RulesTopic(kafka.client(), topic, abilities);
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
    sinks.writeAtOnce(
        updates.getSideOutput(ValidateRuleRecords.RESULTS),
        "rules-status",
        ResultRecords.rulesStatus(kafka.topics().rulesStatus(), kafka.group()));
    return new AlertRules(
        RuleSetHistory.of(first),
        published,
        updates,
        new AlertsTopic(
            kafka.client(), kafka.topics().alerts(), kafka.group(), !start.earlierRuns().isEmpty()),
        start.expectedSinceMillis());
  }
}
