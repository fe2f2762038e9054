package dev.isotherm.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.model.percentile.Percentiles;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private static Average average(
      String sensor, String metric, String start, String end, double mean, double min) {
    return new Average(
        new Series(sensor, metric),
        millis(start),
        millis(end),
        1440,
        mean * 1440,
        mean,
        min,
        31.999,
        3.4142,
        0);
  }

  @Test
  void percentilesAreColumns() throws IOException {
    Average average =
        average("a", "t", "2025-07-01T00:00:00Z", "2025-07-02T00:00:00Z", 20, 10)
            .with(
                new Percentiles(
                    List.of(
                        new Percentiles.Percentile("50", 19.875),
                        new Percentiles.Percentile("99.9", 31.999))));
    StringBuilder table = new StringBuilder();
    TableReport.print(List.of(average), ZoneId.of("UTC"), table);
    assertThat(table)
        .hasToString(
            """
            2025-07-01 (UTC)
              sensor  metric  count   mean    min    max  stddev    p50  p99.9
              a       t        1440  20.00  10.00  32.00    3.41  19.88  32.00
            """);
    StringBuilder csv = new StringBuilder();
    new CsvReport(csv, ExtraColumns.of(List.of(average))).print(average);
    assertThat(csv)
        .hasToString(
            """
            sensor_id,metric,window_start,window_end,count,sum,mean,min,max,stddev,revision,p50,p99.9
            a,t,2025-07-01T00:00:00Z,2025-07-02T00:00:00Z,1440,28800.0,20.0,10.0,31.999,3.4142,0,19.875,31.999
            """);
  }

  @Test
  void coverageIsAColumnWhereItIsKnownOfAnySeries() throws IOException {
    Average known =
        average("a", "t", "2025-07-01T00:00:00Z", "2025-07-02T00:00:00Z", 20, 10)
            .withExpected(1500);
    Average unknown = average("b", "t", "2025-07-01T00:00:00Z", "2025-07-02T00:00:00Z", 20, 10);
    StringBuilder table = new StringBuilder();
    TableReport.print(List.of(unknown, known), ZoneId.of("UTC"), table);
    assertThat(table)
        .hasToString(
            """
            2025-07-01 (UTC)
              sensor  metric  count   mean    min    max  stddev  expected  coverage
              a       t        1440  20.00  10.00  32.00    3.41      1500      0.96
              b       t        1440  20.00  10.00  32.00    3.41
            """);
    StringBuilder csv = new StringBuilder();
    CsvReport report = new CsvReport(csv, ExtraColumns.of(List.of(unknown, known)));
    report.print(unknown);
    report.print(known);
    assertThat(csv.toString().lines())
        .satisfiesExactly(
            header -> assertThat(header).endsWith(",stddev,revision,expected,coverage"),
            row -> assertThat(row).endsWith(",3.4142,0,,"),
            row -> assertThat(row).endsWith(",3.4142,0,1500,0.96"));
  }

  @Test
  void tableShowsOneBlockPerWindowInTheOrderOfTime() throws IOException {
    StringBuilder out = new StringBuilder();
    TableReport.print(
        List.of(
            average(
                "Kessel \ud83c\udf21",
                "temperature",
                "2025-07-01T22:00:00Z",
                "2025-07-02T22:00:00Z",
                25.305,
                20),
            average(
                "sensor_2",
                "temperature",
                "2025-06-30T22:00:00Z",
                "2025-07-01T22:00:00Z",
                -1234.5,
                -0.0042),
            average("sensor_1", "humidity", "2025-06-30T22:00:00Z", "2025-07-01T22:00:00Z", 40, 0)),
        BERLIN,
        out);
    assertThat(out)
        .hasToString(
            """
            2025-07-01 (Europe/Berlin)
              sensor    metric       count      mean      min    max  stddev
              sensor_1  humidity      1440     40.00     0.00  32.00    3.41
              sensor_2  temperature   1440  -1234.50  -0.0042  32.00    3.41

            2025-07-02 (Europe/Berlin)
              Kessel \ud83c\udf21  temperature   1440     25.31    20.00  32.00    3.41
            """);
  }

  /** As on paper: a header above each page, not above each window. */
  @Test
  void tableRepeatsItsHeaderAfterManyRows() throws IOException {
    StringBuilder out = new StringBuilder();
    List<Average> averages = new ArrayList<>();
    for (int hour = 0; hour < 101; hour++) {
      Instant start = Instant.parse("2025-07-01T00:00:00Z").plusSeconds(3_600L * hour);
      String end = start.plusSeconds(3_600).toString();
      averages.add(average("s", "temperature", start.toString(), end, 20, 10));
    }
    TableReport.print(averages, BERLIN, out);
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).filteredOn(line -> line.startsWith("  sensor")).hasSize(3);
    assertThat(lines.subList(0, 2)).last().asString().startsWith("  sensor");
    assertThat(lines.get(lines.indexOf("2025-07-03 04:00 – 05:00") + 1)).startsWith("  sensor");
  }

  @Test
  void tableOfNothingIsEmpty() throws IOException {
    StringBuilder out = new StringBuilder();
    TableReport.print(List.of(), BERLIN, out);
    assertThat(out).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0,0.00",
    "-0.0,0.00",
    "0.01,0.01",
    "0.00999,0.0100",
    "0.0042,0.0042",
    "0.000012345,0.000012",
    "1e-9,1.00e-09",
    "-0.005,-0.0050",
    "1e300,1.00e+300",
    "999999.995,1000000.00",
    "Infinity,Infinity"
  })
  void numbersNeverBecomeAFalseZero(double value, String text) {
    assertThat(TableReport.number(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    // a day on which the clocks change has 23 or 25 hours
    "2025-03-29T23:00:00Z, 2025-03-30T22:00:00Z, 2025-03-30 (Europe/Berlin)",
    "2025-06-29T22:00:00Z, 2025-07-06T22:00:00Z, 2025-06-30 \u2013 2025-07-06 (Europe/Berlin)",
    "2025-07-01T10:00:00Z, 2025-07-01T11:00:00Z, 2025-07-01 12:00 \u2013 13:00",
    "2025-07-01T10:00:00Z, 2025-07-01T10:00:00.500Z, 2025-07-01 12:00 \u2013 12:00:00.500",
    "2025-07-01T21:00:00Z, 2025-07-01T22:00:00Z, 2025-07-01 23:00 \u2013 24:00",
    "2025-07-01T21:30:00Z, 2025-07-01T22:30:00Z, 2025-07-01 23:30 \u2013 2025-07-02 00:30",
    "2025-10-26T00:00:00Z, 2025-10-26T01:00:00Z, 2025-10-26 02:00+02:00 \u2013 02:00+01:00"
  })
  void titlesTellTheWindowInLocalTime(String start, String end, String title) {
    assertThat(TableReport.title(millis(start), millis(end), BERLIN)).isEqualTo(title);
  }

  @Test
  void csvHasAllFieldsAndRunsNoFormula() throws IOException {
    StringBuilder out = new StringBuilder();
    CsvReport report = new CsvReport(out, ExtraColumns.NONE);
    report.print(
        average(
            "=cmd|' /C calc'!A0",
            "a,\"b\"",
            "2025-07-01T10:00:00Z",
            "2025-07-01T11:00:00.250Z",
            -2.5,
            -3));
    report.print(average("@x", "-y", "2025-07-01T10:00:00Z", "2025-07-01T11:00:00Z", 0.002, 0));
    assertThat(out)
        .hasToString(
            """
            sensor_id,metric,window_start,window_end,count,sum,mean,min,max,stddev,revision
            '=cmd|' /C calc'!A0,"a,""b""\",2025-07-01T10:00:00Z,2025-07-01T11:00:00.250Z,\
            1440,-3600.0,-2.5,-3.0,31.999,3.4142,0
            '@x,'-y,2025-07-01T10:00:00Z,2025-07-01T11:00:00Z,1440,2.88,0.002,0.0,31.999,3.4142,0
            """);
  }
}
