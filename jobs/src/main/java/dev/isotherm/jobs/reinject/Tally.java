package dev.isotherm.jobs.reinject;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts what became of the letters; every letter is counted once. */
final class Tally {
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);

  void add(Outcome outcome, long letters) {
    counts.merge(outcome, letters, Long::sum);
  }

  long of(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  /**
   * {@code 12 dead letters: 9 reinjected, 1 reinjected before, 2 left (1 cut, 1 not fixed)}; the
   * numbers add up.
   *
   * @param dryRun whether those that were reinjected only would have been
   */
  String summary(boolean dryRun) {
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    long left = Arrays.stream(Outcome.values()).filter(Outcome::isLeft).mapToLong(this::of).sum();
    String why =
        Arrays.stream(Outcome.values())
            .filter(outcome -> outcome.isLeft() && of(outcome) > 0)
            .map(outcome -> of(outcome) + " " + outcome)
            .collect(Collectors.joining(", ", " (", ")"));
    return String.format(
        "%d dead %s: %d %s%s, %d %s, %d left%s",
        all,
        all == 1 ? "letter" : "letters",
        of(Outcome.REINJECTED),
        dryRun ? "would be " : "",
        Outcome.REINJECTED,
        of(Outcome.REINJECTED_BEFORE),
        Outcome.REINJECTED_BEFORE,
        left,
        left == 0 ? "" : why);
  }
}
