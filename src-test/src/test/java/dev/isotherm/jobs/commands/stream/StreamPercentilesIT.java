package dev.isotherm.jobs.commands.stream;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A stream whose averages have percentiles: it goes on with the same ones, and is verified. */
final class StreamPercentilesIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void aWindowGoesOnAfterARestartWithTheSamePercentilesOnly() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    StreamRun first = start(topics, "--percentiles=95,50");
    KAFKA.produce(List.of(message(topics, 0, "a", "12:00:01", 20)));
    awaitMessages(topics, 1);
    String savepoint = first.stop(false, folder);
    first.close();
    String state = "-Dexecution.state-recovery.path=" + savepoint;

    try (StreamRun other = start(topics, "--percentiles=50", state)) {
      CommandTrial refused = other.ended();
      assertThat(refused.code()).isNotZero();
      assertThat(refused.err())
          .contains("--percentiles 50: the state is of a stream with 50,95")
          .contains("Continue with the same options");
    }
    try (StreamRun same = start(topics, "--percentiles=50,95", state)) {
      KAFKA.produce(
          List.of(
              message(topics, 0, "a", "12:00:02", 21),
              message(topics, 0, "a", "12:00:03", 30),
              message(topics, 0, "b", "12:01:30", 1)));
      KAFKA.await(topics.averages(), BOUND, averages -> averages.size() == 1);
      assertThat(same.stop().code()).isZero();
    }
    assertThat(KAFKA.readAll(topics.averages()))
        .singleElement()
        .extracting(Temperatures::value)
        .asString()
        .contains("\"count\":3,")
        .contains("\"percentiles\":{\"50\":21.125,\"95\":30.0},\"revision\":0}");
    CommandTrial verified = new Verifier(KAFKA, FLINK).verify(topics, "--rules=none");
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).startsWith("identical");
  }

  private static StreamRun start(LiveKafka.TestTopics topics, String... options) {
    String[] all = new String[options.length + 4];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = "--idle-timeout=10min";
    all[options.length + 1] = "-p=1";
    all[options.length + 2] = "--rules=none";
    all[options.length + 3] = "--out-of-orderness=0s";
    return StreamRun.start(FLINK, KAFKA, topics, all);
  }

  private static void awaitMessages(LiveKafka.TestTopics topics, int messages) {
    KAFKA.await(
        topics.progress(),
        BOUND,
        lines ->
            !lines.isEmpty()
                && Temperatures.value(lines.get(lines.size() - 1))
                    .contains("\"messages\":" + messages + ","));
  }
}
