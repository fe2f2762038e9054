package dev.isotherm.jobs.kafka.sink;

import dev.isotherm.model.MessageHeader;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record for one of the topics of results, as it is sent over Flink's network.
 *
 * @param key records with the same key stay in order; {@code null} for none
 * @param value {@code null} for a tombstone, which deletes the key in a compacted topic
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ResultRecord(
    String topic, byte @Nullable [] key, byte @Nullable [] value, MessageHeader[] headers) {

  static final TypeInformation<ResultRecord> TYPE = Types.POJO(ResultRecord.class);

  public ResultRecord {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(headers, "headers");
  }

  /** A record without headers. */
  ResultRecord(String topic, byte[] key, byte @Nullable [] value) {
    this(topic, key, value, new MessageHeader[0]);
  }

  /** Converts this record for a producer. */
  ProducerRecord<byte[], byte[]> toKafka() {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
    for (MessageHeader header : headers) {
      record.headers().add(header.name(), header.value());
    }
    return record;
  }
}
