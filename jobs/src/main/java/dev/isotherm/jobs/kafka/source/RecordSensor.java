package dev.isotherm.jobs.kafka.source;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.MessageBlockParser;
import dev.isotherm.parse.mapping.SensorSource;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Takes the sensor of a message from its Kafka record. Not thread-safe. */
public final class RecordSensor {

  private final SensorSource source;
  private final MessageBlockParser parser;
  private byte @Nullable [] latest;

  public RecordSensor(SensorSource source, MessageBlockParser parser) {
    this.source = source;
    this.parser = parser;
  }

  /**
   * Sets the sensor of the parser for a record.
   *
   * @return {@code null} if the record has a valid one, or if the message names the sensor
   */
  public Parsed.@Nullable Rejected apply(ConsumerRecord<byte[], byte[]> message) {
    if (!source.isOutside()) {
      return null;
    }
    byte[] bytes = bytesOf(message);
    if (latest != null && Arrays.equals(bytes, latest)) {
      return null;
    }
    if (bytes == null) {
      return rejected("is missing");
    }
    if (!Utf8.isValid(bytes, 0, bytes.length)) {
      return rejected(Excerpt.quoted(bytes, 0, bytes.length) + " is not UTF-8 text");
    }
    String name = new String(bytes, StandardCharsets.UTF_8);
    String error = Series.nameError(name);
    if (error != null) {
      return rejected(error);
    }
    parser.fixSensor(name);
    latest = bytes;
    return null;
  }

  private byte @Nullable [] bytesOf(ConsumerRecord<byte[], byte[]> message) {
    return switch (source.kind()) {
      case KEY -> message.key();
      case HEADER -> {
        Header header = message.headers().lastHeader(source.name());
        yield header == null ? null : header.value();
      }
      case TOPIC -> message.topic().getBytes(StandardCharsets.UTF_8);
      default -> source.name().getBytes(StandardCharsets.UTF_8);
    };
  }

  private Parsed.Rejected rejected(String error) {
    return new Parsed.Rejected(
        RejectionReason.NO_SENSOR, "the sensor, " + source + " of the record, " + error);
  }
}
