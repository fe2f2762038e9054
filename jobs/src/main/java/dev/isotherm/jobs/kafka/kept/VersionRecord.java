package dev.isotherm.jobs.kafka.kept;

import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record that a {@link KeptTopic} has got.
 *
 * @param source {@code topic-partition:offset}
 * @param effectiveFromMillis when its version is in force
 * @param version the fingerprint of the version
 * @param next the offset after the record
 * @param isLast whether it is the last one of its version
 */
public record VersionRecord(
    String source, long effectiveFromMillis, String version, long next, boolean isLast) {

  /** Header of the last record of a version. */
  static final String LAST = "isotherm.last";

  /** A record, once it is known what its version is. */
  public static VersionRecord of(
      ConsumerRecord<byte[], byte[]> record, long fromMillis, String version) {
    return new VersionRecord(
        KeptTopic.source(record),
        fromMillis,
        version,
        record.offset() + 1,
        record.headers().lastHeader(LAST) != null);
  }

  /** Reads a record. */
  @FunctionalInterface
  public interface Reader extends Serializable {

    /**
     * Reads a record.
     *
     * @throws RuntimeException with a sentence, if it is not valid
     */
    VersionRecord read(ConsumerRecord<byte[], byte[]> record);
  }

  /** Reads the topic. Never throws: what does not count is logged. */
  public static final class Deserializer
      implements KafkaRecordDeserializationSchema<VersionRecord> {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(Deserializer.class);

    private final Reader reader;

    public Deserializer(Reader reader) {
      this.reader = reader;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<VersionRecord> out) {
      try {
        out.collect(reader.read(record));
      } catch (RuntimeException invalid) {
        LOG.warn("A record does not count: {}: {}", KeptTopic.source(record), invalid.getMessage());
      }
    }

    @Override
    public TypeInformation<VersionRecord> getProducedType() {
      return Types.POJO(VersionRecord.class);
    }
  }
}
