package dev.isotherm.jobs.kafka.source;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Leaves records as they are; {@link MessageReader} parses them. */
public final class RecordDeserializer
    implements KafkaRecordDeserializationSchema<ConsumerRecord<byte[], byte[]>> {

  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(
      ConsumerRecord<byte[], byte[]> message, Collector<ConsumerRecord<byte[], byte[]>> out) {
    out.collect(message);
  }

  /** Records never leave the source, which says itself what does. */
  @Override
  public TypeInformation<ConsumerRecord<byte[], byte[]>> getProducedType() {
    throw new UnsupportedOperationException("records have no type of their own");
  }
}
