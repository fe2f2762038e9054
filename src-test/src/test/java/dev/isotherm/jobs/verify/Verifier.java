package dev.isotherm.jobs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.cluster.Eventually;
import dev.isotherm.jobs.CommandTrial;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.stream.LiveFlink;
import dev.isotherm.jobs.stream.LiveKafka;
import dev.isotherm.jobs.stream.StreamRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Runs streams and {@code verify} on the topics of a test. */
record Verifier(LiveKafka kafka, LiveFlink flink) {

  static final Duration BOUND = Duration.ofSeconds(30);
  static final String NEVER_IDLE = "--idle-timeout=10min";

  /** Runs a stream over messages until there are so many averages, and stops it. */
  void runOver(
      LiveKafka.TestTopics topics,
      int averages,
      List<ProducerRecord<byte[], byte[]>> messages,
      String... more)
      throws Exception {
    kafka.produce(messages);
    List<String> options = new ArrayList<>(List.of(NEVER_IDLE, "-p=1"));
    options.addAll(List.of(more));
    try (StreamRun run = StreamRun.start(flink, kafka, topics, options.toArray(String[]::new))) {
      awaitMessages(topics, messages.size());
      kafka.await(topics.averages(), BOUND, all -> all.size() >= averages);
      assertThat(run.stop().code()).isZero();
    }
  }

  /** At least so many messages are in a checkpoint, and all that there are. */
  void awaitMessages(LiveKafka.TestTopics topics, int messages) {
    Eventually.holds(
        messages + " messages are read",
        BOUND,
        () -> {
          CommandTrial status = kafka.command("status", topics);
          return status.code() != 2
              && status.out().contains("  0 waiting")
              && Integer.parseInt(status.out().replaceAll("(?s).*?\\n  (\\d+) messages.*", "$1"))
                  >= messages;
        });
  }

  CommandTrial verify(LiveKafka.TestTopics topics, String... more) {
    List<String> arguments = new ArrayList<>(List.of("verify"));
    arguments.add("--bootstrap-servers=" + kafka.bootstrapServers());
    arguments.addAll(topics.options());
    arguments.add("-p=1");
    arguments.addAll(List.of(more));
    return CommandTrial.run(Isotherm.commandLine(flink::create), arguments.toArray(String[]::new));
  }
}
