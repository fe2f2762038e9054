package dev.isotherm.jobs.commands.status;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.jobs.Isotherm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatusIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void countsEveryMessageAndReadingOnceAlsoAfterACrash() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    try (StreamRun run =
        StreamRun.start(
            FLINK,
            KAFKA,
            topics,
            "--idle-timeout=10min",
            "--allowed-lateness=0ms",
            "--metrics=temperature,humidity,humidty",
            "-Drestart-strategy.type=fixed-delay",
            "-Drestart-strategy.fixed-delay.attempts=20",
            "-Drestart-strategy.fixed-delay.delay=100ms")) {
      KAFKA.produce(
          List.of(
              message(topics, 0, "a", "12:00:01", "\"temperature\":20,\"humidity\":50"),
              message(topics, 1, "b", "12:00:02", 20),
              bad(topics),
              message(topics, 0, "a", "12:02:00", 21),
              message(topics, 1, "b", "12:02:01", 21)));
      awaitStatus(topics, 5);
      // Its window is closed for good.
      KAFKA.produce(List.of(message(topics, 0, "a", "12:00:03", 22)));
      awaitStatus(topics, 6);
      FLINK.replaceWorker();
      Eventually.holds("a restart", BOUND, () -> FLINK.restarts(run.job().getJobID()) > 0);
      KAFKA.produce(List.of(bad(topics), message(topics, 0, "a", "12:00:04", 22)));
      JsonNode status = awaitStatus(topics, 8);

      assertThat(status.get("accepted").asLong()).isEqualTo(6);
      assertThat(status.get("rejected")).hasToString("{\"NOT_JSON\":2}");
      assertThat(status.get("readings").asLong()).isEqualTo(7);
      assertThat(status.get("aggregated").asLong()).isEqualTo(5);
      assertThat(status.get("late").asLong()).isEqualTo(2);
      // One came before the restart and one after it.
      assertThat(status.get("late_for_alerts").asLong()).isEqualTo(2);
      assertThat(status.get("waiting").asLong()).isZero();
      assertThat(status.get("adds_up").asBoolean()).isTrue();
      assertThat(status.get("closed_up_to").asText()).isEqualTo("2025-07-01T12:01:00Z");
      assertThat(status.get("earlier_runs")).isEmpty();
      // Since the restart, humidity has not come again.
      assertThat(status.get("unmatched")).hasToString("[\"metric humidity\",\"metric humidty\"]");
      assertARunThatBeginsAnewBesideIsRefused(topics, run.job().getJobID().toHexString());
      assertThat(run.stop().code()).isZero();
    }
    KAFKA.produce(List.of(bad(topics)));
    CommandTrial text = status(topics);
    assertThat(text.code()).isZero();
    assertThat(text.out())
        .contains(
            topics.readings() + ", read by " + topics.readings() + ", as of ",
            "  8 messages = 6 accepted + 2 rejected (NOT_JSON 2)",
            "  7 readings = 5 aggregated + 2 late",
            "  2 were late for alerts on readings",
            "  1 waiting to be read",
            "  since the last start or restart of the job, no message had metric humidity, metric"
                + " humidty",
            "  windows of 1min, closed up to 2025-07-01T12:01:00Z; the watermark is ")
        .doesNotContain("run 1");

    // The run before was stopped, so another one may begin anew.
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, "--fresh", "--from=earliest")) {
      JsonNode status = awaitStatus(topics, 9);
      assertThat(status.get("earlier_runs")).hasSize(1);
      assertThat(status.get("earlier_runs").get(0).get("messages").asLong()).isEqualTo(8);
      assertThat(run.stop().code()).isZero();
    }
    assertThat(status(topics).out())
        .contains(
            "  run 1: offsets 0 to 5 of partition 0, offsets 0 to 1 of partition 1; 8 messages = 6"
                + " accepted + 2 rejected (NOT_JSON 2); 7 readings = 5 aggregated + 2 late; it left"
                + " open the windows that end after 2025-07-01T12:01:54.999Z;"
                + " offsets that the next run read again: 8\n",
            "  run 2, begun anew: offsets 0 to 6 of partition 0, offsets 0 to 1 of partition 1; it"
                + " is the one above");
  }

  private static void assertARunThatBeginsAnewBesideIsRefused(
      LiveKafka.TestTopics topics, String job) {
    List<String> arguments = new ArrayList<>(List.of("stream", "--fresh"));
    arguments.add("--bootstrap-servers=" + KAFKA.bootstrapServers());
    arguments.addAll(topics.options());
    CommandTrial trial =
        CommandTrial.run(Isotherm.commandLine(FLINK::create), arguments.toArray(String[]::new));
    assertThat(trial.code()).as(trial.toString()).isEqualTo(2);
    assertThat(trial.err())
        .contains(
            "isotherm: --fresh: a stream of group "
                + topics.readings()
                + " is running, as job "
                + job
                + ": it has completed another checkpoint after ",
            "; stop it first, or give this one another --group");
  }

  @Test
  void whatAStreamNeverMeantToReadDoesNotWait() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    KAFKA.produce(
        List.of(message(topics, 0, "a", "12:00:01", 1), message(topics, 1, "b", "12:00:01", 1)));
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, "--from=latest")) {
      Eventually.holds(
          "nothing waits",
          BOUND,
          () -> {
            CommandTrial trial = status(topics, "--print=json");
            return trial.code() == 0 && JSON.readTree(trial.out()).get("waiting").asLong() == 0;
          });
      KAFKA.produce(List.of(message(topics, 1, "b", "12:00:02", 2)));
      JsonNode status = awaitStatus(topics, 1);
      assertThat(status.get("waiting").asLong()).isZero();
      assertThat(run.stop().code()).isZero();
    }
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    CommandTrial none = status(topics);
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err())
        .isEqualToIgnoringNewLines(
            "isotherm: --progress-topic "
                + topics.progress()
                + ": is not on the broker; isotherm stream creates it at its start");
    KAFKA.create(topics.progress(), 1, java.util.Map.of());
    CommandTrial empty = status(topics);
    assertThat(empty.code()).isEqualTo(2);
    assertThat(empty.err()).contains("no stream of this group has completed a checkpoint");
    KAFKA.produce(List.of(new ProducerRecord<>(topics.progress(), new byte[] {'?'})));
    CommandTrial foreign = status(topics);
    assertThat(foreign.code()).isEqualTo(2);
    assertThat(foreign.err()).contains("contains a record that is not the progress of a stream");
  }

  private static ProducerRecord<byte[], byte[]> bad(LiveKafka.TestTopics topics) {
    return new ProducerRecord<>(topics.readings(), 0, null, new byte[] {'?'});
  }

  private static JsonNode awaitStatus(LiveKafka.TestTopics topics, int messages) {
    JsonNode[] seen = new JsonNode[1];
    Eventually.holds(
        messages + " messages are in the status",
        BOUND,
        () -> {
          CommandTrial trial = status(topics, "--print=json");
          if (trial.code() != 0) {
            return false;
          }
          seen[0] = JSON.readTree(trial.out());
          return seen[0].get("messages").asLong() == messages;
        });
    return seen[0];
  }

  private static CommandTrial status(LiveKafka.TestTopics topics, String... more) {
    return KAFKA.command("status", topics, more);
  }
}
