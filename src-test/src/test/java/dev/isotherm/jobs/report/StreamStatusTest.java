package dev.isotherm.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Accounting;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import dev.isotherm.wire.StreamSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamStatusTest {

  @Test
  void namesWhatIsLateForAlertsWhatNoMessageHadAndWhatWasLeftOutTheMostFrequentFirst() {
    Instant now = Instant.parse("2025-07-01T12:00:00Z");
    StreamProgress progress =
        new StreamProgress(
            "g",
            new StreamSettings(
                "1min", null, null, ParseOptions.defaults(), "1min", null, "r", null),
            new OffsetRange("readings", Map.of(), Map.of()),
            0,
            0,
            Accounting.NONE,
            "job",
            List.of(),
            List.of("metric humidty"),
            List.of(
                LeftOut.one("rssi", LeftOutReason.NESTED, "-7"),
                new LeftOut("hum", LeftOutReason.NOT_A_NUMBER, 3, "NAN?")),
            50,
            null);
    StreamStatus status = new StreamStatus(progress, now, 0, now);
    assertThat(status.text().lines())
        .containsSubsequence(
            "  0 readings = 0 aggregated + 0 late",
            "  50 were late for alerts on readings",
            "  since the last start or restart of the job, no message had metric humidty",
            "  since the start, left out 3 values: hum is not a number, such as \"NAN?\"",
            "  since the start, left out 1 value: rssi is a number inside of an object or array,"
                + " such as \"-7\"");
    assertThat(status.json())
        .contains(
            "\"late_for_alerts\":50",
            "\"left_out\":[{\"field\":\"hum\",\"reason\":\"not_a_number\",\"count\":3,"
                + "\"example\":\"NAN?\"},{\"field\":\"rssi\"");
  }
}
