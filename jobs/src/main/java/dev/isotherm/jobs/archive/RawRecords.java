package dev.isotherm.jobs.archive;

import dev.isotherm.jobs.kafka.source.MessageBlockBuilder;
import dev.isotherm.model.RawMessage;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the records of a topic as the lines of an archive are read. */
public final class RawRecords implements KafkaRecordDeserializationSchema<RawMessage> {

  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<RawMessage> out) {
    out.collect(MessageBlockBuilder.raw(message));
  }

  @Override
  public TypeInformation<RawMessage> getProducedType() {
    return ArchivedMessages.RAW_MESSAGE;
  }
}
