package dev.isotherm.jobs.commands.options;

import static dev.isotherm.fixtures.CommandTrial.isotherm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import org.junit.jupiter.api.Test;

class DuplicatesOptionTest {

  @Test
  void aStreamCannotKeepTheLast() {
    CommandTrial trial = isotherm("stream", "--duplicates", "last");
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .contains("--duplicates")
        .contains("last")
        .contains("use count or drop, or last with replay")
        .hasLineCount(1);
  }
}
