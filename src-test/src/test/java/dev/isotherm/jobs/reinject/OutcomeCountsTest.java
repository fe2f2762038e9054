package dev.isotherm.jobs.reinject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OutcomeCountsTest {
  private final OutcomeCounts outcomes = new OutcomeCounts();

  @Test
  void sumsUpWhatBecameOfTheLetters() {
    outcomes.add(DeadLetterOutcome.REINJECTED, 9);
    outcomes.add(DeadLetterOutcome.NOT_FIXED, 1);
    outcomes.add(DeadLetterOutcome.REINJECTED_BEFORE, 1);
    outcomes.add(DeadLetterOutcome.CUT, 1);
    assertThat(outcomes.summary(false))
        .isEqualTo(
            "12 dead letters: 9 reinjected, 1 reinjected before, 2 left (1 cut, 1 not fixed)");
    assertThat(outcomes.summary(true)).startsWith("12 dead letters: 9 would be reinjected, 1 ");
  }

  @Test
  void nothingIsSaidOfWhatWasNot() {
    assertThat(outcomes.summary(false))
        .isEqualTo("0 dead letters: 0 reinjected, 0 reinjected before, 0 left");
    outcomes.add(DeadLetterOutcome.UNCONFIRMED, 5);
    outcomes.add(DeadLetterOutcome.UNCONFIRMED, -5);
    outcomes.add(DeadLetterOutcome.REINJECTED, 1);
    assertThat(outcomes.summary(false))
        .isEqualTo("1 dead letter: 1 reinjected, 0 reinjected before, 0 left");
  }

  @Test
  void theNumbersAddUpWhateverTheyAre() {
    long letters = 0;
    for (DeadLetterOutcome outcome : DeadLetterOutcome.values()) {
      outcomes.add(outcome, ++letters);
    }
    long all = letters * (letters + 1) / 2;
    String summary = outcomes.summary(false);
    assertThat(sum(summary.replaceFirst(" \\(.*", ""))).isEqualTo(2 * all);
    assertThat(sum(summary.replaceFirst(".*, (?=\\d+ left)", ""))).isEqualTo(2 * (all - 1 - 2));
  }

  private static long sum(String text) {
    return Pattern.compile("\\d+")
        .matcher(text)
        .results()
        .mapToLong(number -> Long.parseLong(number.group()))
        .sum();
  }
}
