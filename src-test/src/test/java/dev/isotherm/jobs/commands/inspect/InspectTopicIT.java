package dev.isotherm.jobs.commands.inspect;

import static dev.isotherm.fixtures.CommandTrial.isotherm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.LiveRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class InspectTopicIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();

  @Test
  void proposesTheKeyForTheSensorAndPathsForTheMetrics() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String value =
          String.format(
              "{\"time\": \"2025-07-01T12:00:%02dZ\", \"data\": {\"temperature\": %d.5}, \"n\":"
                  + " \"x\"}",
              i, 20 + i);
      records.add(
          new ProducerRecord<>(
              topics.readings(),
              i % 2,
              1_751_371_200_000L + i,
              bytes("cellar-" + i % 3),
              bytes(value)));
    }
    records.add(new ProducerRecord<>(topics.readings(), 0, bytes("cellar-0"), bytes("{")));
    KAFKA.produce(records);
    CommandTrial trial =
        isotherm("inspect", "--topic=" + topics.readings(), "-b=" + KAFKA.bootstrapServers());
    assertThat(trial.code()).as(trial.out() + trial.err()).isZero();
    assertThat(trial.out())
        .contains("11 messages looked at")
        .contains("10 messages accepted with 10 readings, 1 rejected")
        .contains(
            """
              2025-07-01T12:00:00Z  cellar-0  temperature  20.5
              2025-07-01T12:00:01Z  cellar-1  temperature  21.5
              2025-07-01T12:00:02Z  cellar-2  temperature  22.5
              2025-07-01T12:00:03Z  cellar-0  temperature  23.5
              2025-07-01T12:00:04Z  cellar-1  temperature  24.5
            """)
        .contains(
            "isotherm stream --topic "
                + topics.readings()
                + " --timestamp-field time --sensor @key --metrics temperature=data.temperature");
  }

  @Test
  void looksAtAvroWithTheSchemasOfARegistry() throws Exception {
    String text =
        """
        {"type": "record", "name": "R", "fields": [
          {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "device", "type": "string"},
          {"name": "volts", "type": "double"}]}
        """;
    Schema schema = new Schema.Parser().parse(text);
    GenericRecord reading = new GenericData.Record(schema);
    reading.put("at", 1_751_371_200_000L);
    reading.put("device", "pump-1");
    reading.put("volts", 3.25);
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    KAFKA.produce(
        List.of(new ProducerRecord<>(topics.readings(), LiveRegistry.wire(7, schema, reading))));
    try (LiveRegistry registry = LiveRegistry.start()) {
      registry.add(7, text);
      CommandTrial trial =
          isotherm(
              "inspect",
              "--topic=" + topics.readings(),
              "-b=" + KAFKA.bootstrapServers(),
              "--value-format=avro",
              "--schema-registry=" + registry.url());
      assertThat(trial.code()).as(trial.out() + trial.err()).isZero();
      assertThat(trial.out())
          .contains("Avro; its last 1 message looked at")
          .contains("2025-07-01T12:00:00Z  pump-1  volts  3.25")
          .endsWith(
              "isotherm stream --topic "
                  + topics.readings()
                  + " --value-format avro --schema-registry "
                  + registry.url()
                  + " --timestamp-field at --sensor-field device\n");
    }
  }

  @Test
  void proposesElements() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    String element = "{\"at\":\"2025-07-01T12:00:0%dZ\",\"device\":\"p\",\"volts\":%d.5}";
    List<ProducerRecord<byte[], byte[]>> packs = new ArrayList<>();
    for (int i = 0; i < 8; i += 2) {
      String pack = "[" + element.formatted(i, i) + "," + element.formatted(i + 1, i + 1) + "]";
      packs.add(new ProducerRecord<>(topics.readings(), bytes(pack)));
    }
    KAFKA.produce(packs);
    CommandTrial trial =
        isotherm("inspect", "--topic=" + topics.readings(), "-b=" + KAFKA.bootstrapServers());
    assertThat(trial.code()).as(trial.out() + trial.err()).isZero();
    assertThat(trial.out())
        .contains("--elements .: each element of the array is a message")
        .contains("2025-07-01T12:00:01Z  p  volts  1.5")
        .contains("8 messages")
        .endsWith(" --elements . --timestamp-field at --sensor-field device\n");
  }

  @Test
  void saysThatThereIsNoSuchTopic() {
    CommandTrial trial =
        isotherm("inspect", "--topic=no-such-topic", "-b=" + KAFKA.bootstrapServers());
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err()).contains("--topic no-such-topic: is not on the broker");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
