package dev.isotherm.jobs.kafka.sink;

import dev.isotherm.model.Header;
import dev.isotherm.model.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.util.function.SerializableFunction;

/**
 * Dead letters: key, value and headers as they came, then why and whence in headers of our own.
 *
 * <p>Brokers limit records as they are sent, and a producer may have packed many megabytes into a
 * few. What the topic would not take is left out, because it would fail the job again and again:
 * first the headers that came with the message, all of them; then the end of its value; at last its
 * key. What is missing is said.
 */
final class RejectedRecords implements SerializableFunction<Rejection, ResultRecord> {

  private static final long serialVersionUID = 1;

  private final String topic;
  private final int room;

  RejectedRecords(String topic, int largestBytes) {
    this.topic = topic;
    this.room = largestBytes - ResultRecords.HEADER_BYTES;
  }

  @Override
  public ResultRecord apply(Rejection rejection) {
    List<Header> came = Arrays.stream(rejection.headers()).filter(RejectedRecords::isKept).toList();
    byte[] key = rejection.key();
    byte[] value = rejection.raw();
    int roomForValue = room - length(key);
    boolean cut = length(value) > roomForValue;
    boolean headersFit = length(value) + sizeOf(came) <= roomForValue;
    List<Header> headers = new ArrayList<>(headersFit ? came : List.of());
    if (!headersFit && !came.isEmpty()) {
      headers.add(header(ResultRecords.CUT_HEADERS, Integer.toString(came.size())));
    }
    if (cut) {
      headers.add(header(ResultRecords.CUT, Integer.toString(length(value))));
    }
    headers.add(header(ResultRecords.REASON, rejection.reason().name()));
    headers.add(header(ResultRecords.DETAIL, rejection.detail()));
    headers.add(header(ResultRecords.SOURCE, rejection.source()));
    headers.add(header(ResultRecords.POSITION, Long.toString(rejection.position())));
    return new ResultRecord(
        topic,
        cut && roomForValue < 0 ? null : key,
        cut ? first(value, roomForValue) : value,
        headers.toArray(new Header[0]));
  }

  private static boolean isKept(Header header) {
    return !header.name().startsWith(ResultRecords.PREFIX)
        || header.name().equals(ResultRecords.REINJECTED);
  }

  /** In bytes, as Kafka writes them: each name and value after its length. */
  static long sizeOf(List<Header> headers) {
    long size = 0;
    for (Header header : headers) {
      int name = header.name().getBytes(StandardCharsets.UTF_8).length;
      int value = length(header.value());
      size += sizeOfLength(name) + name + sizeOfLength(value) + value;
    }
    return size;
  }

  /** Kafka writes lengths as zigzag varints: seven bits to a byte, of twice the number. */
  private static int sizeOfLength(int length) {
    return 1 + (Long.SIZE - 1 - Long.numberOfLeadingZeros(2L * length | 1)) / 7;
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static byte[] first(byte[] value, int bytes) {
    return value == null ? null : Arrays.copyOf(value, Math.min(value.length, Math.max(0, bytes)));
  }

  private static Header header(String name, String value) {
    return new Header(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
