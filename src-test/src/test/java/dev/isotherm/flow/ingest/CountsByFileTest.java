package dev.isotherm.flow.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class CountsByFileTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static ReadingBlock block(String... instants) {
    Reading[] readings = new Reading[instants.length];
    for (int i = 0; i < instants.length; i++) {
      long millis = Instant.parse(instants[i]).toEpochMilli();
      readings[i] = new Reading(new Series("s", "m"), millis, i);
    }
    return ReadingBlocks.of(readings);
  }

  @Test
  void knowsTheSpanOfAFileAndWhetherAllOfItIsAtMidnightOfTheZone() {
    FileTally tally = new FileTally(BERLIN);
    tally.accepted(block("2025-07-01T22:00:00Z", "2025-06-30T22:00:00Z"));
    tally.accepted(block("2025-12-01T23:00:00Z"));
    tally.rejected(1);

    assertThat(tally.counts())
        .isEqualTo(
            new FileCounts(
                4,
                3,
                3,
                Instant.parse("2025-06-30T22:00:00Z").toEpochMilli(),
                Instant.parse("2025-12-01T23:00:00Z").toEpochMilli(),
                true));
    tally.accepted(block("2025-12-01T23:00:00Z", "2025-12-01T23:00:00.001Z"));
    assertThat(tally.counts().atMidnight()).isFalse();
    tally.accepted(block("2025-12-01T23:00:00Z"));
    assertThat(tally.counts().atMidnight()).isFalse();
  }

  @Test
  void addsUpTheRangesOfAFileThatSubtasksRead() {
    CountsByFile one = new CountsByFile();
    CountsByFile two = new CountsByFile();
    one.add(new CountsByFile.OfFile("a", new FileCounts(3, 2, 4, 10, 20, true)));
    two.add(new CountsByFile.OfFile("a", new FileCounts(1, 1, 1, 5, 5, false)));
    two.add(new CountsByFile.OfFile("b", FileCounts.NONE));

    CountsByFile sum = one.clone();
    sum.merge(two);

    assertThat(sum.getLocalValue())
        .containsEntry("a", new FileCounts(4, 3, 5, 5, 20, false))
        .containsEntry("b", FileCounts.NONE)
        .hasSize(2);
    assertThat(one.getLocalValue()).hasSize(1);
  }

  @Test
  void countsFilesBeyondABoundTogether() {
    CountsByFile counts = new CountsByFile();
    for (int i = 0; i < CountsByFile.MAX_FILES + 5; i++) {
      counts.add(new CountsByFile.OfFile("f" + i, new FileCounts(1, 1, 1, 0, 0, true)));
    }
    assertThat(counts.getLocalValue()).hasSize(CountsByFile.MAX_FILES + 1);
    assertThat(counts.getLocalValue().get(CountsByFile.OTHERS).messages()).isEqualTo(5);
  }
}
