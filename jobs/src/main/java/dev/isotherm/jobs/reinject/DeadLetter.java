package dev.isotherm.jobs.reinject;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.wire.ReinjectionMark;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record of the rejected topic. */
public record DeadLetter(ConsumerRecord<byte[], byte[]> entry) {

  /** The position, {@code topic-partition:offset}. */
  public String position() {
    return entry.topic() + "-" + entry.partition() + ":" + entry.offset();
  }

  /** The reason of the rejection as a word; {@code null} for a record that is no dead letter. */
  public @Nullable String reason() {
    return header(ResultRecords.REASON);
  }

  /** The reason of the rejection as a sentence. */
  public String detail() {
    return Objects.requireNonNullElse(header(ResultRecords.DETAIL), "");
  }

  byte @Nullable [] value() {
    return entry.value();
  }

  /** Which part of the message is missing, as a sentence; {@code null} if it is complete. */
  @Nullable String missing() {
    String bytes = header(ResultRecords.CUT);
    if (bytes != null) {
      return "only the first " + value().length + " of its " + bytes + " bytes are there";
    }
    String headers = header(ResultRecords.CUT_HEADERS);
    return headers == null ? null : "its headers, " + headers + " of them, are not there";
  }

  /** Whether the message was a dead letter before. */
  boolean wasReinjected() {
    return header(ResultRecords.REINJECTED) != null;
  }

  /** The timestamp of the message, if it is the instant of its readings; else {@code null}. */
  private @Nullable Long timestamp() {
    String millis = header(ResultRecords.TIMESTAMP);
    return millis == null ? null : Long.valueOf(millis);
  }

  /**
   * The original message with another value and a header that names this letter. It has the time of
   * its publication as timestamp, unless the original timestamp is the instant of its readings.
   *
   * @param topic the target; the partition follows from the key
   */
  public ProducerRecord<byte[], byte[]> message(String topic, byte[] value) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(topic, null, timestamp(), entry.key(), value);
    for (Header header : entry.headers()) {
      if (!header.key().startsWith(ResultRecords.PREFIX)) {
        message.headers().add(header);
      }
    }
    message.headers().add(ResultRecords.REINJECTED, position().getBytes(UTF_8));
    return message;
  }

  ReinjectionMark mark() {
    return ReinjectionMark.of(
        entry.topic(), entry.partition(), entry.offset(), reason(), entry.timestamp());
  }

  /** The record that marks this letter as reinjected. */
  public ProducerRecord<byte[], byte[]> mark(String marksTopic) {
    ReinjectionMark mark = mark();
    return new ProducerRecord<>(
        marksTopic, mark.key().getBytes(UTF_8), mark.value().getBytes(UTF_8));
  }

  private @Nullable String header(String name) {
    Header header = entry.headers().lastHeader(name);
    if (header == null) {
      return null;
    }
    return header.value() == null ? "" : new String(header.value(), UTF_8);
  }
}
