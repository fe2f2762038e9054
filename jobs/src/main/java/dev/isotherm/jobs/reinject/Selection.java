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
record Selection(Set<RejectionReason> reasons, boolean again) {

  Selection {
    reasons = Set.copyOf(reasons);
  }

  /** Why a letter is not; empty if it is. */
  Optional<Outcome> refuses(DeadLetter letter, Marks marks) {
    if (letter.reason() == null) {
      return Optional.of(Outcome.FOREIGN);
    }
    if (!isAskedFor(letter.reason())) {
      return Optional.of(Outcome.OTHER_REASON);
    }
    if (marks.has(letter)) {
      return Optional.of(Outcome.REINJECTED_BEFORE);
    }
    if (letter.value() == null) {
      return Optional.of(Outcome.NO_VALUE);
    }
    if (letter.missing() != null) {
      return Optional.of(Outcome.CUT);
    }
    return letter.wasReinjected() && !again
        ? Optional.of(Outcome.REJECTED_AGAIN)
        : Optional.empty();
  }

  private boolean isAskedFor(String reason) {
    return reasons.isEmpty() || reasons.stream().anyMatch(one -> one.name().equals(reason));
  }
}
