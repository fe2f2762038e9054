package dev.isotherm.jobs.kafka.sink;

import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates dead letters: the original key, value and headers, and further headers with the reason
 * and the position of the message.
 *
 * <p>Brokers limit the size of records as they are sent, and a producer may have compressed many
 * megabytes into a few. A record that is too large for the topic would make the job fail again and
 * again. So parts are omitted, and headers say which: first all original headers, then the end of
 * the value, and last the key.
 */
final class RejectedRecords {
  private RejectedRecords() {}

  /**
   * Creates the dead letter of a message.
   *
   * @param maxBytes maximal size of a record of the topic
   */
  static ResultRecord of(String topic, int maxBytes, Rejection rejection) {
    List<MessageHeader> original =
        Arrays.stream(rejection.headers()).filter(RejectedRecords::isKept).toList();
    byte[] key = rejection.key();
    byte[] value = rejection.raw();
    int maxValueBytes = maxBytes - ResultRecords.HEADER_BYTES - length(key);
    boolean cut = length(value) > maxValueBytes;
    boolean headersFit = length(value) + sizeOf(original) <= maxValueBytes;
    List<MessageHeader> headers = new ArrayList<>(headersFit ? original : List.of());
    if (!headersFit && !original.isEmpty()) {
      headers.add(header(ResultRecords.CUT_HEADERS, Integer.toString(original.size())));
    }
    if (cut) {
      headers.add(header(ResultRecords.CUT, Integer.toString(length(value))));
    }
    headers.add(header(ResultRecords.REASON, rejection.reason().name()));
    headers.add(header(ResultRecords.DETAIL, rejection.detail()));
    headers.add(header(ResultRecords.SOURCE, rejection.source()));
    headers.add(header(ResultRecords.POSITION, Long.toString(rejection.position())));
    if (rejection.element() != Rejection.WHOLE) {
      headers.add(header(ResultRecords.ELEMENT, Integer.toString(rejection.element())));
      headers.add(header(ResultRecords.ELEMENTS, Integer.toString(rejection.messages())));
    }
    if (rejection.recordMillis() != Rejection.UNTIMED) {
      headers.add(header(ResultRecords.TIMESTAMP, Long.toString(rejection.recordMillis())));
    }
    return new ResultRecord(
        topic,
        cut && maxValueBytes < 0 ? null : key,
        cut ? first(value, maxValueBytes) : value,
        headers.toArray(new MessageHeader[0]));
  }

  private static boolean isKept(MessageHeader header) {
    return !header.name().startsWith(ResultRecords.PREFIX)
        || header.name().equals(ResultRecords.REINJECTED);
  }

  /** Serialized size in bytes: Kafka writes each name and value after its length. */
  static long sizeOf(List<MessageHeader> headers) {
    long size = 0;
    for (MessageHeader header : headers) {
      int name = header.name().getBytes(StandardCharsets.UTF_8).length;
      int value = length(header.value());
      size += sizeOfLength(name) + name + sizeOfLength(value) + value;
    }
    return size;
  }

  /** Kafka writes lengths as zigzag varints: twice the number, in seven bits per byte. */
  private static int sizeOfLength(int length) {
    return 1 + (Long.SIZE - 1 - Long.numberOfLeadingZeros(2L * length | 1)) / 7;
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static byte @Nullable [] first(byte @Nullable [] value, int bytes) {
    return value == null ? null : Arrays.copyOf(value, Math.min(value.length, Math.max(0, bytes)));
  }

  private static MessageHeader header(String name, String value) {
    return new MessageHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
