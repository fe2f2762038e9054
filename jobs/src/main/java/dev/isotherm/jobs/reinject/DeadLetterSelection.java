package dev.isotherm.jobs.reinject;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.wire.ReinjectionMark;
import java.util.Optional;
import java.util.Set;

/**
 * Selects the letters to reinject.
 *
 * @param reasons the reasons to select; empty for all, also those of a newer version
 * @param again whether to select messages that were reinjected and rejected again
 */
public record DeadLetterSelection(Set<RejectionReason> reasons, boolean again) {

  public DeadLetterSelection {
    reasons = Set.copyOf(reasons);
  }

  /** Returns why a letter is not selected; empty if it is selected. */
  Optional<DeadLetterOutcome> refuses(DeadLetter letter, Set<ReinjectionMark> marks) {
    if (letter.reason() == null) {
      return Optional.of(DeadLetterOutcome.FOREIGN);
    }
    if (!isRequested(letter.reason())) {
      return Optional.of(DeadLetterOutcome.OTHER_REASON);
    }
    if (marks.contains(letter.mark())) {
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

  private boolean isRequested(String reason) {
    return reasons.isEmpty() || reasons.stream().anyMatch(one -> one.name().equals(reason));
  }
}
