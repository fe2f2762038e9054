package dev.isotherm.jobs.stream;

import dev.isotherm.model.Header;
import dev.isotherm.model.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Dead letters: key, value and headers as they came, then why and whence in headers of our own.
 *
 * <p>Brokers limit records as they are sent, and a producer may have packed many megabytes into a
 * few. What the topic would not take is left out, because it would fail the job again and again:
 * first the headers that came with the message, all of them; then the end of its value; at last its
 * key. What is missing is said.
 */
final class RejectedRecords implements KafkaRecordSerializationSchema<Rejection> {

  private static final long serialVersionUID = 1;

  private final String topic;
  private final int room;

  RejectedRecords(String topic, int largestBytes) {
    this.topic = topic;
    this.room = largestBytes - ResultRecords.HEADER_BYTES;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Rejection rejection, KafkaSinkContext context, Long timestamp) {
    List<Header> came = Arrays.stream(rejection.headers()).filter(RejectedRecords::isKept).toList();
    byte[] key = rejection.key();
    byte[] value = rejection.raw();
    int roomForValue = room - length(key);
    boolean cut = length(value) > roomForValue;
    boolean headersFit = length(value) + sizeOf(came) <= roomForValue;
    ProducerRecord<byte[], byte[]> dead =
        cut
            ? new ProducerRecord<>(topic, roomForValue < 0 ? null : key, first(value, roomForValue))
            : new ProducerRecord<>(topic, key, value);
    Headers headers = dead.headers();
    if (headersFit) {
      came.forEach(header -> headers.add(header.name(), header.value()));
    } else if (!came.isEmpty()) {
      add(headers, ResultRecords.CUT_HEADERS, Integer.toString(came.size()));
    }
    if (cut) {
      add(headers, ResultRecords.CUT, Integer.toString(length(value)));
    }
    add(headers, ResultRecords.REASON, rejection.reason().name());
    add(headers, ResultRecords.DETAIL, rejection.detail());
    add(headers, ResultRecords.SOURCE, rejection.source());
    add(headers, ResultRecords.POSITION, Long.toString(rejection.position()));
    return dead;
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

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
