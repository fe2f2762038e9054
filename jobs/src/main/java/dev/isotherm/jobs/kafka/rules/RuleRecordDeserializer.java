package dev.isotherm.jobs.kafka.rules;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Deserializes the topic of rules. Never throws: a {@link RuleRecord} holds its error. */
public final class RuleRecordDeserializer implements KafkaRecordDeserializationSchema<RuleRecord> {

  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RuleRecord> out) {
    out.collect(RuleRecord.of(record));
  }

  @Override
  public TypeInformation<RuleRecord> getProducedType() {
    return Types.POJO(RuleRecord.class);
  }
}
