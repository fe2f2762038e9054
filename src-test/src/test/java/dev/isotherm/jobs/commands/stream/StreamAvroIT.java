package dev.isotherm.jobs.commands.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.LiveRegistry;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.files.ResultFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A stream of Avro messages, with a schema registry, publishes what one of JSON messages does. */
class StreamAvroIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);
  private static final int MESSAGES = 60;
  private static final int ID = 7;
  private static final int UNKNOWN_ID = 99;
  private static final String METRICS = "--metrics=temperature,humidity=data.humidity";

  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"Reading","fields":[
                {"name":"timestamp","type":{"type":"long","logicalType":"timestamp-micros"}},
                {"name":"sensor_id","type":"string"},
                {"name":"temperature","type":["null","float"]},
                {"name":"data","type":{"type":"record","name":"Data","fields":[
                  {"name":"humidity","type":"double"},
                  {"name":"rssi","type":"int"}]}}]}
              """);

  private final LiveRegistry registry = LiveRegistry.start();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    registry.close();
  }

  /** The first reading has no temperature, the second a humidity that is no number. */
  private static List<ProducerRecord<byte[], byte[]>> messages(
      LiveKafka.TestTopics topics, boolean inAvro) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      Instant at = Instant.parse("2025-07-01T12:00:00.250Z").plusSeconds(7L * i);
      Float temperature = i == 0 ? null : 26 + i % 6 + 0.1f;
      double humidity = i == 1 ? Double.NaN : 40 + i / 8.0;
      byte[] value =
          inAvro
              ? LiveRegistry.wire(ID, SCHEMA, avro(at, "s" + i % 4, temperature, humidity))
              : ("{\"timestamp\":\"%s\",\"sensor_id\":\"s%d\",\"temperature\":%s,"
                      + "\"data\":{\"humidity\":%s,\"rssi\":-70}}")
                  .formatted(at, i % 4, temperature, humidity)
                  .getBytes(UTF_8);
      messages.add(new ProducerRecord<>(topics.readings(), i % 2, at.toEpochMilli(), null, value));
    }
    messages.add(
        new ProducerRecord<>(
            topics.readings(),
            0,
            Instant.parse("2025-07-01T12:01:00Z").toEpochMilli(),
            null,
            bad(inAvro)));
    return messages;
  }

  private static byte[] bad(boolean inAvro) {
    return inAvro ? new byte[] {0, 0, 0, 0, UNKNOWN_ID, 2, 4} : "?".getBytes(UTF_8);
  }

  private static GenericRecord avro(Instant at, String sensor, Float temperature, double humidity) {
    GenericRecord data = new GenericData.Record(SCHEMA.getField("data").schema());
    data.put("humidity", humidity);
    data.put("rssi", -70);
    GenericRecord reading = new GenericData.Record(SCHEMA);
    reading.put("timestamp", at.toEpochMilli() * 1_000);
    reading.put("sensor_id", sensor);
    reading.put("temperature", temperature);
    reading.put("data", data);
    return reading;
  }

  private String[] avroOptions() {
    return new String[] {METRICS, "--value-format=avro", "--schema-registry=" + registry.url()};
  }

  private BatchRun replay(LiveKafka.TestTopics topics, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--topic=" + topics.readings());
    all.add("--bootstrap-servers=" + KAFKA.bootstrapServers());
    all.add("--window=1min");
    all.add("--rules=default");
    return BatchRun.of("replay", FLINK, Files.createTempDirectory(folder, "replay"), all.toArray());
  }

  @Test
  void givesWhatJsonGives() throws Exception {
    LiveKafka.TestTopics json = KAFKA.freshTopics(2);
    LiveKafka.TestTopics avro = KAFKA.freshTopics(2);
    KAFKA.produce(messages(json, false));
    KAFKA.produce(messages(avro, true));
    registry.add(ID, SCHEMA.toString());

    BatchRun ofJson = replay(json, METRICS);
    BatchRun ofAvro = replay(avro, avroOptions());
    assertThat(ofAvro.trial().code()).as(ofAvro.trial().err()).isZero();
    assertThat(ofAvro.lines(ResultFolder.AVERAGES))
        .hasSizeGreaterThan(20)
        .isEqualTo(ofJson.lines(ResultFolder.AVERAGES));
    assertThat(ofAvro.lines(ResultFolder.TRANSITIONS))
        .isNotEmpty()
        .isEqualTo(ofJson.lines(ResultFolder.TRANSITIONS));
    assertThat(ofAvro.summary())
        .contains("left_out")
        .isEqualTo(ofJson.summary().replace("NOT_JSON", "NOT_AVRO"));
    assertThat(ofAvro.rejected())
        .singleElement()
        .satisfies(
            rejection -> {
              assertThat(rejection.raw()).isEqualTo(bad(true));
              assertThat(rejection.detail())
                  .isEqualTo("schema 99 is not known to the schema registry");
            });

    BatchRun asJson = replay(avro, METRICS);
    assertThat(asJson.trial().code()).isEqualTo(2);
    assertThat(asJson.trial().err()).contains("--value-format avro reads it");
    BatchRun jsonAsAvro = replay(json, avroOptions());
    assertThat(jsonAsAvro.trial().code()).isEqualTo(2);
    assertThat(jsonAsAvro.trial().err()).contains("leave out --value-format avro");

    CommandTrial diff =
        CommandTrial.run(
            Isotherm.commandLine(FLINK::create),
            "rules",
            "diff",
            "none",
            "default",
            "--on=topic:" + avro.readings(),
            "--bootstrap-servers=" + KAFKA.bootstrapServers(),
            METRICS,
            "--value-format=avro",
            "--schema-registry=" + registry.url());
    assertThat(diff.code()).as(diff.err()).isZero();
    assertThat(diff.err()).contains("61 messages, 1 of them rejected; 118 readings");
  }

  @Test
  void aRegistryThatIsAwayRejectsNothing() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    KAFKA.produce(messages(topics, true));
    registry.add(ID, SCHEMA.toString());
    registry.fail(403, Integer.MAX_VALUE);
    BatchRun run = replay(topics, avroOptions());
    assertThat(run.trial().code()).isEqualTo(1);
    assertThat(run.trial().err())
        .contains("isotherm: replay failed: the schema registry " + registry.url() + " answers 403")
        .doesNotContain("rejected");
    assertThat(run.lines(ResultFolder.REJECTED)).isEmpty();
  }

  @Test
  void aStreamIsVerifiedWithTheRegistryOfItsSettings() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    List<ProducerRecord<byte[], byte[]>> messages = messages(topics, true);
    KAFKA.produce(messages);
    registry.add(ID, SCHEMA.toString());
    registry.fail(503, 2);
    List<String> options = new ArrayList<>(List.of(avroOptions()));
    options.add("-p=1");
    options.add(Verifier.NEVER_IDLE);
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, options.toArray(String[]::new))) {
      VERIFIER.awaitMessages(topics, messages.size());
      KAFKA.await(topics.averages(), Verifier.BOUND, averages -> averages.size() > 20);
      assertThat(run.stop().code()).isZero();
    }
    List<ConsumerRecord<byte[], byte[]>> rejected = KAFKA.readAll(topics.rejected());
    assertThat(rejected).hasSize(1);
    assertThat(rejected.get(0).value()).isEqualTo(bad(true));
    List<ConsumerRecord<byte[], byte[]>> progress = KAFKA.readAll(topics.progress());
    assertThat(Temperatures.value(progress.get(progress.size() - 1)))
        .contains("\"value_format\":\"avro\",\"schema_registry\":\"" + registry.url() + "\"");

    CommandTrial verified = VERIFIER.verify(topics);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out())
        .contains("1 rejected message agree", " 61 messages, 118 readings,")
        .doesNotContain(" 0 averages");

    try (LiveRegistry moved = LiveRegistry.start()) {
      moved.add(ID, SCHEMA.toString());
      registry.close();
      assertThat(VERIFIER.verify(topics).code()).isEqualTo(2);
      CommandTrial elsewhere = VERIFIER.verify(topics, "--schema-registry=" + moved.url());
      assertThat(elsewhere.code()).as(elsewhere.out() + elsewhere.err()).isZero();
    }
  }

  @Test
  void anArchiveKeepsWhatIsNoText() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    List<ProducerRecord<byte[], byte[]>> messages = messages(topics, true);
    KAFKA.produce(messages);
    registry.add(ID, SCHEMA.toString());
    Path archive = folder.resolve("archive");
    List<String> options = new ArrayList<>(List.of(avroOptions()));
    options.add("-p=1");
    options.add("--archive=" + archive);
    options.add("--archive-interval=0ms");
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, options.toArray(String[]::new))) {
      VERIFIER.awaitMessages(topics, messages.size());
      assertThat(run.stop().code()).isZero();
    }
    CommandTrial verified = VERIFIER.verify(topics, "--archive=" + archive);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    List<Object> arguments = new ArrayList<>(List.of(avroOptions()));
    arguments.addAll(List.of("--window=1min", "--rules=default", archive));
    BatchRun batch = BatchRun.of(FLINK, folder.resolve("batch"), arguments.toArray());
    assertThat(batch.trial().code()).as(batch.trial().err()).isZero();
    BatchRun replay = replay(topics, avroOptions());
    for (String kind : List.of(ResultFolder.AVERAGES, ResultFolder.REJECTED)) {
      assertThat(batch.lines(kind)).isNotEmpty().isEqualTo(replay.lines(kind));
    }
    Path readings = Files.writeString(folder.resolve("a.jsonl"), "{\"temperature\": 1}\n");
    arguments.set(arguments.size() - 1, readings);
    BatchRun plain = BatchRun.of(FLINK, folder.resolve("plain"), arguments.toArray());
    assertThat(plain.trial().code()).isEqualTo(2);
    assertThat(plain.trial().err())
        .contains("--value-format avro: is for Kafka records, also in the archive of a stream");
  }
}
