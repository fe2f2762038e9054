package dev.isotherm.jobs.reinject;

import dev.isotherm.jobs.reinject.DeadLetterPublisher.Ready;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.wire.ReinjectionMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One run over the letters of a rejected topic. Letters are fixed first and then published in
 * batches of several hundred, so that no transaction waits for a command.
 */
public final class Reinjection {
  private static final int BATCH_LETTERS = 500;
  private static final long BATCH_BYTES = 8 << 20;

  private final Plan plan;
  private final Set<ReinjectionMark> marks;
  private final Publication publication;
  private final Consumer<String> out;
  private final OutcomeCounts outcomes = new OutcomeCounts();
  private final List<Ready> batch = new ArrayList<>();
  private long batchBytes;
  private long chosen;

  /**
   * The requested work.
   *
   * @param reasons the reasons to select; empty for all, also those of a newer version
   * @param again whether to select messages that were reinjected and rejected again
   * @param fix {@code null} to leave values as they are
   * @param limit how many letters are reinjected at most
   */
  public record Plan(
      Set<RejectionReason> reasons, boolean again, @Nullable FixProcess fix, long limit) {

    /** Returns why a letter is not selected; {@code null} if it is selected. */
    @Nullable DeadLetterOutcome refuses(DeadLetter letter, Set<ReinjectionMark> marks) {
      if (letter.reason() == null) {
        return DeadLetterOutcome.FOREIGN;
      }
      if (!isRequested(letter.reason())) {
        return DeadLetterOutcome.OTHER_REASON;
      }
      if (marks.contains(letter.mark())) {
        return DeadLetterOutcome.REINJECTED_BEFORE;
      }
      if (letter.value() == null) {
        return DeadLetterOutcome.NO_VALUE;
      }
      if (letter.missing() != null) {
        return DeadLetterOutcome.CUT;
      }
      return letter.wasReinjected() && !again ? DeadLetterOutcome.REJECTED_AGAIN : null;
    }

    private boolean isRequested(String reason) {
      return reasons.isEmpty() || reasons.stream().anyMatch(one -> one.name().equals(reason));
    }
  }

  /** Publishes letters and returns those that are too large. */
  @FunctionalInterface
  public interface Publication {
    List<DeadLetter> publish(List<Ready> letters);
  }

  /**
   * Sets up a run.
   *
   * @param marks marks of earlier runs
   * @param out receives one line for each letter that was selected but is left
   */
  public Reinjection(
      Plan plan, Set<ReinjectionMark> marks, Publication publication, Consumer<String> out) {
    this.plan = plan;
    this.marks = marks;
    this.publication = publication;
    this.out = out;
  }

  /**
   * Processes the next letter.
   *
   * @throws org.apache.kafka.common.KafkaException if letters could not be published; they are then
   *     counted as not confirmed
   */
  public void accept(ConsumerRecord<byte[], byte[]> entry) throws InterruptedException {
    DeadLetter letter = new DeadLetter(entry);
    DeadLetterOutcome refused = plan.refuses(letter, marks);
    if (refused == null && chosen == plan.limit()) {
      refused = DeadLetterOutcome.OVER_LIMIT;
    }
    if (refused != null) {
      if (refused == DeadLetterOutcome.CUT) {
        left(letter, letter.missing());
      }
      outcomes.add(refused, 1);
      return;
    }
    FixProcess.Fixed fixed = fix(letter);
    if (fixed.complaint() != null) {
      left(letter, "--fix: " + fixed.complaint());
      outcomes.add(DeadLetterOutcome.NOT_FIXED, 1);
      return;
    }
    chosen++;
    batch.add(new Ready(letter, fixed.value()));
    batchBytes += fixed.value().length + Math.max(0, entry.serializedKeySize());
    if (batch.size() == BATCH_LETTERS || batchBytes >= BATCH_BYTES) {
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

  /** Publishes the letters of the last batch. */
  public void flush() {
    List<Ready> letters = List.copyOf(batch);
    batch.clear();
    batchBytes = 0;
    outcomes.add(DeadLetterOutcome.UNCONFIRMED, letters.size());
    List<DeadLetter> tooLarge = publication.publish(letters);
    outcomes.add(DeadLetterOutcome.UNCONFIRMED, -letters.size());
    outcomes.add(DeadLetterOutcome.REINJECTED, letters.size() - tooLarge.size());
    outcomes.add(DeadLetterOutcome.TOO_LARGE, tooLarge.size());
    tooLarge.forEach(letter -> left(letter, "is too large for the topic of readings"));
  }

  public OutcomeCounts outcomes() {
    return outcomes;
  }

  private void left(DeadLetter letter, String why) {
    out.accept("left " + letter.position() + " " + letter.reason() + ": " + why);
  }
}
