package dev.isotherm.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.LocalProcess;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.model.Average;
import dev.isotherm.wire.JsonLinesReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A local stream that is ended in every way, and started again by the same command. */
final class LocalStreamRestartProcessIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Verifier VERIFIER = new Verifier(KAFKA, FLINK);
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int SENSORS = 4;
  private static final int SECONDS_PER_PART = 90;
  private static final String SUBMITTED = " \u2192 ";
  private static final String CONTINUES = "The stream continues from its state of ";

  @TempDir private Path folder;

  private interface End {
    void of(LocalProcess stream) throws Exception;
  }

  /** Each end comes in the middle of a window, and half a minute is shared by two runs. */
  @Test
  void allWindowsAreWholeAfterKillsSignalsAndCtrlC() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    End[] ends = {LocalProcess::kill, LocalProcess::interrupt, LocalProcess::terminate};
    int parts = 0;
    for (End end : ends) {
      if (parts == 1) {
        assertOtherWindowsAreRefused(topics);
      }
      try (LocalProcess stream = stream(topics)) {
        if (parts > 0) {
          stream.awaitWords(CONTINUES, BOUND);
        }
        KAFKA.produce(part(topics, parts++));
        VERIFIER.awaitMessages(topics, parts * SENSORS * SECONDS_PER_PART);
        if (parts == 2) {
          assertASecondRunIsRefused(topics);
        }
        end.of(stream);
        stream.awaitExit(BOUND);
        assertThat(stream.err()).doesNotContain("failed");
      }
    }
    try (LocalProcess stream = stream(topics)) {
      stream.awaitWords(CONTINUES, BOUND);
      KAFKA.produce(part(topics, parts++));
      int windows = SENSORS * (parts * SECONDS_PER_PART / 60);
      KAFKA.await(topics.averages(), BOUND, all -> all.size() >= windows - SENSORS);
      VERIFIER.awaitMessages(topics, parts * SENSORS * SECONDS_PER_PART);
      stream.interrupt();
      stream.awaitExit(BOUND);
    }
    assertWindowsAreWhole(topics, parts);
    assertARunWithoutStateIsRefused(topics);
  }

  /** Also while it starts, restores, commits or ends. The seed is in the output. */
  @Test
  @EnabledIfSystemProperty(named = "isotherm.restarts", matches = "[0-9]+")
  void allWindowsAreWholeAfterEndsAtRandomInstants() throws Exception {
    long seed = Long.getLong("isotherm.seed", System.nanoTime());
    int restarts = Integer.getInteger("isotherm.restarts");
    System.out.println("LocalStreamRestartProcessIT " + restarts + " restarts, seed " + seed);
    Random random = new Random(seed);
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    int parts = 0;
    int continued = 0;
    for (int i = 0; i < restarts; i++) {
      try (LocalProcess stream = stream(topics)) {
        KAFKA.produce(part(topics, parts++));
        boolean starting = random.nextInt(5) == 0;
        if (!starting) {
          stream.awaitWords(SUBMITTED, BOUND);
        }
        // The first checkpoint is complete some four seconds after the start.
        stream.assertRunsFor(Duration.ofMillis(random.nextInt(10_000)));
        switch (random.nextInt(3)) {
          case 0 -> stream.kill();
          case 1 -> stream.terminate();
          default -> stream.interrupt();
        }
        stream.awaitExit(BOUND);
        continued += stream.err().contains(CONTINUES) ? 1 : 0;
        assertThat(stream.err()).doesNotContain("failed").doesNotContain("refused");
      }
    }
    try (LocalProcess stream = stream(topics)) {
      stream.awaitWords(SUBMITTED, BOUND);
      KAFKA.produce(part(topics, parts++));
      VERIFIER.awaitMessages(topics, parts * SENSORS * SECONDS_PER_PART);
      stream.interrupt();
      stream.awaitExit(BOUND);
    }
    System.out.println("LocalStreamRestartProcessIT " + continued + " runs continued another one");
    assertThat(continued).isGreaterThan(restarts / 2);
    assertWindowsAreWhole(topics, parts);
  }

  private static void assertWindowsAreWhole(LiveKafka.TestTopics topics, int parts) {
    List<Average> averages =
        KAFKA.readAll(topics.averages()).stream()
            .map(result -> JsonLinesReader.readAverage(result.value()))
            .toList();
    assertThat(averages)
        .hasSize(SENSORS * ((parts * SECONDS_PER_PART - 1) / 60))
        .allSatisfy(
            average -> {
              assertThat(average.count()).as(average.toString()).isEqualTo(60);
              assertThat(average.revision()).isZero();
            });
    CommandTrial verdict = VERIFIER.verify(topics);
    assertThat(verdict.code()).as(verdict.out() + verdict.err()).isZero();
  }

  private void assertASecondRunIsRefused(LiveKafka.TestTopics topics) throws Exception {
    try (LocalProcess second = stream(topics)) {
      assertThat(second.awaitExit(BOUND)).isEqualTo(2);
      assertThat(second.err()).contains("another run uses it (process ");
    }
  }

  /** The state is as it was: the next run continues from it. */
  private void assertOtherWindowsAreRefused(LiveKafka.TestTopics topics) throws Exception {
    try (LocalProcess other = stream(topics, "--window=5min")) {
      assertThat(other.awaitExit(BOUND)).isEqualTo(1);
      assertThat(other.err()).contains("--window 5min: the state is of a stream with 1min");
    }
  }

  private void assertARunWithoutStateIsRefused(LiveKafka.TestTopics topics) throws Exception {
    try (LocalProcess elsewhere = stream(topics, "--state=elsewhere")) {
      assertThat(elsewhere.awaitExit(BOUND)).isEqualTo(2);
      assertThat(elsewhere.err())
          .contains("isotherm: --group " + topics.readings() + ": an earlier run has published")
          .contains("elsewhere has no checkpoint of it: continue with --state DIR")
          .contains("or begin anew with --fresh");
    }
  }

  private LocalProcess stream(LiveKafka.TestTopics topics, String... more) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.add("stream");
    arguments.add("--bootstrap-servers=" + KAFKA.bootstrapServers());
    arguments.addAll(topics.options());
    arguments.addAll(
        List.of(
            "--checkpoint-interval=300ms",
            "--out-of-orderness=0ms",
            "--idle-timeout=10min",
            "--parallelism=1",
            "--web-port=0"));
    arguments.addAll(List.of(more));
    return LocalProcess.start(folder, arguments.toArray(String[]::new));
  }

  /** One reading per sensor and second. */
  private static List<ProducerRecord<byte[], byte[]>> part(LiveKafka.TestTopics topics, int part) {
    return Stream.iterate(0, second -> second + 1)
        .limit(SECONDS_PER_PART)
        .map(second -> LocalTime.of(12, 0).plusSeconds((long) part * SECONDS_PER_PART + second))
        .flatMap(
            time ->
                Stream.iterate(0, sensor -> sensor + 1)
                    .limit(SENSORS)
                    .map(
                        sensor ->
                            Temperatures.message(
                                topics,
                                sensor % 2,
                                "s" + sensor,
                                time.toString().length() == 5 ? time + ":00" : time.toString(),
                                20 + time.getSecond() % 12)))
        .toList();
  }
}
