package dev.isotherm.jobs.kafka.source;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Emits records unchanged, because {@link MessageReader} parses them. */
public final class RecordDeserializer
    implements KafkaRecordDeserializationSchema<ConsumerRecord<byte[], byte[]>> {

  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(
      ConsumerRecord<byte[], byte[]> message, Collector<ConsumerRecord<byte[], byte[]>> out) {
    out.collect(message);
  }

  /** Not called: records never leave {@link MessageSource}, which has its own produced type. */
  @Override
  public TypeInformation<ConsumerRecord<byte[], byte[]>> getProducedType() {
    throw new UnsupportedOperationException("records have no type of their own");
  }
}
