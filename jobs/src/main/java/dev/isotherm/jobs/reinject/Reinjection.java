package dev.isotherm.jobs.reinject;

import dev.isotherm.jobs.reinject.DeadLetterPublisher.Ready;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One run over the letters of a rejected topic. Letters are fixed first and published afterwards,
 * some hundred at a time, so that no transaction waits for a command.
 */
public final class Reinjection {
  private static final int LETTERS_AT_A_TIME = 500;
  private static final long BYTES_AT_A_TIME = 8 << 20;

  private final Plan plan;
  private final ReinjectionMarks marks;
  private final Publication publication;
  private final Consumer<String> out;
  private final OutcomeCounts tally = new OutcomeCounts();
  private final List<Ready> batch = new ArrayList<>();
  private long batchBytes;
  private long chosen;

  /**
   * What is asked for.
   *
   * @param fix {@code null} to leave values as they are
   * @param limit how many letters are reinjected at most
   */
  public record Plan(DeadLetterSelection selection, FixProcess fix, long limit) {}

  /** Publishes letters for good; returns those that are too large. */
  @FunctionalInterface
  public interface Publication {
    List<DeadLetter> publish(List<Ready> letters);
  }

  /**
   * Sets up a run.
   *
   * @param marks of earlier runs
   * @param out told of each letter that is left though it was asked for: one line
   */
  public Reinjection(
      Plan plan, ReinjectionMarks marks, Publication publication, Consumer<String> out) {
    this.plan = plan;
    this.marks = marks;
    this.publication = publication;
    this.out = out;
  }

  /**
   * Sees the next letter.
   *
   * @throws org.apache.kafka.common.KafkaException if letters could not be published; the tally
   *     then counts them as not confirmed
   */
  public void accept(ConsumerRecord<byte[], byte[]> entry) throws InterruptedException {
    DeadLetter letter = new DeadLetter(entry);
    DeadLetterOutcome refused = plan.selection().refuses(letter, marks).orElse(null);
    if (refused == null && chosen == plan.limit()) {
      refused = DeadLetterOutcome.OVER_LIMIT;
    }
    if (refused != null) {
      if (refused == DeadLetterOutcome.CUT) {
        left(letter, letter.missing());
      }
      tally.add(refused, 1);
      return;
    }
    FixProcess.Fixed fixed = fix(letter);
    if (fixed.complaint() != null) {
      left(letter, "--fix: " + fixed.complaint());
      tally.add(DeadLetterOutcome.NOT_FIXED, 1);
      return;
    }
    chosen++;
    batch.add(new Ready(letter, fixed.value()));
    batchBytes += fixed.value().length + Math.max(0, entry.serializedKeySize());
    if (batch.size() == LETTERS_AT_A_TIME || batchBytes >= BYTES_AT_A_TIME) {
      flush();
    }
  }

  private FixProcess.Fixed fix(DeadLetter letter) throws InterruptedException {
    if (plan.fix() == null) {
      return new FixProcess.Fixed(letter.value(), null);
    }
    try {
      return plan.fix().apply(letter.value());
    } catch (IOException noShell) {
      throw new UncheckedIOException("--fix: " + noShell.getMessage(), noShell);
    }
  }

  /** Publishes what is still to be. */
  public void flush() {
    List<Ready> letters = List.copyOf(batch);
    batch.clear();
    batchBytes = 0;
    tally.add(DeadLetterOutcome.UNCONFIRMED, letters.size());
    List<DeadLetter> tooLarge = publication.publish(letters);
    tally.add(DeadLetterOutcome.UNCONFIRMED, -letters.size());
    tally.add(DeadLetterOutcome.REINJECTED, letters.size() - tooLarge.size());
    tally.add(DeadLetterOutcome.TOO_LARGE, tooLarge.size());
    tooLarge.forEach(letter -> left(letter, "is too large for the topic of readings"));
  }

  public OutcomeCounts tally() {
    return tally;
  }

  private void left(DeadLetter letter, String why) {
    out.accept("left " + letter.position() + " " + letter.reason() + ": " + why);
  }
}
