package dev.isotherm.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Accounting;
import dev.isotherm.model.EarlierRun;
import dev.isotherm.wire.OffsetRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunHistoryTest {
  private static final Accounting COUNTS = new Accounting(2, 2, Map.of(), 2, 2, 0);
  private static final OffsetRange CURRENT = new OffsetRange("t", Map.of(0, 7L), Map.of(0, 9L));

  @Test
  void aRunThatContinuedHasNoHistory() {
    assertThat(new RunHistory(List.of(), CURRENT).lines()).isEmpty();
  }

  @Test
  void namesWhereEachRunBeganAndEndedAndWhatItLeftOpen() {
    long noon = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();
    RunHistory history =
        new RunHistory(
            List.of(
                new EarlierRun(Map.of(), Map.of(), Long.MIN_VALUE, Accounting.NONE),
                new EarlierRun(Map.of(0, 0L, 1, 0L), Map.of(0, 4L, 1, 3L), noon, COUNTS),
                new EarlierRun(Map.of(0, 1L), Map.of(0, 5L), noon, COUNTS)),
            CURRENT);
    assertThat(history.lines())
        .containsExactly(
            "run 1: no message; 0 messages = 0 accepted + 0 rejected; 0 readings = 0 aggregated + 0"
                + " late; it closed no window",
            "run 2, begun anew: offsets 0 to 3 of partition 0, offsets 0 to 2 of partition 1; 2"
                + " messages = 2 accepted + 0 rejected; 2 readings = 2 aggregated + 0 late; it left"
                + " open the windows that end after 2025-07-01T12:00:00Z; offsets that the next run"
                + " read again: 3",
            "run 3, begun anew: offsets 1 to 4 of partition 0; 2 messages = 2 accepted + 0"
                + " rejected; 2 readings = 2 aggregated + 0 late; it left open the windows that end"
                + " after 2025-07-01T12:00:00Z; offsets that the next run skipped: 2",
            "run 4, begun anew: offsets 7 to 8 of partition 0; it is the one above");
  }
}
