package dev.isotherm.jobs.kafka.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isotherm.model.MessageHeader;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ResultRecordTest {

  private static final ResultRecord FULL =
      new ResultRecord(
          "late",
          bytes("k"),
          bytes("v"),
          new MessageHeader[] {
            new MessageHeader("a", bytes("1")),
            new MessageHeader("none", null),
            new MessageHeader("a", bytes("2"))
          });

  /** A dead letter may have no key, a window that is withdrawn has no value. */
  private static final ResultRecord BARE = new ResultRecord("averages", null, null);

  @Test
  void crossesTheNetworkWhole() throws IOException {
    assertThat(sentAndRead(FULL)).usingRecursiveComparison().isEqualTo(FULL);
    assertThat(sentAndRead(BARE)).usingRecursiveComparison().isEqualTo(BARE);
    assertThat(sentAndRead(BARE).value()).isNull();
  }

  @Test
  void aProducerIsGivenTheSame() {
    ProducerRecord<byte[], byte[]> record = FULL.toKafka();
    assertThat(record.topic()).isEqualTo("late");
    assertThat(record.key()).containsExactly('k');
    assertThat(record.value()).containsExactly('v');
    assertThat(record.headers())
        .extracting("key", "value")
        .containsExactly(
            tuple("a", bytes("1")), tuple("none", (byte[]) null), tuple("a", bytes("2")));
    assertThat(record.partition()).isNull();
    assertThat(BARE.toKafka().value()).isNull();
  }

  private static ResultRecord sentAndRead(ResultRecord record) throws IOException {
    TypeSerializer<ResultRecord> serializer =
        ResultRecord.TYPE.createSerializer(new SerializerConfigImpl());
    DataOutputSerializer sent = new DataOutputSerializer(64);
    serializer.serialize(record, sent);
    return serializer.deserialize(new DataInputDeserializer(sent.getCopyOfBuffer()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
