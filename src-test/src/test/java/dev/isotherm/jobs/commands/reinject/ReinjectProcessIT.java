package dev.isotherm.jobs.commands.reinject;

import static dev.isotherm.fixtures.ReinjectRun.bytes;
import static dev.isotherm.fixtures.ReinjectRun.marksTopic;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.LocalProcess;
import dev.isotherm.fixtures.ReinjectRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code reinject} in processes of its own, each killed amid its transactions. */
final class ReinjectProcessIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int LETTERS = 50_000;
  private static final int KILLED = 3;

  @TempDir private Path folder;

  @Test
  void runsThatAreKilledReinjectEachLetterOnceOrNotAtAll() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    KAFKA.create(topics.rejected(), 2, Map.of());
    List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
    for (int i = 0; i < LETTERS; i++) {
      letters.add(ReinjectRun.letter(topics, "k" + i, bytes("m" + i), "isotherm.reason=NOT_JSON"));
    }
    KAFKA.produce(letters);
    for (int i = 0; i < KILLED; i++) {
      int before = KAFKA.readAll(topics.readings()).size();
      String[] arguments = ReinjectRun.arguments(KAFKA, topics);
      try (LocalProcess run =
          LocalProcess.start(Files.createDirectory(folder.resolve("run-" + i)), arguments)) {
        KAFKA.await(topics.readings(), BOUND, messages -> messages.size() > before);
        assertThat(run.err()).as("is not done").isEmpty();
      }
    }
    int before = KAFKA.readAll(topics.readings()).size();
    assertThat(before).isBetween(KILLED * 500, LETTERS - 1);

    CommandTrial last = ReinjectRun.of(KAFKA, topics);
    assertThat(last.code()).as(last.err()).isZero();
    assertThat(last.err()).startsWith(LETTERS + " dead letters: ").endsWith(" before, 0 left\n");
    assertThat(KAFKA.readAll(topics.readings()))
        .extracting(message -> new String(message.value(), StandardCharsets.UTF_8))
        .doesNotHaveDuplicates()
        .hasSize(LETTERS);
    assertThat(KAFKA.readAll(marksTopic(topics))).hasSize(LETTERS);
  }
}
