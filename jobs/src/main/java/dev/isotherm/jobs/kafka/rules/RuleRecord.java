package dev.isotherm.jobs.kafka.rules;

import dev.isotherm.wire.JsonFieldsReader;
import dev.isotherm.wire.JsonLinesWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record of the topic of rules: a file of rules as it is, and when its rules become active.
 *
 * @param source {@code topic-partition:offset}
 * @param effectiveFromMillis what its header says; without one {@link #LEAD} after the record's own
 *     timestamp
 * @param text of the file; {@code null} if it cannot be decoded
 * @param error why the record is rejected, whatever its rules; {@code null} for no reason
 */
public record RuleRecord(
    String source, long effectiveFromMillis, @Nullable String text, @Nullable String error) {

  /** Header with the instant, in ISO-8601. */
  public static final String EFFECTIVE_FROM = "isotherm.effective-from";

  /** How far ahead a version must be published, so that no reading of its instant comes before. */
  public static final Duration LEAD = Duration.ofSeconds(5);

  /** Reads the topic of rules. Never throws: a {@link RuleRecord} holds its error. */
  public static final class Deserializer implements KafkaRecordDeserializationSchema<RuleRecord> {

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

  /** Reads a record. Never throws: what is wrong is said in it. */
  static RuleRecord of(ConsumerRecord<byte[], byte[]> record) {
    String source = record.topic() + "-" + record.partition() + ":" + record.offset();
    long from = record.timestamp() + LEAD.toMillis();
    String text = null;
    String error = null;
    Header header = record.headers().lastHeader(EFFECTIVE_FROM);
    if (header != null) {
      String instant =
          header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
      try {
        from = Instant.parse(instant).toEpochMilli();
      } catch (DateTimeException | ArithmeticException notAnInstant) {
        error =
            String.format(
                "header %s %s: must be an instant such as 2025-07-01T12:00:00Z",
                EFFECTIVE_FROM, instant);
      }
    }
    if (record.value() == null) {
      error = "has no value" + versionOf(record.key());
    } else {
      try {
        text =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record.value())).toString();
      } catch (CharacterCodingException notText) {
        error = "is not UTF-8";
      }
    }
    return new RuleRecord(source, from, text, error);
  }

  /** The version that a compacted topic deletes because of a record without a value. */
  private static String versionOf(byte @Nullable [] key) {
    try {
      JsonFieldsReader fields = JsonFieldsReader.of(key == null ? new byte[0] : key);
      return String.format(
          "; if the topic is compacted, it deletes version %s from %s, whose file must be published"
              + " again",
          UUID.fromString(fields.text("version")),
          JsonLinesWriter.instant(fields.instant("effective_from")));
    } catch (IllegalArgumentException ofNoVersion) {
      return "; the versions stay";
    }
  }

  /**
   * A version to publish. Its key holds what it is, too: no other version replaces it when the
   * topic is compacted, because readings have been evaluated by it.
   */
  static ProducerRecord<byte[], byte[]> toPublish(
      String topic, long effectiveFromMillis, String version, String text) {
    String instant = JsonLinesWriter.instant(effectiveFromMillis);
    byte[] key =
        JsonLinesWriter.object(
            json -> {
              json.writeStringField("effective_from", instant);
              json.writeStringField("version", version);
            });
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, key, text.getBytes(StandardCharsets.UTF_8));
    record.headers().add(EFFECTIVE_FROM, instant.getBytes(StandardCharsets.UTF_8));
    return record;
  }
}
