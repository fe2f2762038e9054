package dev.isotherm.jobs.reinject;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts letters by outcome. Every letter is counted once. */
public final class OutcomeCounts {
  private final Map<DeadLetterOutcome, Long> counts = new EnumMap<>(DeadLetterOutcome.class);

  void add(DeadLetterOutcome outcome, long letters) {
    counts.merge(outcome, letters, Long::sum);
  }

  long of(DeadLetterOutcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  /**
   * {@code 12 dead letters: 9 reinjected, 1 reinjected before, 2 left (1 cut, 1 not fixed)}; the
   * numbers add up.
   *
   * @param dryRun whether letters only would have been reinjected
   */
  public String summary(boolean dryRun) {
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    long left = all - of(DeadLetterOutcome.REINJECTED) - of(DeadLetterOutcome.REINJECTED_BEFORE);
    String why =
        counts.keySet().stream()
            .filter(outcome -> outcome.isLeft() && of(outcome) > 0)
            .map(outcome -> of(outcome) + " " + outcome)
            .collect(Collectors.joining(", ", " (", ")"));
    return String.format(
        "%d dead %s: %d %s%s, %d %s, %d left%s",
        all,
        all == 1 ? "letter" : "letters",
        of(DeadLetterOutcome.REINJECTED),
        dryRun ? "would be " : "",
        DeadLetterOutcome.REINJECTED,
        of(DeadLetterOutcome.REINJECTED_BEFORE),
        DeadLetterOutcome.REINJECTED_BEFORE,
        left,
        left == 0 ? "" : why);
  }
}
