package dev.isotherm.jobs.kafka.source;

import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.wire.JsonLinesReader;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the entries of the ledger, all of which have been seen to be such before. */
public final class LateReadingDeserializer
    implements KafkaRecordDeserializationSchema<LateReading> {

  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<LateReading> out) {
    out.collect(JsonLinesReader.readLate(message.value()));
  }

  @Override
  public TypeInformation<LateReading> getProducedType() {
    return ModelTypes.LATE_READING;
  }
}
