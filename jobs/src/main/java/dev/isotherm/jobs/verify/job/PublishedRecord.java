package dev.isotherm.jobs.verify.job;

import dev.isotherm.jobs.graph.ReplayJob;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.wire.OffsetRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of a result topic, not parsed; public only because Flink serialises it.
 *
 * @param value {@code null} for a tombstone, and for a record whose value does not matter
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only passed on
public record PublishedRecord(
    int partition,
    long offset,
    byte @Nullable [] key,
    byte @Nullable [] value,
    MessageHeader[] headers) {

  /**
   * Returns the text of a header.
   *
   * @throws IllegalArgumentException if there is none
   */
  String header(String name) {
    String text = headerOrNull(name);
    if (text == null) {
      throw new IllegalArgumentException("header " + name + " is missing");
    }
    return text;
  }

  /** Returns the text of a header; {@code null} if there is none. */
  @Nullable String headerOrNull(String name) {
    for (MessageHeader header : headers) {
      if (header.name().equals(name) && header.value() != null) {
        return new String(header.value(), StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  static PublishedRecord of(ConsumerRecord<byte[], byte[]> message, boolean withValues) {
    return new PublishedRecord(
        message.partition(),
        message.offset(),
        withValues ? message.key() : null,
        withValues ? message.value() : null,
        Arrays.stream(message.headers().toArray())
            .map(header -> new MessageHeader(header.key(), header.value()))
            .toArray(MessageHeader[]::new));
  }

  /**
   * Creates a bounded source of a result topic.
   *
   * @param withValues whether keys and values matter; if not, they are left out
   */
  static KafkaSource<PublishedRecord> source(
      Properties client, OffsetRange range, boolean withValues) {
    return ReplayJob.source(client, range, new Deserializer(withValues));
  }

  private static final class Deserializer
      implements KafkaRecordDeserializationSchema<PublishedRecord> {

    private static final long serialVersionUID = 1;

    private final boolean withValues;

    Deserializer(boolean withValues) {
      this.withValues = withValues;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<PublishedRecord> out)
        throws IOException {
      out.collect(of(message, withValues));
    }

    @Override
    public TypeInformation<PublishedRecord> getProducedType() {
      return ResultTypes.PUBLISHED_RECORD;
    }
  }
}
