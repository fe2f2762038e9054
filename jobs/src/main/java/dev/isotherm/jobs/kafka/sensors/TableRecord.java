package dev.isotherm.jobs.kafka.sensors;

import dev.isotherm.sensors.SensorChange;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A change that the topic of the sensor table has got.
 *
 * @param source {@code topic-partition:offset}
 * @param effectiveFromMillis when it is in force
 * @param next the offset after it
 * @param isLast whether it is the last one of a version
 */
public record TableRecord(String source, long effectiveFromMillis, long next, boolean isLast) {

  /** Header of the last record of a version. */
  static final String LAST = "isotherm.last";

  /** Reads the topic. Never throws: what does not count is logged. */
  public static final class Deserializer implements KafkaRecordDeserializationSchema<TableRecord> {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(Deserializer.class);

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<TableRecord> out) {
      try {
        SensorChange change = SensorLog.read(record);
        out.collect(
            new TableRecord(
                SensorLog.source(record),
                change.fromMillis(),
                record.offset() + 1,
                record.headers().lastHeader(LAST) != null));
      } catch (RuntimeException invalid) {
        LOG.warn("A change of the sensor table does not count: {}", invalid.getMessage());
      }
    }

    @Override
    public TypeInformation<TableRecord> getProducedType() {
      return Types.POJO(TableRecord.class);
    }
  }
}
