package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.fixtures.Verifier.BOUND;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.model.Average;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The status of a UPS has several words at a time; the rule is that of docs/rules-gallery.md. */
class StreamFlagsIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);
  private static final String FLAGS = "--flags=status=OB";

  private static final String RULES =
      """
      rules:
        - name: on-battery
          signal: "`status.OB`"
          levels:
            warning: { equals: 1 }
            critical: { when: "value == 1 and time_left_seconds < 900" }
      """;

  /** Second, status, seconds left. */
  private static final List<List<String>> MESSAGES =
      List.of(
          List.of("01", "OL CHRG", "800"),
          List.of("10", "OB DISCHRG", "1000"),
          List.of("20", "OB DISCHRG", "800"),
          List.of("30", "OB LB DISCHRG", "920"),
          List.of("40", "OL", "900"));

  @TempDir private Path folder;

  private static String json(List<String> message) {
    return String.format(
        "{\"timestamp\":\"2025-07-01T12:00:%sZ\",\"sensor_id\":\"ups\",\"status\":\"%s\","
            + "\"time_left_seconds\":%s}",
        message.get(0), message.get(1), message.get(2));
  }

  private BatchRun run(String command, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(FLAGS, "--rules=" + folder.resolve("rules.yaml"), "--overwrite"));
    BatchRun run = BatchRun.of(command, FLINK, folder.resolve("out"), all.toArray());
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.addsUp()).isTrue();
    return run;
  }

  private static String words(Average average) {
    return average.series().metric() + " " + average.count() + " " + average.mean();
  }

  private static String words(String line) {
    Transition one = JsonLinesReader.readTransition(line.getBytes(UTF_8));
    return Instant.ofEpochMilli(one.atMillis()).toString().substring(17, 19)
        + " "
        + EnumText.lowerCase(one.state())
        + " "
        + one.severity().text();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void filesAndAStreamSeeTheWordsOfAText() throws Exception {
    write("rules.yaml", RULES);
    StringBuilder csv = new StringBuilder("timestamp,sensor_id,status,time_left_seconds\n");
    StringBuilder lines = new StringBuilder();
    for (List<String> one : MESSAGES) {
      lines.append(json(one)).append('\n');
      csv.append(
          "2025-07-01T12:00:" + one.get(0) + "Z,ups," + one.get(1) + "," + one.get(2) + "\n");
    }
    BatchRun ofLines = run("batch", write("ups.jsonl", lines.toString()));
    List<Average> averages = ofLines.averages();
    List<String> transitions = ofLines.lines(ResultFolder.TRANSITIONS);
    assertThat(averages)
        .extracting(StreamFlagsIT::words)
        .containsExactly("status.OB 5 0.6", "time_left_seconds 5 884.0");
    assertThat(transitions.stream().map(StreamFlagsIT::words).sorted())
        .containsExactly(
            "10 firing warning", "20 firing critical", "30 firing warning", "40 resolved warning");
    assertThat(ofLines.trial().err())
        .contains("5 messages = 5 accepted + 0 rejected", "10 readings")
        .doesNotContain("left out", "warning:");

    BatchRun ofRows = run("batch", write("ups.csv", csv.toString()));
    assertThat(ofRows.averages()).isEqualTo(averages);
    assertThat(ofRows.lines(ResultFolder.TRANSITIONS)).isEqualTo(transitions);

    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    KAFKA.produce(
        MESSAGES.stream()
            .map(
                one ->
                    new ProducerRecord<byte[], byte[]>(
                        topics.readings(), 0, null, json(one).getBytes(UTF_8)))
            .toList());
    String rules = "--rules=" + folder.resolve("rules.yaml");
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, rules, FLAGS, "-p=1")) {
      KAFKA.await(topics.alerts(), BOUND, alerts -> alerts.size() >= transitions.size());
      VERIFIER.awaitMessages(topics, MESSAGES.size());
      assertThat(run.stop().code()).isZero();
    }
    assertThat(KAFKA.readAll(topics.alerts()).stream().map(Temperatures::value).sorted())
        .containsExactlyElementsOf(transitions);
    CommandTrial verified = VERIFIER.verify(topics, rules);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    BatchRun replayed =
        run(
            "replay",
            "--topic=" + topics.readings(),
            "--bootstrap-servers=" + KAFKA.bootstrapServers());
    assertThat(replayed.averages()).isEqualTo(averages);
    assertThat(replayed.lines(ResultFolder.TRANSITIONS)).isEqualTo(transitions);
  }

  @Test
  void whatIsNoTextIsSaid() throws IOException {
    write("rules.yaml", RULES);
    String odd = json(MESSAGES.get(0)).replace("\"OL CHRG\"", "7");
    BatchRun run = run("batch", write("odd.jsonl", odd + "\n" + json(MESSAGES.get(4)) + "\n"));
    assertThat(run.trial().err())
        .contains(
            "left out 1 value: status is no text, whose words --flags would find, such as \"7\"");
    CommandTrial wrong =
        CommandTrial.isotherm("batch", folder.toString(), "--flags=status=OB|OB,sensor_id=x");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--flags \"status=OB|OB\": names the word \"OB\" twice");
    wrong = CommandTrial.isotherm("batch", folder.toString(), "--flags=sensor_id=x");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("--flags sensor_id: must not be the timestamp or the sensor field too");
  }
}
