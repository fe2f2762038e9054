package dev.isotherm.jobs.commands.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A stream goes on from a savepoint as what it was, or fails once and says why. */
final class StreamIdentityIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void otherSettingsAndADrainedSavepointAreRefusedOnce() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    String paused;
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, "-p=1")) {
      produce(topics, "12:00:01", "12:01:10");
      KAFKA.await(topics.averages(), BOUND, averages -> averages.size() == 1);
      paused = run.stop(false, folder);
    }
    assertRefused(
        topics,
        paused,
        "isotherm: stream failed: --window 5min: the state is of a stream with 1min. Continue with"
            + " the same options, or begin anew with --fresh"
            + " (IllegalStateException)\n",
        "--window=5min");

    String drained;
    try (StreamRun run =
        StreamRun.start(FLINK, KAFKA, topics, from(paused), "-p=1", "--window=60s")) {
      produce(topics, "12:02:10");
      KAFKA.await(topics.averages(), BOUND, averages -> averages.size() == 2);
      drained = run.stop(true, folder);
    }
    assertThat(KAFKA.readAll(topics.averages())).as("the last one early").hasSize(3);
    assertRefused(
        topics,
        drained,
        "isotherm: stream failed: the state was written by stop --drain, which ends a stream: it"
            + " has closed all windows early. Continue from a checkpoint before it, or begin anew"
            + " with --fresh; to pause a stream, stop it without --drain"
            + " (IllegalStateException)\n");
    assertThat(KAFKA.readAll(topics.averages())).hasSize(3);

    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, from(paused), "-p=1")) {
      produce(topics, "12:02:40", "12:03:10");
      KAFKA.await(topics.averages(), BOUND, averages -> averages.size() == 5);
      assertThat(run.stop().code()).isZero();
    }
    assertThat(Temperatures.value(KAFKA.readAll(topics.averages()).get(4)))
        .as("the window that was closed early")
        .contains("\"window_start\":\"2025-07-01T12:02:00Z\"")
        .contains("\"count\":2,");
    Verifier verifier = new Verifier(KAFKA, FLINK);
    assertThat(verifier.verify(topics).out())
        .contains("revision 0 was published after revision 0")
        .doesNotContain("the log gives");
    CommandTrial verify = verifier.verify(topics, "--since=2025-07-01T12:03:00Z");
    assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
  }

  /** Although the job may restart very often. */
  private static void assertRefused(
      LiveKafka.TestTopics topics, String savepoint, String error, String... more)
      throws Exception {
    String[] options = Arrays.copyOf(more, more.length + 3);
    options[more.length] = from(savepoint);
    options[more.length + 1] = "-Drestart-strategy.type=fixed-delay";
    options[more.length + 2] = "-Drestart-strategy.fixed-delay.attempts=1000000";
    try (StreamRun run = StreamRun.start(FLINK, KAFKA, topics, options)) {
      CommandTrial trial = run.ended();
      assertThat(trial.code()).isEqualTo(1);
      assertThat(trial.err()).endsWith(error);
      assertThat(FLINK.restarts(run.job().getJobID())).isZero();
    }
  }

  private static String from(String savepoint) {
    return "-Dexecution.state-recovery.path=" + savepoint;
  }

  private static void produce(LiveKafka.TestTopics topics, String... times) throws Exception {
    for (String time : times) {
      KAFKA.produce(List.of(Temperatures.message(topics, 0, "s", time, 20)));
    }
  }
}
