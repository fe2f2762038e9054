package dev.isotherm.parse.time;

import static dev.isotherm.fixtures.Parsing.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.parse.message.ParseException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampParserTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final TimestampParser utc = new TimestampParser(InstantSyntax.in(ZoneOffset.UTC));
  private final TimestampParser epoch =
      new TimestampParser(
          InstantSyntax.in(ZoneOffset.UTC).with(List.of("epoch"), RepeatedHour.EARLIER));
  private final TimestampParser berlin = new TimestampParser(InstantSyntax.in(BERLIN));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2025-07-01T12:34:56.789Z         | 2025-07-01T12:34:56.789Z",
        "2025-07-01t12:34:56z             | 2025-07-01T12:34:56Z",
        "2025-07-01 12:34                 | 2025-07-01T12:34:00Z",
        "2025-07-01T12:34:56,5            | 2025-07-01T12:34:56.500Z",
        "2025-07-01T12:34:56.123456       | 2025-07-01T12:34:56.123Z",
        "2025-07-01T12:34:56.999999999    | 2025-07-01T12:34:56.999Z",
        "2025-07-01T12:34:56.05           | 2025-07-01T12:34:56.050Z",
        "2025-07-01T12:34:56+02:00        | 2025-07-01T10:34:56Z",
        "2025-07-01T12:34:56-0330         | 2025-07-01T16:04:56Z",
        "2025-07-01T12:34+02              | 2025-07-01T10:34:00Z",
        "2025-07-01T12:34:56.7-00:00      | 2025-07-01T12:34:56.700Z",
        "2025-07-01T12:34:56+18:00        | 2025-06-30T18:34:56Z",
        "2025-07-01                       | 2025-07-01T00:00:00Z",
        "2024-02-29T00:00:00Z             | 2024-02-29T00:00:00Z",
        "1969-12-31T23:59:59.9999Z        | 1969-12-31T23:59:59.999Z",
        "0001-01-01T00:00:00Z             | 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z   | 9999-12-31T23:59:59.999Z",
      })
  void readsIso(String text, Instant expected) throws ParseException {
    assertThat(Instant.ofEpochMilli(utc.parse(text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "1751373296, 1751373296000",
    "1751373296.789123, 1751373296789",
    "1751373296.7, 1751373296700",
    "1751373296789, 1751373296789",
    "1751373296789.999, 1751373296789",
    "1751373296789123, 1751373296789",
    "1751373296789123456, 1751373296789",
    "1.751373296789e9, 1751373296789",
    "1751373296789E-3, 1751373296789",
    "-1, -1000",
    "-0.0001, -1",
    "-0.001, -1",
    "-1.5, -1500",
    "-1.0005, -1001",
    "-100000000001, -100000000001",
    "-100000000000001, -100000000001",
    "-100000000001000, -100000000001",
    "99999999999, 99999999999000",
    "99999999999.999, 99999999999999",
    "100000000000, 100000000000",
    "99999999999999, 99999999999999",
    "100000000000000, 100000000000",
    "99999999999999999, 99999999999999",
    "100000000000000000, 100000000000",
    "253402300799999999999, 253402300799999",
  })
  void tellsTheUnitOfAnEpochNumberByItsMagnitude(String text, long expected) throws ParseException {
    assertThat(utc.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "now",
        "NaN",
        "Infinity",
        "12:00",
        "2025-07",
        "25-07-01",
        "2025-07-01T",
        "2025-07-01T12",
        "2025-07-01T12:",
        "2025-07-01T12:3",
        "2025-07-01T12:34:",
        "2025-07-01T12:34:5",
        "2025-07-01T12:34:56.",
        "2025-07-01T12:34:56.1234567890",
        "2025-07-01T12:34:56Zx",
        "2025-07-01T12:34:56+2",
        "2025-07-01T12:34:56+02:",
        "2025-07-01T12:34:56+02:0",
        "2025-07-01T12:34:56+020",
        "2025-07-01T12:34:56+02:60",
        "2025-07-01T12:34:56+18:01",
        "2025-07-01T12:34:56+19",
        "2025-07-01T12:34:56*02:00",
        "01.07.2025",
        "2025-07-01T1234",
        "2025-07-01Z",
        "2025-07-01T12.34",
        "2025-W27-2",
        "2025-13-01",
        "2025-00-01",
        "2025-02-30",
        "2025-02-29",
        "2025-07-00",
        "2025-07-32",
        "2025-07-01T24:01",
        "2025-07-01T24:00:00.001",
        "2025-07-01T23:60",
        "2025-07-01T12:34:56 CST",
        "2025-07-01T12:34:56 America/Nowhere",
        "2025-07-01T12:34:56+02:00[America/New_York]",
        "2025-07-01T12:34:56 UTC UTC",
        "2025-07-01T13:34:56 PM",
        "2025-07-01T0:34 PM",
        "Mon, 01 Jul 2025 12:30:00 GMT",
        "01-Jum-2025",
        "20250701-0200",
        "12:34 2025-07-01",
        "2025-07-01T23:59:60Z",
        "0000-01-01",
        "-0001-01-01",
        "10000-01-01",
        "+2025-07-01",
        "0001-01-01T00:00+01:00",
        "9999-12-31T23:59-01:00",
        "１７５１３７３２９６",
        "2025-07-01T12:34:56\u0000",
        "+1751373296",
        "1751373296.",
        ".5",
        "-",
        "--1",
        "1e",
        "1e+",
        "0x10",
        "1_000",
        "1,5",
        "12a",
        "1e99",
        "1e-999999999",
        "1e999999999999",
        "-99999999999",
        "254000000000000000000",
        "99999999999999999999999999999999999999999999999999999999999999999999"
      })
  void failsRatherThanGuesses(String text) {
    assertThatThrownBy(() -> utc.parse(text)).as(text).isInstanceOf(ParseException.class);
    assertThatThrownBy(() -> berlin.parse(text)).as(text).isInstanceOf(ParseException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yesterday | is neither ISO-8601, such as 2026-01-31T12:34:56.789Z, nor an epoch number;"
            + " --timestamp-format reads other forms",
        "2025-13-01 | has month 13; 1 to 12 are allowed",
        "2025-02-30 | has day 30; 1 to 28 are allowed",
        "2025-07-01T25:00 | has hour 25; 0 to 23 are allowed",
        "2025-07-01T24:01 | has hour 24; 0 to 23 are allowed",
        "2025/02/30 1:00 | has day 30; 1 to 28 are allowed",
        "2025-07-01T23:59:60Z | has second 60; 0 to 59 are allowed",
        "2025-07-01T12:00:00.1234567890 | has a fraction of a second that is not 1 to 9 digits",
        "2025-07-01T12:00 XST | ends in \" XST\", which is no offset; Z or ±HH:MM up to 18:00 is"
            + " allowed",
        "0000-01-01 | lies outside the years 0001 to 9999",
        "-99999999999 | lies outside the years 0001 to 9999",
      })
  void saysWhatIsWrong(String text, String fault) {
    assertThatThrownBy(() -> utc.parse(text)).hasMessage(fault);
  }

  @Test
  void movesTimesThatTheClocksSkipForwardByTheGap() throws ParseException {
    assertThat(berlin.parse("2025-03-30T02:30"))
        .isEqualTo(Instant.parse("2025-03-30T01:30:00Z").toEpochMilli())
        .isEqualTo(berlin.parse("2025-03-30T03:30"));
  }

  @Test
  void takesTheFirstOfTimesThatTheClocksShowTwice() throws ParseException {
    assertThat(berlin.parse("2025-10-26T02:30"))
        .isEqualTo(Instant.parse("2025-10-26T00:30:00Z").toEpochMilli());
  }

  @Test
  void aDateAloneStartsWhereItsDayDoes() throws ParseException {
    assertThat(berlin.parse("2025-07-01"))
        .isEqualTo(Instant.parse("2025-06-30T22:00:00Z").toEpochMilli());
    // Midnight does not exist on this day in this place.
    TimestampParser asuncion = new TimestampParser(InstantSyntax.in(ZoneId.of("America/Asuncion")));
    assertThat(asuncion.parse("2023-10-01"))
        .isEqualTo(Instant.parse("2023-10-01T04:00:00Z").toEpochMilli());
  }

  @Test
  void aFailureLeavesNoTraceInTheNextTimestamp() throws ParseException {
    long before = berlin.parse("2025-07-01T12:00");
    assertThatThrownBy(() -> berlin.parse("2025-02-30T12:00")).isInstanceOf(ParseException.class);
    assertThatThrownBy(() -> berlin.parse("2025-01-01T25:00")).isInstanceOf(ParseException.class);
    assertThat(berlin.parse("2025-07-01T12:00")).isEqualTo(before);
  }

  @Test
  void readsRandomLocalTimesAsZonedDateTimeDoes() throws ParseException {
    Random random = Seeded.random(TimestampParserTest.class);
    List<ZoneId> zones =
        List.of(
            BERLIN,
            ZoneId.of("America/New_York"),
            ZoneId.of("America/Asuncion"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Pacific/Apia"),
            ZoneId.of("Africa/Casablanca"),
            ZoneId.of("Asia/Kolkata"),
            ZoneOffset.ofHoursMinutes(5, 45));
    for (ZoneId zone : zones) {
      TimestampParser parser = new TimestampParser(InstantSyntax.in(zone));
      for (int i = 0; i < 4_000; i++) {
        // Every second one within a day of a transition, where the mistakes are.
        LocalDateTime around =
            LocalDate.of(1970, 1, 1).plusDays(random.nextInt(25_000)).atStartOfDay();
        var next = zone.getRules().nextTransition(around.toInstant(ZoneOffset.UTC));
        if (next != null && random.nextBoolean()) {
          around = next.getDateTimeBefore().minusDays(1);
        }
        LocalDateTime local = around.plusSeconds(random.nextInt(2 * 86_400));
        byte[] text = utf8(local.withNano(0) + (local.getSecond() == 0 ? "" : ".25"));
        long expected =
            local
                .atZone(zone)
                .plusNanos(local.getSecond() == 0 ? 0 : 250_000_000)
                .toInstant()
                .toEpochMilli();
        assertThat(parser.parse(text, 0, text.length)).as("%s %s", zone, local).isEqualTo(expected);
        assertThat(parser.parse(local.toLocalDate().toString()))
            .as("%s %s", zone, local.toLocalDate())
            .isEqualTo(local.toLocalDate().atStartOfDay(zone).toInstant().toEpochMilli());
      }
    }
  }

  @Test
  void floorsRandomEpochNumbersExactly() throws ParseException {
    Random random = Seeded.random(TimestampParserTest.class);
    for (int i = 0; i < 100_000; i++) {
      long unscaled = random.nextLong() >> random.nextInt(64);
      BigDecimal number = BigDecimal.valueOf(unscaled, random.nextInt(12));
      BigDecimal size = number.abs();
      int decimals =
          size.compareTo(new BigDecimal("1e11")) < 0
              ? 3
              : size.compareTo(new BigDecimal("1e14")) < 0
                  ? 0
                  : size.compareTo(new BigDecimal("1e17")) < 0 ? -3 : -6;
      long expected =
          number.scaleByPowerOfTen(decimals).setScale(0, RoundingMode.FLOOR).longValueExact();
      if (expected < Instant.parse("0001-01-01T00:00:00Z").toEpochMilli()) {
        continue;
      }
      long actual = epoch.parse(number.toPlainString());
      if (actual != expected) {
        fail("%s gave %s instead of %s", number, actual, expected);
      }
    }
  }
}
