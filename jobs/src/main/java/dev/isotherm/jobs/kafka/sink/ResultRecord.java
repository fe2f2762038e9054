package dev.isotherm.jobs.kafka.sink;

import dev.isotherm.model.Header;
import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record for one of the topics of results, as it crosses Flink's network.
 *
 * @param key what keeps records of one kind in order; {@code null} where there is none
 * @param value {@code null} for what deletes the key of a compacted topic
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below, by content
public record ResultRecord(String topic, byte[] key, byte[] value, Header[] headers) {

  static final TypeInformation<ResultRecord> TYPE = Types.POJO(ResultRecord.class);

  public ResultRecord {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(headers, "headers");
  }

  /** A record without headers. */
  ResultRecord(String topic, byte[] key, byte[] value) {
    this(topic, key, value, new Header[0]);
  }

  /** The same for a producer. */
  ProducerRecord<byte[], byte[]> toKafka() {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
    for (Header header : headers) {
      record.headers().add(header.name(), header.value());
    }
    return record;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResultRecord that
        && topic.equals(that.topic)
        && Arrays.equals(key, that.key)
        && Arrays.equals(value, that.value)
        && Arrays.equals(headers, that.headers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, Arrays.hashCode(key), Arrays.hashCode(value));
  }

  @Override
  public String toString() {
    return topic + ", a value of " + (value == null ? "no" : value.length) + " bytes";
  }
}
