package dev.isotherm.jobs.reinject;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.isotherm.jobs.kafka.sink.ResultRecords;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** One record of the rejected topic. */
public record DeadLetter(ConsumerRecord<byte[], byte[]> entry) {

  /** Where it is: {@code topic-partition:offset}. */
  public String position() {
    return entry.topic() + "-" + entry.partition() + ":" + entry.offset();
  }

  /** Why it was rejected, as a word; {@code null} for a record that is no dead letter. */
  public String reason() {
    return header(ResultRecords.REASON);
  }

  /** Why it was rejected, as a sentence. */
  public String detail() {
    String detail = header(ResultRecords.DETAIL);
    return detail == null ? "" : detail;
  }

  byte[] value() {
    return entry.value();
  }

  /** What is missing of the message, as a sentence; {@code null} if it is whole. */
  String missing() {
    String bytes = header(ResultRecords.CUT);
    if (bytes != null) {
      return "only the first " + value().length + " of its " + bytes + " bytes are there";
    }
    String headers = header(ResultRecords.CUT_HEADERS);
    return headers == null ? null : "its headers, " + headers + " of them, are not there";
  }

  /** Whether the message had been a dead letter before. */
  boolean wasReinjected() {
    return header(ResultRecords.REINJECTED) != null;
  }

  /**
   * The message as it was, but for its value and the header that names this letter.
   *
   * @param topic where it is to go; the partition follows from the key
   */
  public ProducerRecord<byte[], byte[]> message(String topic, byte[] value) {
    ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, entry.key(), value);
    for (Header header : entry.headers()) {
      if (!header.key().startsWith(ResultRecords.PREFIX)) {
        message.headers().add(header);
      }
    }
    message.headers().add(ResultRecords.REINJECTED, position().getBytes(UTF_8));
    return message;
  }

  private String header(String name) {
    Header header = entry.headers().lastHeader(name);
    return header == null ? null : header.value() == null ? "" : new String(header.value(), UTF_8);
  }
}
