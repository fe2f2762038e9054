package dev.isotherm.jobs.graph;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.flow.topology.AlertRules;
import dev.isotherm.jobs.kafka.rules.RuleRecord;
import dev.isotherm.jobs.kafka.rules.RuleRecordDeserializer;
import dev.isotherm.jobs.kafka.rules.RulesTopic;
import dev.isotherm.jobs.kafka.rules.ValidateRuleRecords;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.jobs.kafka.sink.ResultSinks;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The rules of a stream, and how others come to it. */
final class RulesInput {
  private RulesInput() {}

  /**
   * Reads the topic of rules, and says of each version what became of it.
   *
   * @param first in force until another version is
   */
  static AlertRules read(
      StreamExecutionEnvironment environment,
      StreamJob.Kafka kafka,
      RuleSet first,
      ResultSinks sinks) {
    String topic = kafka.topics().rules();
    boolean takesAverages = first.watches(Selector.Source.AVERAGES);
    KafkaSource<RuleRecord> source =
        KafkaSource.<RuleRecord>builder()
            .setProperties(kafka.client())
            .setTopics(topic)
            // Of no group: whoever begins reads all of it.
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setProperty("isolation.level", "read_committed")
            .setDeserializer(new RuleRecordDeserializer())
            .build();
    SingleOutputStreamOperator<RulesUpdate> updates =
        environment
            .fromSource(source, WatermarkStrategy.noWatermarks(), "read " + topic)
            .uid("read-rules")
            .setParallelism(1)
            .process(new ValidateRuleRecords(takesAverages), AlertTypes.RULES_UPDATE)
            .name("accept rules")
            .uid("accept-rules")
            .setParallelism(1);
    sinks.writeAtOnce(
        updates.getSideOutput(ValidateRuleRecords.RESULTS),
        "rules-status",
        ResultRecords.rulesStatus(kafka.topics().rulesStatus(), kafka.group()));
    return new AlertRules(
        RuleSetHistory.of(first), new RulesTopic(kafka.client(), topic, takesAverages), updates);
  }
}
