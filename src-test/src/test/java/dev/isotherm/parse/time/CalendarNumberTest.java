package dev.isotherm.parse.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.parse.message.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarNumberTest {

  private final TimestampParser parser = new TimestampParser(InstantSyntax.in(ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2021           | may be the year 2021 or, as an epoch number, 1970-01-01T00:33:41Z;"
            + " --timestamp-format yyyy or epoch-s says which",
        "20250701       | may be 2025-07-01 or, as an epoch number, 1970-08-23T09:11:41Z;"
            + " --timestamp-format yyyyMMdd or epoch-s says which",
        "2025070110     | may be 2025-07-01T10:00 or, as an epoch number, 2034-03-04T07:28:30Z;"
            + " --timestamp-format yyyyMMddHH or epoch-s says which",
        "202507012340   | may be 2025-07-01T23:40 or, as an epoch number, 1976-06-01T19:56:52.340Z;"
            + " --timestamp-format yyyyMMddHHmm or epoch-ms says which",
        "20250701223000 | may be 2025-07-01T22:30:00 or, as an epoch number,"
            + " 2611-09-21T02:47:03Z; --timestamp-format yyyyMMddHHmmss or epoch-ms says which",
        "20250701.0     | may be 2025-07-01 or, as an epoch number, 1970-08-23T09:11:41Z;"
            + " --timestamp-format yyyyMMdd or epoch-s says which",
      })
  void namesBothReadings(String number, String error) {
    assertThatThrownBy(() -> parser.parse(number)).hasMessage(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025130110", // month 13
        "2025023010", // 30 February
        "2025070124", // hour 24
        "202507012360",
        "18991231",
        "21010101",
        "2025070110.5",
        "2025070110e0",
        "-20250701",
        "202507011",
        "202507",
        "99999",
        "1751373296",
        "1751373296789",
      })
  void numbersThatAreNoDateAreEpochNumbers(String number) throws ParseException {
    TimestampParser epoch =
        new TimestampParser(
            InstantSyntax.in(ZoneOffset.UTC).with(List.of("epoch"), RepeatedHour.EARLIER));
    assertThat(parser.parse(number)).isEqualTo(epoch.parse(number));
  }

  /** What producers write today is read, in every unit. */
  @Test
  void epochNumbersOfTheseYearsAreRead() throws ParseException {
    Random random = Seeded.random(CalendarNumberTest.class);
    Instant first = Instant.parse("2001-09-09T01:46:40Z");
    long seconds = first.until(Instant.parse("2030-03-17T20:35:00Z"), ChronoUnit.SECONDS);
    for (int i = 0; i < 200_000; i++) {
      Instant instant = first.plusMillis(random.nextLong(seconds * 1_000));
      long millis = instant.toEpochMilli();
      assertThat(parser.parse("" + instant.getEpochSecond())).isEqualTo(millis / 1_000 * 1_000);
      assertThat(parser.parse("" + millis)).isEqualTo(millis);
      assertThat(parser.parse(millis + "123")).isEqualTo(millis);
      assertThat(parser.parse(millis + "123456")).isEqualTo(millis);
    }
  }

  /** Until 2100, at most nine of a thousand are refused, and of seconds only. */
  @Test
  void fewEpochNumbersOfLaterYearsAreRefused() {
    Random random = Seeded.random(CalendarNumberTest.class);
    long first = Instant.parse("2030-03-17T20:35:00Z").getEpochSecond();
    long last = Instant.parse("2100-12-31T00:00:00Z").getEpochSecond();
    int refused = 0;
    for (int i = 0; i < 200_000; i++) {
      long second = random.nextLong(first, last);
      refused += isRefused("" + second) ? 1 : 0;
      assertThat(isRefused(second + "123") || isRefused(second + "123456")).isFalse();
      assertThat(isRefused(second + "123456789")).isFalse();
    }
    assertThat(refused).isBetween(1, 200_000 / 1_000);
  }

  private boolean isRefused(String number) {
    try {
      parser.parse(number);
      return false;
    } catch (ParseException refused) {
      return true;
    }
  }
}
