package dev.isotherm.parse.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.parse.message.ParseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats that a user gives. */
class TimestampFormatsTest {

  private static TimestampParser parser(ZoneId zone, String... formats) {
    return new TimestampParser(InstantSyntax.in(zone).with(List.of(formats), RepeatedHour.EARLIER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dd/MM/yyyy HH:mm           | 03/04/2025 06:00              | 2025-04-03T06:00:00Z",
        "M/d/yy h:mm a              | 4/3/25 12:05 AM               | 2025-04-03T00:05:00Z",
        "MM/dd/yy hh:mm:ss a        | 04/03/25 12:15:00 pm          | 2025-04-03T12:15:00Z",
        "yyyyMMddHHmm               | 202507012340                  | 2025-07-01T23:40:00Z",
        "yyyyMMddHHmmssSSS          | 20250701234059123             | 2025-07-01T23:40:59.123Z",
        "yyyyMMddHH                 | 2025070110                    | 2025-07-01T10:00:00Z",
        "yyyyMMdd                   | 20250701                      | 2025-07-01T00:00:00Z",
        "yyyyMM                     | 202507                        | 2025-07-01T00:00:00Z",
        "yyyy                       | 2025                          | 2025-01-01T00:00:00Z",
        "yyyy-M-d H:mm[:ss]         | 2025-7-1 9:05                 | 2025-07-01T09:05:00Z",
        "yyyy-M-d H:mm[:ss]         | 2025-07-01 09:05:07           | 2025-07-01T09:05:07Z",
        "d. MMM yyyy HH.mm          | 1. jul 2025 09.05             | 2025-07-01T09:05:00Z",
        "MMMM d, yyyy               | September 1, 2025             | 2025-09-01T00:00:00Z",
        "EEE dd MMM yyyy HH:mm z    | TUE 01 JUL 2025 09:05 GMT     | 2025-07-01T09:05:00Z",
        "yyyy-MM-dd HH:mm XXX       | 2025-07-01 09:05 +02:00       | 2025-07-01T07:05:00Z",
        "yyyy-MM-dd HH:mm Z         | 2025-07-01 09:05 -0330        | 2025-07-01T12:35:00Z",
        "yyyy-MM-dd HH:mmX          | 2025-07-01 09:05Z             | 2025-07-01T09:05:00Z",
        "yyyy-MM-dd HH:mm VV        | 2025-07-01 09:05 Asia/Kolkata | 2025-07-01T03:35:00Z",
        "yyyy-MM-dd HH:mm           | 2025-07-01 24:00              | 2025-07-02T00:00:00Z",
        "yyyy DDD HH:mm             | 2025 182 09:05                | 2025-07-01T09:05:00Z",
        "dd.MM.yyyy 'um' HH 'Uhr'   | 01.07.2025 um 09 Uhr          | 2025-07-01T09:00:00Z",
        "yyyy-MM-dd'T'HH:mm:ss,f    | 2025-07-01t09:05:00,1239      | 2025-07-01T09:05:00.123Z",
        "[yyyy-MM-dd][dd.MM.yyyy]   | 01.07.2025                    | 2025-07-01T00:00:00Z",
        "iso                        | 2025-07-01T12:00:00+02:00     | 2025-07-01T10:00:00Z",
        "epoch-s                    | 2025070110                    | 2034-03-04T07:28:30Z",
        "epoch-s                    | 1751373296.789                | 2025-07-01T12:34:56.789Z",
        "epoch-s                    | 12                            | 1970-01-01T00:00:12Z",
        "epoch-ms                   | 1751373296789.9               | 2025-07-01T12:34:56.789Z",
        "epoch-ms                   | 12                            | 1970-01-01T00:00:00.012Z",
        "epoch-us                   | 1751373296789123              | 2025-07-01T12:34:56.789Z",
        "epoch-ns                   | 1751373296789123456           | 2025-07-01T12:34:56.789Z",
        "epoch-ns                   | 1.751373296789e18             | 2025-07-01T12:34:56.789Z",
        "epoch                      | 20250701                      | 1970-08-23T09:11:41Z",
        "excel                      | 45839.5                       | 2025-07-01T12:00:00Z",
        "excel                      | 45839.510416666664            | 2025-07-01T12:15:00Z",
        "excel                      | 45839,5                       | 2025-07-01T12:00:00Z",
        "excel                      | 45839                         | 2025-07-01T00:00:00Z",
        "excel                      | 45839.9999999999              | 2025-07-02T00:00:00Z",
        "excel                      | 61                            | 1900-03-01T00:00:00Z",
      })
  void readsWhatTheFormatSays(String format, String text, Instant expected) throws ParseException {
    assertThat(Instant.ofEpochMilli(parser(ZoneOffset.UTC, format).parse(text)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dd/MM/yyyy HH:mm | 2025-07-01 12:00      | is not written as dd/MM/yyyy HH:mm"
            + " (--timestamp-format)",
        "dd/MM/yyyy HH:mm | 3/4/2025 12:00        | is not written as dd/MM/yyyy HH:mm"
            + " (--timestamp-format)",
        "dd/MM/yyyy HH:mm | 31/02/2025 12:00      | has day 31; 1 to 28 are allowed"
            + " (--timestamp-format dd/MM/yyyy HH:mm)",
        "dd/MM/yyyy HH:mm | 03/13/2025 12:00      | has month 13; 1 to 12 are allowed"
            + " (--timestamp-format dd/MM/yyyy HH:mm)",
        "dd/MM/yyyy HH:mm | 03/12/2025 24:01      | has hour 24; 0 to 23 are allowed"
            + " (--timestamp-format dd/MM/yyyy HH:mm)",
        "dd/MM/yyyy hh:mm a | 03/12/2025 13:01 PM | has hour 13; 1 to 12 are allowed"
            + " (--timestamp-format dd/MM/yyyy hh:mm a)",
        "yyyy DDD         | 2025 366              | has day of the year 366; 1 to 365 are allowed"
            + " (--timestamp-format yyyy DDD)",
        "EEE d MMM yyyy   | Mon 1 Jul 2025        | names another day of the week than that of"
            + " 2025-07-01, which is TUESDAY (--timestamp-format EEE d MMM yyyy)",
        "iso              | 1751373296            | is not written as iso (--timestamp-format)",
        "epoch-s          | 2025-07-01            | is not written as epoch-s (--timestamp-format)",
        "epoch-s          | 1751373296789         | lies outside the years 0001 to 9999"
            + " (--timestamp-format epoch-s)",
        "excel            | 60                    | is no number of days from 61 (1900-03-01) to"
            + " 2958465 (9999-12-31) (--timestamp-format excel)",
        "excel            | 20250701              | is no number of days from 61 (1900-03-01) to"
            + " 2958465 (9999-12-31) (--timestamp-format excel)",
      })
  void refusesAllElse(String format, String text, String error) {
    assertThatThrownBy(() -> parser(ZoneOffset.UTC, format).parse(text)).hasMessage(error);
  }

  @Test
  void triesFormatsInTheirOrder() throws ParseException {
    TimestampParser both = parser(ZoneOffset.UTC, "dd/MM/yyyy", "MM/dd/yyyy", "epoch-ms");
    assertThat(both.parse("03/04/2025")).isEqualTo(millis("2025-04-03T00:00:00Z"));
    assertThat(both.parse("03/14/2025")).isEqualTo(millis("2025-03-14T00:00:00Z"));
    assertThat(both.parse("1751373296789")).isEqualTo(1751373296789L);
    assertThatThrownBy(() -> both.parse("soon"))
        .hasMessage("is not written as dd/MM/yyyy or MM/dd/yyyy or epoch-ms (--timestamp-format)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HH:mm               | lacks the year: yyyy or yy",
        "MMM d HH:mm:ss      | lacks the year: yyyy or yy",
        "dd/mm/yyyy          | lacks the month: MM, M or MMM; mm are minutes",
        "yyyy-MM HH:mm       | has an hour but lacks the day: dd or d",
        "dd/MM/yyyy mm       | has minutes but lacks the hour: HH, or hh with a",
        "dd/MM/yyyy hh:mm    | must have hh and a together: hh is an hour of AM or PM, HH one of"
            + " the whole day",
        "dd/MM/yyyy HH:mm a  | must have hh and a together: hh is an hour of AM or PM, HH one of"
            + " the whole day",
        "dd/MM/yyyy HH:ss    | has seconds but lacks the minutes: mm",
        "dd/MM/yyyy HH:mm.SS | has decimals but lacks the seconds: ss",
        "dd/MM/yyyy XXX      | has a zone but lacks the hour: HH",
        "DD/MM/yyyy          | has DD; the day of the month is dd",
        "D/MM/yyyy           | has a day of the year (D) beside a month or day; the day of the"
            + " month is dd",
        "dd/MM/YYYY          | has YYYY, the year of a week; the year is yyyy",
        "dd/MM/yyy           | has yyy; a year is yyyy, or yy from 2000 to 2099",
        "yyyyMd              | has d directly behind M, which may be one digit or more; write MM",
        "dd/MM/yyyy kk:mm    | has kk; an hour of the whole day is HH, one of AM or PM hh",
        "%d/%m/%Y            | has %d, as strftime does; allowed are iso, epoch, epoch-s, epoch-ms,"
            + " epoch-us, epoch-ns, excel, or a pattern such as dd/MM/yyyy HH:mm",
        "unix                | has n, which means nothing; allowed are iso, epoch, epoch-s,"
            + " epoch-ms, epoch-us, epoch-ns, excel, or a pattern such as dd/MM/yyyy HH:mm",
        "yyyy-MM-dd[ HH:mm   | has a [ without its ]",
        "yyyy-MM-dd] HH:mm   | has a ] without its [",
        "yyyy-MM-dd 'T       | has a ' without a second one",
        "ddd/MM/yyyy         | has ddd; at most dd is allowed",
      })
  void patternsThatNameNoInstantAreRefused(String format, String error) {
    assertThatThrownBy(() -> InstantSyntax.checkFormat(format)).hasMessage(error);
    assertThatThrownBy(() -> parser(ZoneOffset.UTC, "iso", format))
        .hasMessage("timestamp format " + format + ": " + error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dd/MM/yyyy HH:mm",
        "M/d/yy h:mm a",
        "yyyyMMddHHmmss",
        "yyyy-M-d H:mm[:ss]",
        "EEE d MMM yyyy HH:mm",
        "yyyy-MM-dd'T'HH:mm:ss.SSS",
        "dd MMM yy HH:mm:ss",
      })
  void agreesWithJavaTime(String format) throws ParseException {
    Random random = Seeded.random(TimestampFormatsTest.class);
    DateTimeFormatter java =
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern(format.replace('y', 'u'))
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);
    for (ZoneId zone : List.of(ZoneOffset.UTC, ZoneId.of("Europe/Berlin"))) {
      TimestampParser parser = parser(zone, format);
      int both = 0;
      for (int i = 0; i < 3_000; i++) {
        String text =
            java.format(
                LocalDateTime.of(2000, 1, 1, 0, 0).plusSeconds(random.nextInt() & 0x7FFFFFFF));
        if (random.nextInt(4) == 0) {
          int index = random.nextInt(text.length());
          text =
              text.substring(0, index)
                  + "0123456789:/ aP".charAt(random.nextInt(15))
                  + text.substring(index + 1);
        }
        both += compare(parser, java, zone, text);
      }
      assertThat(both).isGreaterThan(2_000);
    }
  }

  /** Returns 1 if both read it; never does java.time read another instant. */
  private static int compare(
      TimestampParser parser, DateTimeFormatter java, ZoneId zone, String text) {
    Long expected = null;
    try {
      LocalDateTime local = LocalDateTime.parse(text, java);
      // Two blanks are one, and 24:00 is no time of java.time: those it does not read.
      expected = local.atZone(zone).toInstant().toEpochMilli();
    } catch (DateTimeParseException unread) {
      return 0;
    }
    try {
      assertThat(parser.parse(text)).as(text).isEqualTo(expected);
      return 1;
    } catch (ParseException e) {
      // Of one letter, java.time reads more digits and a sign.
      assertThat(text).as(e.getMessage()).matches(".*(-|\\+|\\d{3}).*");
      return 0;
    }
  }

  private static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}
