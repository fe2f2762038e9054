package dev.isotherm.jobs.commands.reinject;

import static dev.isotherm.fixtures.ReinjectRun.bytes;
import static dev.isotherm.fixtures.ReinjectRun.letter;
import static dev.isotherm.fixtures.ReinjectRun.marksTopic;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.ReinjectRun;
import dev.isotherm.jobs.reinject.DeadLetter;
import dev.isotherm.jobs.reinject.DeadLetterPublisher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Each letter goes once, or not at all: against a real broker. */
final class ReinjectOnceIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String NOT_JSON = "isotherm.reason=NOT_JSON";

  @TempDir private Path folder;

  @Test
  void manyLettersGoOnceAndAFewAtATimeOnDemand() throws Exception {
    LiveKafka.TestTopics topics = topics(3);
    List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
    for (int i = 0; i < 1_234; i++) {
      letters.add(letter(topics, i % 2 == 0 ? null : "k" + i, bytes("m" + i), NOT_JSON));
    }
    KAFKA.produce(letters);
    assertThat(reinject(topics, "--limit=34").err())
        .isEqualTo(
            "1234 dead letters: 34 reinjected, 0 reinjected before,"
                + " 1200 left (1200 over the limit)\n");
    assertThat(reinject(topics).err())
        .isEqualTo("1234 dead letters: 1200 reinjected, 34 reinjected before, 0 left\n");
    assertThat(reinject(topics).err())
        .isEqualTo("1234 dead letters: 0 reinjected, 1234 reinjected before, 0 left\n");
    assertThat(values(topics)).hasSize(1_234).doesNotHaveDuplicates();
    assertThat(KAFKA.readAll(marksTopic(topics))).hasSize(1_234);
  }

  @Test
  void whatCannotComeBackIsLeftAndSaid() throws Exception {
    LiveKafka.TestTopics topics = topics(1);
    KAFKA.produce(
        List.of(
            letter(topics, "k", bytes("{"), "isotherm.reason=NOT_JSON", "isotherm.cut=9"),
            letter(topics, "k", bytes("{"), "isotherm.reason=NOT_JSON", "isotherm.cut-headers=2"),
            letter(topics, "k", null, "isotherm.reason=EMPTY"),
            letter(topics, "k", bytes("of another program"), "reason=NOT_JSON"),
            letter(topics, "k", bytes("{"), "isotherm.reason=NO_SENSOR"),
            letter(topics, "k", bytes("bad"), NOT_JSON),
            letter(topics, "k", bytes("good"), NOT_JSON)));
    CommandTrial trial =
        reinject(
            topics,
            "--reason=not_json,EMPTY",
            "--fix=read x; [ \"$x\" != bad ] || { echo hopeless >&2; exit 4; }; echo \"$x\"");
    String at = topics.rejected() + "-0:";
    assertThat(trial)
        .isEqualTo(
            new CommandTrial(
                0,
                "",
                "left "
                    + at
                    + "0 NOT_JSON: only the first 1 of its 9 bytes are there\nleft "
                    + at
                    + "1 NOT_JSON: its headers, 2 of them, are not there\nleft "
                    + at
                    + "5 NOT_JSON: --fix: exit status 4: hopeless\n"
                    + "7 dead letters: 1 reinjected, 0 reinjected before, 6 left (1 of another"
                    + " reason, 1 not from Isotherm, 2 cut, 1 without a value, 1 not fixed)\n"));
    assertThat(values(topics)).containsExactly("good");
  }

  @Test
  void aDryRunTellsAndChangesNothing() throws Exception {
    LiveKafka.TestTopics topics = topics(1);
    KAFKA.produce(
        List.of(letter(topics, "k", bytes("{"), NOT_JSON, "isotherm.detail=ends too early")));
    assertThat(reinject(topics, "--dry-run"))
        .isEqualTo(
            new CommandTrial(
                0,
                "would reinject " + topics.rejected() + "-0:0 NOT_JSON: ends too early\n",
                "1 dead letter: 1 would be reinjected, 0 reinjected before, 0 left\n"));
    assertThat(values(topics)).isEmpty();
    assertThat(KAFKA.topics()).doesNotContain(marksTopic(topics));
  }

  /** As a run leaves it that is killed between sending and committing. */
  @Test
  void whatAKilledRunLeftOpenDoesNotCount() throws Exception {
    LiveKafka.TestTopics topics = topics(1);
    KAFKA.create(marksTopic(topics), 1, Map.of("cleanup.policy", "compact"));
    KAFKA.produce(
        List.of(
            letter(topics, "k", bytes("a"), NOT_JSON), letter(topics, "k", bytes("b"), NOT_JSON)));
    List<DeadLetter> letters =
        KAFKA.readAll(topics.rejected()).stream().map(DeadLetter::new).toList();
    try (var killed =
        KAFKA.transactionalProducer(DeadLetterPublisher.transactionalId(topics.rejected()))) {
      killed.initTransactions();
      killed.beginTransaction();
      killed.send(letters.get(0).message(topics.readings(), bytes("a"))).get();
      killed.send(letters.get(0).mark(marksTopic(topics))).get();
      killed.commitTransaction();
      killed.beginTransaction();
      killed.send(letters.get(1).message(topics.readings(), bytes("b"))).get();
      killed.send(letters.get(1).mark(marksTopic(topics))).get();

      assertThat(reinject(topics).err())
          .isEqualTo("2 dead letters: 1 reinjected, 1 reinjected before, 0 left\n");
      assertThatThrownBy(killed::commitTransaction)
          .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
    }
    assertThat(values(topics)).containsExactly("a", "b");
    assertThat(reinject(topics).err())
        .isEqualTo("2 dead letters: 0 reinjected, 2 reinjected before, 0 left\n");
  }

  /** Marks that lie behind it must not be missed. */
  @Test
  void anotherProgramsOpenTransactionAmongTheMarksIsWaitedFor() throws Exception {
    LiveKafka.TestTopics topics = topics(1);
    KAFKA.create(marksTopic(topics), 1, Map.of("cleanup.policy", "compact"));
    KAFKA.produce(List.of(letter(topics, "k", bytes("a"), NOT_JSON)));
    try (var other = KAFKA.transactionalProducer("other-" + topics.rejected())) {
      other.initTransactions();
      other.beginTransaction();
      other.send(new ProducerRecord<>(marksTopic(topics), bytes("k"), bytes("v"))).get();
      DeadLetter letter = new DeadLetter(KAFKA.readAll(topics.rejected()).get(0));
      KAFKA.produce(List.of(letter.mark(marksTopic(topics))));
      CompletableFuture<CommandTrial> run = ReinjectRun.started(KAFKA, topics);
      assertThatThrownBy(() -> run.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
      other.abortTransaction();
      assertThat(run.get(BOUND.toSeconds(), TimeUnit.SECONDS).err())
          .isEqualTo("1 dead letter: 0 reinjected, 1 reinjected before, 0 left\n");
    }
  }

  @Test
  void theLaterOfTwoRunsTakesOver() throws Exception {
    LiveKafka.TestTopics topics = topics(1);
    KAFKA.produce(
        List.of(
            letter(topics, "k", bytes("a"), NOT_JSON), letter(topics, "k", bytes("b"), NOT_JSON)));
    Path started = folder.resolve("started");
    Path gate = folder.resolve("gate");
    assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor()).isZero();
    CompletableFuture<CommandTrial> first =
        ReinjectRun.started(
            KAFKA,
            topics,
            "--limit=1",
            "--fix-timeout=1min",
            "--fix=: > " + started + "; read go < " + gate + "; cat");
    Eventually.holds("the first run is at work", BOUND, () -> Files.exists(started));
    assertThat(reinject(topics).err())
        .isEqualTo("2 dead letters: 2 reinjected, 0 reinjected before, 0 left\n");
    Files.writeString(gate, "go\n");
    assertThat(first.get(BOUND.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo(
            new CommandTrial(
                1,
                "",
                "isotherm: another reinject of "
                    + topics.rejected()
                    + " has taken over; this one ends here\n"
                    + "2 dead letters: 0 reinjected, 0 reinjected before,"
                    + " 2 left (1 over the limit, 1 not confirmed)\n"));
    assertThat(values(topics)).containsExactly("a", "b");
  }

  /** The broker's limit is on what is sent, and that is packed. */
  @Test
  void whatIsTooLargeForTheTopicStaysAndTheOthersGo() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1, Map.of("max.message.bytes", "20000"));
    KAFKA.create(topics.rejected(), 1, Map.of());
    byte[] noise = new byte[30_000];
    new Random(1).nextBytes(noise);
    KAFKA.produce(
        List.of(
            letter(topics, "k", bytes("a"), NOT_JSON),
            letter(topics, "k", noise, NOT_JSON),
            letter(topics, "k", bytes("b"), NOT_JSON),
            letter(topics, "k", bytes("c ".repeat(100_000)), NOT_JSON)));
    CommandTrial trial = reinject(topics);
    assertThat(trial.err())
        .isEqualTo(
            "left "
                + topics.rejected()
                + "-0:1 NOT_JSON: is too large for the topic of readings\n"
                + "4 dead letters: 3 reinjected, 0 reinjected before, 1 left (1 too large)\n");
    assertThat(values(topics)).containsExactly("a", "b", "c ".repeat(100_000));
  }

  @Test
  void topicsThatAreNotThereAreBadUsage() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    assertThat(reinject(topics))
        .isEqualTo(
            new CommandTrial(
                2,
                "",
                "isotherm: --rejected-topic " + topics.rejected() + ": is not on the broker\n"));
    KAFKA.create(topics.rejected(), 1, Map.of());
    KAFKA.create(marksTopic(topics), 1, Map.of("cleanup.policy", "delete"));
    assertThat(reinject(topics))
        .isEqualTo(
            new CommandTrial(
                2,
                "",
                "isotherm: --marks-topic "
                    + marksTopic(topics)
                    + ": its cleanup.policy is delete; must be compact, so that nothing in it is"
                    + " ever deleted\n"));
  }

  private LiveKafka.TestTopics topics(int partitions) throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(partitions);
    KAFKA.create(topics.rejected(), partitions, Map.of());
    return topics;
  }

  private static List<String> values(LiveKafka.TestTopics topics) {
    return KAFKA.readAll(topics.readings()).stream()
        .map((ConsumerRecord<byte[], byte[]> message) -> new String(message.value(), UTF_8))
        .toList();
  }

  private static CommandTrial reinject(LiveKafka.TestTopics topics, String... more) {
    return ReinjectRun.of(KAFKA, topics, more);
  }
}
