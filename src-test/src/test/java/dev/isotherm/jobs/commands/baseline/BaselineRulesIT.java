package dev.isotherm.jobs.commands.baseline;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rules that compare with a baseline give the same alerts on files and in a stream. */
final class BaselineRulesIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);
  private static final String RULES =
      """
      rules:
        - name: odd
          signal: deviation(temperature)
          levels: { warning: { when: "abs(value) > 3" } }
        - name: odd-beside-b
          sensors: a
          signal: deviation(temperature) - deviation(temperature{b})
          every: 10s
          levels: { warning: { above: 10 } }
      """;

  /** Sensor, time and value. In the hour of 12 it is usually about 20, in that of 13 about 60. */
  private static final List<String> LIVE =
      List.of(
          "a 12:59:41 20.5",
          "b 12:59:42 19.5",
          "a 12:59:51 60", // only later it is usual
          "b 12:59:52 21",
          "c 12:59:53 99", // of which nothing was learned
          "a 13:00:01 60",
          "b 13:00:02 20",
          "a 13:00:11 59",
          "b 13:00:12 60",
          "a 13:00:31 60", // so that the steps before it are over
          "b 13:00:32 60");

  @TempDir private Path folder;
  private String rules;
  private Path usual;

  @BeforeEach
  void learn() throws IOException {
    rules = "--rules=" + write("rules.yaml", RULES);
    usual = learned("usual.jsonl", 12);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static CommandTrial isotherm(Object... arguments) {
    return CommandTrial.run(
        Isotherm.commandLine(FLINK::create),
        Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  /** Learns from so many readings of each hour of two hours, of two sensors. */
  private Path learned(String name, int readings) throws IOException {
    StringBuilder rows = new StringBuilder("timestamp,sensor_id,temperature\n");
    for (int i = 0; i < readings; i++) {
      for (String sensor : List.of("a", "b")) {
        for (int hour = 12; hour <= 13; hour++) {
          int usually = hour == 12 ? 20 : 60;
          rows.append(
              String.format(
                  Locale.ROOT,
                  "2025-06-30 %d:%02d:00,%s,%d%n",
                  hour,
                  i,
                  sensor,
                  usually + (i % 2 == 0 ? 1 : -1)));
        }
      }
    }
    Path history = write("history.csv", rows.toString());
    Path learned = folder.resolve(name);
    CommandTrial trial = isotherm("baseline", "learn", history, "--by=hour-of-day", "-o", learned);
    assertThat(trial.code()).as(trial.err()).isZero();
    return learned;
  }

  private Path liveFile() throws IOException {
    StringBuilder rows = new StringBuilder("timestamp,sensor_id,temperature\n");
    for (String one : LIVE) {
      String[] words = one.split(" ", -1);
      rows.append("2025-07-01 " + words[1] + "," + words[0] + "," + words[2] + "\n");
    }
    return write("live.csv", rows.toString());
  }

  private static List<ProducerRecord<byte[], byte[]>> messages(LiveKafka.TestTopics topics) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (String one : LIVE) {
      String[] words = one.split(" ", -1);
      messages.add(message(topics, 0, words[0], words[1], Double.parseDouble(words[2])));
    }
    return messages;
  }

  private BatchRun batch(Path readings, Path baseline) {
    return BatchRun.of(
        FLINK, folder.resolve("out"), readings, rules, "--baseline=" + baseline, "--overwrite");
  }

  /** Such as {@code 12:59:51 odd{a} firing 40}. */
  private static String words(String line) {
    Transition one = JsonLinesReader.readTransition(line.getBytes(StandardCharsets.UTF_8));
    return String.format(
        Locale.ROOT,
        "%s %s{%s} %s %.0f",
        Instant.ofEpochMilli(one.atMillis()).toString().substring(11, 19),
        one.rule(),
        one.series().sensorId(),
        EnumText.lowerCase(one.state()),
        one.value());
  }

  @Test
  void filesAndAStreamAgree() throws Exception {
    BatchRun onFiles = batch(liveFile(), usual);
    assertThat(onFiles.trial().code()).as(onFiles.trial().err()).isZero();
    assertThat(onFiles.trial().err())
        .contains(
            "warning: rule odd: the baseline has learned nothing of temperature{c}; deviation is"
                + " absent there\n",
            "warning: rule odd: deviation(temperature): is absent in 44 of the 48 slots of its 2"
                + " series, which the baseline has learned from fewer than 10 readings; the first"
                + " is 00 of a/temperature, with 0\n");
    List<String> expected = onFiles.lines(ResultFolder.TRANSITIONS);
    assertThat(expected.stream().map(BaselineRulesIT::words))
        .containsExactlyInAnyOrder(
            "12:59:51 odd{a} firing 40",
            "13:00:01 odd{a} resolved 0",
            "13:00:02 odd{b} firing -40",
            "13:00:12 odd{b} resolved 0",
            "13:00:00 odd-beside-b{a} firing 39",
            "13:00:20 odd-beside-b{a} resolved -1");

    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    String baseline = "--baseline=" + usual;
    String paused;
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, rules, baseline, "-p=1")) {
      KAFKA.produce(messages(topics));
      KAFKA.await(topics.alerts(), BOUND, alerts -> alerts.size() >= expected.size());
      VERIFIER.awaitMessages(topics, LIVE.size());
      paused = run.stop(false, folder);
    }
    assertThat(KAFKA.readAll(topics.alerts()).stream().map(Temperatures::value).sorted())
        .containsExactlyElementsOf(expected);

    CommandTrial verified = VERIFIER.verify(topics, rules, baseline);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    CommandTrial without = VERIFIER.verify(topics, rules);
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err())
        .contains("--baseline: is required, because the stream of group ")
        .contains(" has the baseline of version ");
    String other = "--baseline=" + learned("other.jsonl", 11);
    CommandTrial withOther = VERIFIER.verify(topics, rules, other);
    assertThat(withOther.code()).isEqualTo(2);
    assertThat(withOther.err()).contains("--baseline: must be another one, not version ");
    String from = "-Dexecution.state-recovery.path=" + paused;
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, rules, other, from)) {
      CommandTrial refused = run.ended();
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err())
          .contains("warning: rule odd: deviation(temperature): is absent in 44 of the 48 slots")
          .contains("stream failed: --baseline ")
          .contains(": the state is of a stream with ");
    }
  }

  /** Three readings do not say what is usual: nothing is, and that is told. */
  @Test
  void aBaselineOfThreeReadingsGivesNoAlertsAndAWarning() throws IOException {
    BatchRun run = batch(liveFile(), learned("three.jsonl", 3));
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.lines(ResultFolder.TRANSITIONS)).isEmpty();
    assertThat(run.trial().err())
        .contains(
            "warning: rule odd: deviation(temperature): is absent in 48 of the 48 slots of its 2"
                + " series, which the baseline has learned from fewer than 10 readings; the first"
                + " is 00 of a/temperature, with 0\n");
    assertThat(run.summary()).contains("is absent in 48 of the 48 slots");
  }

  @Test
  void aRuleThatNeedsABaselineDoesNotRunWithoutOne() throws IOException {
    BatchRun run = BatchRun.of(FLINK, folder.resolve("out"), liveFile(), rules);
    assertThat(run.trial().code()).isEqualTo(2);
    assertThat(run.trial().err())
        .isEqualTo(
            "isotherm: rule odd: deviation(temperature) needs a baseline; name its file with"
                + " --baseline\n"
                + "isotherm: rule odd-beside-b: deviation(temperature) needs a baseline; name its"
                + " file with --baseline\n");
    assertThat(batch(liveFile(), folder.resolve("nowhere.jsonl")).trial().err())
        .isEqualTo(
            "isotherm: --baseline "
                + folder.resolve("nowhere.jsonl")
                + ": there is no such file\n");
  }

  @Test
  void rulesDiffSaysHowManyAlertsARuleWouldHaveRaised() throws IOException {
    CommandTrial trial =
        isotherm(
            "rules",
            "diff",
            "none",
            folder.resolve("rules.yaml"),
            "--on=" + liveFile(),
            "--baseline=" + usual);
    assertThat(trial.code()).as(trial.err()).isZero();
    assertThat(trial.out())
        .contains(
            "+ 2025-07-01T12:59:51Z odd odd{a}",
            "+ 2025-07-01T13:00:02Z odd odd{b}",
            "+ 2025-07-01T13:00:00Z odd-beside-b odd-beside-b{a}");
    assertThat(trial.err())
        .contains(
            "warning: rule odd: deviation(temperature): is absent in 44 of the 48 slots",
            "warning: rule odd of NEW: the baseline has learned nothing of temperature{c};");
  }
}
