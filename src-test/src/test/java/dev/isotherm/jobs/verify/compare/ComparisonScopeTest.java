package dev.isotherm.jobs.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Accounting;
import dev.isotherm.model.EarlierRun;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import dev.isotherm.wire.StreamSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonScopeTest {

  @Test
  void theReplayBeginsAtTheFirstMessageOfAllRuns() {
    OffsetRange first = new OffsetRange("t", Map.of(0, 5L, 1, 7L), Map.of(0, 20L, 1, 30L));
    OffsetRange second = new OffsetRange("t", Map.of(0, 25L, 2, 1L), Map.of(0, 40L, 2, 3L));
    assertThat(ComparisonScope.joined(List.of(first, second)))
        .isEqualTo(
            new OffsetRange("t", Map.of(0, 5L, 1, 7L, 2, 1L), Map.of(0, 40L, 1, 30L, 2, 3L)));
  }

  @Test
  void earlierRunsReadTheSameTopic() {
    StreamProgress progress =
        new StreamProgress(
            "g",
            new StreamSettings(
                "1min",
                null,
                null,
                ParseOptions.defaults().withFields("t", "s"),
                "1min",
                null,
                "r",
                "1h"),
            new OffsetRange("t", Map.of(0, 5L), Map.of(0, 9L)),
            1_000,
            900,
            Accounting.NONE,
            "job",
            List.of(new EarlierRun(Map.of(0, 1L), Map.of(0, 3L), 700, Accounting.NONE)));
    assertThat(ComparisonScope.runs(progress))
        .containsExactly(
            new OffsetRange("t", Map.of(0, 1L), Map.of(0, 3L)),
            new OffsetRange("t", Map.of(0, 5L), Map.of(0, 9L)));
  }

  @Test
  void countsOfRunsAddUpIfNoTwoHaveReadTheSameMessage() {
    OffsetRange first = new OffsetRange("t", Map.of(0, 5L, 1, 7L), Map.of(0, 20L, 1, 30L));
    OffsetRange next = new OffsetRange("t", Map.of(0, 20L, 2, 1L), Map.of(0, 40L, 2, 3L));
    OffsetRange again = new OffsetRange("t", Map.of(1, 29L), Map.of(1, 31L));
    assertThat(ComparisonScope.isReadOnce(List.of(first))).isTrue();
    assertThat(ComparisonScope.isReadOnce(List.of(first, next))).isTrue();
    assertThat(ComparisonScope.isReadOnce(List.of(first, next, again))).isFalse();
  }

  @Test
  void aRunThatBeganAnewMayNotYetBeAsFarAsAnEarlierOne() {
    OffsetRange first = new OffsetRange("t", Map.of(0, 5L), Map.of(0, 20L));
    OffsetRange second = new OffsetRange("t", Map.of(0, 0L), Map.of(0, 2L));
    assertThat(ComparisonScope.joined(List.of(first, second)))
        .isEqualTo(new OffsetRange("t", Map.of(0, 0L), Map.of(0, 20L)));
  }
}
