package dev.isotherm.jobs.kafka.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.DefaultRecord;
import org.junit.jupiter.api.Test;

class RejectedRecordsTest {

  private static final int ROOM = 1_000;
  private static final int LARGEST = ROOM + ResultRecords.HEADER_BYTES;

  @Test
  void theMessagesOwnHeadersComeFirstAndOursMustNotBeMistaken() {
    assertThat(
            headers(
                dead(
                    10,
                    new MessageHeader("trace", bytes("a")),
                    new MessageHeader("isotherm.reason", bytes("FALSE")),
                    new MessageHeader("isotherm.cut", bytes("1")),
                    new MessageHeader("isotherm.reinjected", bytes("r-0:7")),
                    new MessageHeader("empty", null),
                    new MessageHeader("trace", bytes("b")))))
        .containsExactly(
            "trace=a",
            "isotherm.reinjected=r-0:7",
            "empty=null",
            "trace=b",
            "isotherm.reason=NOT_JSON",
            "isotherm.detail=is bad",
            "isotherm.source=t-0",
            "isotherm.position=7");
  }

  @Test
  void allIsKeptWhereTheRoomIsJustEnough() {
    // A header of 1 + 1 + 2 + 100 bytes, and a key of one.
    MessageHeader header = new MessageHeader("h", new byte[100]);
    assertThat(headers(dead(ROOM - 105, header))).hasSize(5).first().asString().startsWith("h=");
    assertThat(dead(ROOM - 104, header).headers().lastHeader("h")).isNull();
  }

  @Test
  void headersAreTheFirstToGoAndThatIsSaid() {
    ProducerRecord<byte[], byte[]> dead =
        dead(10, new MessageHeader("a", new byte[600]), new MessageHeader("b", new byte[600]));
    assertThat(dead.value()).hasSize(10);
    assertThat(dead.key()).hasSize(1);
    assertThat(headers(dead)).hasSize(5).contains("isotherm.cut-headers=2");
  }

  @Test
  void thenTheEndOfTheValueAndThatIsSaidToo() {
    ProducerRecord<byte[], byte[]> dead = dead(5_000, new MessageHeader("a", new byte[6]));
    assertThat(dead.value()).hasSize(ROOM - 1);
    assertThat(headers(dead)).hasSize(6).contains("isotherm.cut-headers=1", "isotherm.cut=5000");
  }

  @Test
  void headersAreMeasuredAsKafkaWritesThem() {
    for (int count : new int[] {1, 300}) {
      for (int size : new int[] {0, 63, 64, 8_191, 8_192}) {
        MessageHeader header = new MessageHeader("n".repeat(1 + size % 100), new byte[size]);
        RecordHeader[] headers = new RecordHeader[count];
        Arrays.fill(headers, new RecordHeader(header.name(), header.value()));
        int with = DefaultRecord.sizeInBytes(0, 0, null, null, headers);
        int without = DefaultRecord.sizeInBytes(0, 0, null, null, new RecordHeader[0]);
        long measured = RejectedRecords.sizeOf(Collections.nCopies(count, header));
        // The lengths of the record and of the list grow, too.
        assertThat(with - without).isBetween((int) measured, (int) measured + 5);
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> dead(int valueBytes, MessageHeader... headers) {
    return ResultRecords.rejected("r", LARGEST)
        .apply(
            new Rejection(
                RejectionReason.NOT_JSON,
                "is bad",
                "t-0",
                7,
                new byte[valueBytes],
                bytes("k"),
                headers))
        .toKafka();
  }

  private static List<String> headers(ProducerRecord<byte[], byte[]> dead) {
    List<String> headers = new ArrayList<>();
    dead.headers()
        .forEach(
            header ->
                headers.add(
                    header.key()
                        + "="
                        + (header.value() == null ? null : new String(header.value(), UTF_8))));
    return headers;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
