package dev.isotherm.jobs.reinject;

import dev.isotherm.model.RejectionReason;
import java.util.Optional;
import java.util.Set;

/**
 * Which letters are to be reinjected.
 *
 * @param reasons only these; empty for all, those of a newer version too
 * @param again also messages that were reinjected and rejected again
 */
public record DeadLetterSelection(Set<RejectionReason> reasons, boolean again) {

  public DeadLetterSelection {
    reasons = Set.copyOf(reasons);
  }

  /** Why a letter is not; empty if it is. */
  Optional<DeadLetterOutcome> refuses(DeadLetter letter, ReinjectionMarks marks) {
    if (letter.reason() == null) {
      return Optional.of(DeadLetterOutcome.FOREIGN);
    }
    if (!isAskedFor(letter.reason())) {
      return Optional.of(DeadLetterOutcome.OTHER_REASON);
    }
    if (marks.has(letter)) {
      return Optional.of(DeadLetterOutcome.REINJECTED_BEFORE);
    }
    if (letter.value() == null) {
      return Optional.of(DeadLetterOutcome.NO_VALUE);
    }
    if (letter.missing() != null) {
      return Optional.of(DeadLetterOutcome.CUT);
    }
    return letter.wasReinjected() && !again
        ? Optional.of(DeadLetterOutcome.REJECTED_AGAIN)
        : Optional.empty();
  }

  private boolean isAskedFor(String reason) {
    return reasons.isEmpty() || reasons.stream().anyMatch(one -> one.name().equals(reason));
  }
}
