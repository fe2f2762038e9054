package dev.isotherm.jobs.commands.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.ReinjectRun;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.jobs.files.ResultFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are packs of messages, without instants of their own. */
class StreamElementsIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);

  private static final String[] OPTIONS = {
    "--elements=data.readings", "--timestamp-field=@record", "--sensor-field=id", "--metrics=t"
  };

  @TempDir private Path folder;

  private static ProducerRecord<byte[], byte[]> message(
      LiveKafka.TestTopics topics, String time, String readings) {
    String json = "{\"site\":\"north\",\"data\":{\"readings\":[" + readings + "]}}";
    long at = Instant.parse("2025-07-01T" + time + "Z").toEpochMilli();
    return new ProducerRecord<>(topics.readings(), 0, at, null, json.getBytes(UTF_8));
  }

  private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
    return new String(message.headers().lastHeader(name).value(), UTF_8);
  }

  @Test
  void elementsAreRejectedMendedAndVerifiedByThemselves() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    KAFKA.produce(
        List.of(
            message(
                topics, "12:00:10", "{\"id\":\"a\",\"t\":20},{\"t\":1},{\"id\":\"b\",\"t\":30}"),
            message(topics, "12:00:20", "{\"t\":2},{\"id\":\"b\",\"t\":32},{\"t\":3},7"),
            message(topics, "12:00:30", "")));
    try (StreamRun run =
        StreamRun.start(
            FLINK,
            KAFKA,
            topics,
            "-p=1",
            OPTIONS[0],
            OPTIONS[1],
            OPTIONS[2],
            OPTIONS[3],
            Verifier.NEVER_IDLE)) {
      List<ConsumerRecord<byte[], byte[]>> rejected =
          KAFKA.await(topics.rejected(), Verifier.BOUND, letters -> letters.size() == 4);
      assertThat(rejected)
          .filteredOn(letter -> header(letter, "isotherm.reason").equals("NO_SENSOR"))
          .extracting(
              letter ->
                  header(letter, "isotherm.position")
                      + " "
                      + header(letter, "isotherm.element")
                      + " "
                      + header(letter, "isotherm.elements"),
              letter -> header(letter, "isotherm.timestamp"),
              Temperatures::value)
          .containsExactly(
              tuple(
                  "0 1 1",
                  "1751371210000",
                  "{\"site\":\"north\",\"data\":{\"readings\":[{\"t\":1}]}}"),
              tuple(
                  "1 0 2",
                  "1751371220000",
                  "{\"site\":\"north\",\"data\":{\"readings\":[{\"t\":2},{\"t\":3}]}}"));

      CommandTrial mended =
          ReinjectRun.of(
              KAFKA,
              topics,
              "--reason=NO_SENSOR",
              "--fix=sed 's/{\"t\":\\(.\\)/{\"id\":\"c\\1\",\"t\":\\1/g'");
      assertThat(mended.err())
          .isEqualTo(
              "4 dead letters: 2 reinjected, 0 reinjected before, 2 left (2 of another reason)\n");
      KAFKA.produce(List.of(message(topics, "12:05:00", "{\"id\":\"a\",\"t\":21}")));
      KAFKA.await(topics.averages(), Verifier.BOUND, averages -> averages.size() == 5);
      assertThat(run.stop().code()).isZero();
    }
    assertThat(
            KAFKA.readAll(topics.averages()).stream()
                .map(Temperatures::value)
                .filter(average -> average.contains("T12:00:00Z\",\"window_end"))
                .map(
                    average ->
                        average.replaceAll(
                            ".*sensor_id\":\"(.*?)\".*count\":(.*?),\"sum\":(.*?),\"mean.*",
                            "$1 $2 $3"))
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("a 1 20.0", "b 2 62.0", "c1 1 1.0", "c2 1 2.0", "c3 1 3.0");

    CommandTrial verified = VERIFIER.verify(topics);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).contains("4 rejected messages agree", " 12 messages, 7 readings,");

    BatchRun replay =
        BatchRun.of(
            "replay",
            FLINK,
            folder.resolve("replay"),
            OPTIONS[0],
            OPTIONS[1],
            OPTIONS[2],
            OPTIONS[3],
            "--topic=" + topics.readings(),
            "--bootstrap-servers=" + KAFKA.bootstrapServers(),
            "--window=1min");
    assertThat(replay.addsUp()).isTrue();
    assertThat(replay.rejected())
        .extracting(one -> one.reason() + one.place().replaceAll(".*:", " ") + " " + one.messages())
        .containsExactlyInAnyOrder(
            "NO_SENSOR 0[1] 1", "NO_SENSOR 1[0] 2", "NOT_AN_OBJECT 1[3] 1", "EMPTY 2 1");
    assertThat(replay.lines(ResultFolder.AVERAGES)).hasSize(6);
    assertThat(replay.trial().err()).contains("12 messages = 7 accepted + 5 rejected");
  }

  @Test
  void filesHaveNoTimestampOfARecord() {
    BatchRun batch =
        BatchRun.of(FLINK, folder.resolve("out"), "--timestamp-field=@record", folder.toString());
    assertThat(batch.trial().code()).isEqualTo(2);
    assertThat(batch.trial().err())
        .contains("--timestamp-field @record: files have none; name a field");
  }
}
