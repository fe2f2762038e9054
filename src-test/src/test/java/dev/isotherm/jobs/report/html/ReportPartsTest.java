package dev.isotherm.jobs.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of a report that have no page of their own. */
class ReportPartsTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @TempDir Path folder;

  private static TimeAxis axis(String from, String to) {
    return new TimeAxis(
        Instant.parse(from).toEpochMilli(), Instant.parse(to).toEpochMilli(), BERLIN);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999, 999",
    "1000, 1k",
    "1440, 1.4k",
    "9960, 10k",
    "86400, 86k",
    "999499, 999k",
    "999500, 1M",
    "9223372036854775807, 9.2E"
  })
  void compactNumbersHaveFourCharacters(long number, String text) {
    assertThat(CoverageTable.compact(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "250, 250 ms",
    "59000, 59 s",
    "60000, 1 min",
    "5400000, 1 h 30 min",
    "180000000, 2 d 2 h"
  })
  void durationsHaveTwoUnits(long millis, String text) {
    assertThat(TimeText.duration(millis)).isEqualTo(text);
  }

  @Test
  void theHourThatClocksShowTwiceHasItsOffset() {
    long first = Instant.parse("2025-10-26T00:30:00Z").toEpochMilli();
    assertThat(TimeText.of(first, BERLIN)).isEqualTo("2025-10-26 02:30+02:00");
    assertThat(TimeText.of(first + 3_600_000, BERLIN)).isEqualTo("2025-10-26 02:30+01:00");
    assertThat(TimeText.of(first + 7_200_250, BERLIN)).isEqualTo("2025-10-26 03:30:00.250");
  }

  /** Days of 23 and 25 hours begin at midnight, too. */
  @Test
  void ticksAreAtRoundTimesOfTheZone() {
    assertThat(axis("2025-03-28T23:00:00Z", "2025-04-01T22:00:00Z").ticks())
        .extracting(TimeAxis.Tick::label)
        .containsExactly("29 Mar", "30 Mar", "31 Mar", "1 Apr");
    assertThat(axis("2025-01-14T23:00:00Z", "2026-01-14T23:00:00Z").ticks())
        .extracting(TimeAxis.Tick::label)
        .containsExactly("Apr 2025", "Jul 2025", "Oct 2025", "Jan 2026");
    assertThat(axis("2025-07-01T10:07:00Z", "2025-07-01T11:00:00Z").ticks())
        .extracting(TimeAxis.Tick::label)
        .containsExactly("12:15", "12:30", "12:45");
    assertThat(axis("2025-07-01T09:00:00Z", "2025-07-03T13:00:00Z").ticks())
        .extracting(TimeAxis.Tick::label)
        .containsExactly("1 Jul 12:00", "2 Jul", "12:00", "3 Jul", "12:00");
    assertThat(axis("1900-01-01T00:00:00Z", "2300-01-01T00:00:00Z").ticks()).hasSize(4);
  }

  @Test
  void aPointIsTheShortestSpanThatFits() {
    TimeAxis year = axis("2024-12-31T23:00:00Z", "2025-12-31T23:00:00Z");
    assertThat(PointSpan.choose(year, 365).isWindow()).isTrue();
    PointSpan days = PointSpan.choose(year, 8_760);
    assertThat(days.text()).isEqualTo("all windows that begin within a day");
    long shortDay = Instant.parse("2025-03-29T23:00:00Z").toEpochMilli();
    assertThat(days.startOf(shortDay + 12 * 3_600_000L)).isEqualTo(shortDay);
    assertThat(days.endOf(shortDay)).isEqualTo(shortDay + Duration.ofHours(23).toMillis());
    assertThat(PointSpan.choose(axis("1900-01-01T00:00:00Z", "2900-01-01T00:00:00Z"), 1_000).days())
        .isEqualTo(3_640);
  }

  @Test
  void aReportCanBeWrittenOnlyWhereNothingElseIs() throws Exception {
    String results = folder.resolve("out").toString();
    Path report = folder.resolve("r.html");
    assertThat(ReportFile.error(report.toString(), results)).isNull();
    assertThat(ReportFile.error(folder.resolve("no/r.html").toString(), results))
        .isEqualTo("there is no folder " + folder.resolve("no"));
    assertThat(ReportFile.error(folder.toString(), results))
        .isEqualTo("is a folder; name a file in it, such as " + folder.resolve("report.html"));
    assertThat(ReportFile.error(folder.resolve("readings.csv").toString(), results))
        .isEqualTo("must be the name of a local file, with the ending .html");
    assertThat(ReportFile.error("s3://bucket/r.html", results)).startsWith("must be the name of a");
    assertThat(ReportFile.error("a\0.html", results)).startsWith("must be the name of a local");
    assertThat(ReportFile.error(folder.resolve("out/r.html").toString(), results))
        .isEqualTo("is in the folder of the results, which each run replaces; name another folder");
    Files.writeString(report, "<html>mine</html>");
    assertThat(ReportFile.error(report.toString(), results))
        .isEqualTo("is there already, and is no report of Isotherm; name another file");
    Files.writeString(report, "<!DOCTYPE html>\n<html><head>" + PageFrame.MARK + "/>");
    assertThat(ReportFile.error(report.toString(), results)).isNull();
  }

  @Test
  void aReportThatCannotBeWrittenIsBadUsage() throws Exception {
    Path input = Files.writeString(folder.resolve("a.txt"), "1\n2\n");
    CommandTrial trial =
        CommandTrial.isotherm(
            "batch", input.toString(), "--report=" + folder.resolve("no/r.html"), "--window=0s");
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .contains(
            "isotherm: --report %s/no/r.html: there is no folder %s/no\n".formatted(folder, folder))
        .contains("--window 0s");
    assertThat(folder).isDirectoryContaining(file -> file.equals(input));
  }
}
