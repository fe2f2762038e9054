package dev.isotherm.jobs.reinject;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records of a rejected topic that never was. */
final class DeadLetters {
  private DeadLetters() {}

  /** The record at {@code r-3:offset}, written at {@code offset} milliseconds. */
  static ConsumerRecord<byte[], byte[]> entry(long offset, String value, String... headers) {
    RecordHeaders all = new RecordHeaders();
    for (String header : headers) {
      int equals = header.indexOf('=');
      all.add(header.substring(0, equals), header.substring(equals + 1).getBytes(UTF_8));
    }
    return new ConsumerRecord<>(
        "r",
        3,
        offset,
        offset,
        TimestampType.CREATE_TIME,
        1,
        0,
        "k".getBytes(UTF_8),
        value == null ? null : value.getBytes(UTF_8),
        all,
        Optional.empty());
  }

  static DeadLetter letter(String value, String... headers) {
    return new DeadLetter(entry(7, value, headers));
  }
}
