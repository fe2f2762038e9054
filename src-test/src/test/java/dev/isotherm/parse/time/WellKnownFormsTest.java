package dev.isotherm.parse.time;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.parse.message.ParseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WellKnownFormsTest {

  private final TimestampParser utc = new TimestampParser(InstantSyntax.in(ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2025-07-01 12:00:00 UTC                     | 2025-07-01T12:00:00Z",
        "2025/07/01 12:05:00                         | 2025-07-01T12:05:00Z",
        "2025-07-01 12:10:00 +0200                   | 2025-07-01T10:10:00Z",
        "2025-07-01T12:15:00+02:00[Europe/Berlin]    | 2025-07-01T10:15:00Z",
        "2025-07-01T12:15:00[Europe/Berlin]          | 2025-07-01T10:15:00Z",
        "2025-07-01 12:15 Europe/Berlin              | 2025-07-01T10:15:00Z",
        "20250701T122000Z                            | 2025-07-01T12:20:00Z",
        "20250701T1220                               | 2025-07-01T12:20:00Z",
        "20250701 12:20                              | 2025-07-01T12:20:00Z",
        "20250701-12:20:00.123                       | 2025-07-01T12:20:00.123Z",
        "20250701_122000                             | 2025-07-01T12:20:00Z",
        "01-Jul-2025 12:25:00                        | 2025-07-01T12:25:00Z",
        "1 july 2025                                 | 2025-07-01T00:00:00Z",
        "JUL 1, 2025 2:25 pm                         | 2025-07-01T14:25:00Z",
        "Tue, 01 Jul 2025 12:30:00 GMT               | 2025-07-01T12:30:00Z",
        "Tuesday, 01-Jul-2025 12:30:00 GMT           | 2025-07-01T12:30:00Z",
        "Tue Jul  1 12:30:00 2025                    | 2025-07-01T12:30:00Z",
        "Tue Jul 01 12:30:00 UTC 2025                | 2025-07-01T12:30:00Z",
        "01/Jul/2025:12:30:00 +0200                  | 2025-07-01T10:30:00Z",
        "2025-07-01-12.35.00.123456                  | 2025-07-01T12:35:00.123Z",
        "2025-07-01 12.35.00                         | 2025-07-01T12:35:00Z",
        "2025-07-01T12:40                            | 2025-07-01T12:40:00Z",
        "2025-7-1 9:05                               | 2025-07-01T09:05:00Z",
        "2025-07-01 24:00:00                         | 2025-07-02T00:00:00Z",
        "2025-12-31T24:00Z                           | 2026-01-01T00:00:00Z",
        "2025-07-01 12:10 AM                         | 2025-07-01T00:10:00Z",
        "2025-07-01 12:10:30 p.m.                    | 2025-07-01T12:10:30Z",
        "2025.07.01 12:10                            | 2025-07-01T12:10:00Z",
        "2025:07:01 12:10:00                         | 2025-07-01T12:10:00Z",
        "2025-07-01T12:00:00UTC+02:00                | 2025-07-01T10:00:00Z",
        "2025-07-01T12:00Z[UTC]                      | 2025-07-01T12:00:00Z",
        "2025-07-01 12:00 CDT                        | 2025-07-01T17:00:00Z",
        "2025-07-01 12:00:30 cest                    | 2025-07-01T10:00:30Z",
        "2025-07-01 12:00 ACST                       | 2025-07-01T02:30:00Z",
        "2025-07-01 2:10p                            | 2025-07-01T14:10:00Z",
      })
  void readsWhatHasOneMeaning(String text, Instant expected) throws ParseException {
    assertThat(Instant.ofEpochMilli(utc.parse(text))).isEqualTo(expected);
    assertThat(Instant.ofEpochMilli(utc.parse("  " + text + " "))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "03/04/2025 06:00 | may be 2025-04-03 (dd/MM/yyyy) or 2025-03-04 (MM/dd/yyyy);"
            + " --timestamp-format \"dd/MM/yyyy HH:mm\" or \"MM/dd/yyyy HH:mm\" says which",
        "3.4.2025         | may be 2025-04-03 (d.M.yyyy) or 2025-03-04 (M.d.yyyy);"
            + " --timestamp-format \"d.M.yyyy\" or \"M.d.yyyy\" says which",
        "13/04/2025 6:00  | is only 2025-04-13 (d/MM/yyyy) by its numbers, which differ from row to"
            + " row; --timestamp-format \"d/MM/yyyy H:mm\" says which",
        "04/25/25         | is only 2025-04-25 (MM/d/yy) by its numbers, which differ from row to"
            + " row; --timestamp-format \"MM/d/yy\" says which",
        "01-02-03 1:05 PM | may be 2003-02-01 (dd-MM-yy) or 2003-01-02 (MM-dd-yy) or 2001-02-03"
            + " (yy-MM-dd); --timestamp-format \"dd-MM-yy h:mm a\" or \"MM-dd-yy h:mm a\" or"
            + " \"yy-MM-dd h:mm a\" says which",
        "01-Jul-25        | may be 2025-07-01 (dd-MMM-yy) or 2001-07-25 (yy-MMM-d);"
            + " --timestamp-format \"dd-MMM-yy\" or \"yy-MMM-d\" says which",
      })
  void namesAllReadingsOfWhatHasSeveral(String text, String error) {
    assertThatThrownBy(() -> utc.parse(text)).hasMessage(error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CST", "IST", "BST", "bst"})
  void aZoneOfSeveralIsNone(String zone) {
    assertThatThrownBy(() -> utc.parse("2025-07-01 12:00 " + zone))
        .hasMessage(
            "ends in "
                + zone
                + ", which several time zones are called: --zone with a --timestamp-format that"
                + " ends in '"
                + zone
                + "' says which");
  }

  /** What a rejection proposes is a format that reads the text. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "03/04/2025",
        "3.4.2025 6:05",
        "03-04-2025T06:05:07",
        "3/4/25 06:05:07.25",
        "03/04/2025 06.05.07,123456",
        "3/4/2025, 6:05:07 AM",
        "03/04/2025 06:05 +0200",
        "03/04/2025 06:05 UTC",
        "13/04/2025 06:05Z",
        "3-apr-25 6:05",
        "1 2 2025 6:05",
      })
  void proposesFormatsThatReadTheText(String text) throws ParseException {
    String error = AmbiguousDate.in(text);
    Matcher formats = Pattern.compile("\"(.*?)\"").matcher(error);
    int read = 0;
    while (formats.find()) {
      InstantSyntax given =
          InstantSyntax.in(ZoneOffset.UTC).with(List.of(formats.group(1)), RepeatedHour.EARLIER);
      assertThat(new TimestampParser(given).parse(text)).isPositive();
      read++;
    }
    assertThat(read).as(error).isPositive();
  }

  /** What a text is does not depend on the texts before it, nor what is said of it. */
  @Test
  void remembersNothing() {
    Random random = Seeded.random(WellKnownFormsTest.class);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      texts.add(mutated(text(random), random));
    }
    TimestampParser used = new TimestampParser(InstantSyntax.in(ZoneId.of("Europe/Berlin")));
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = texts.get(random.nextInt(texts.size()));
      TimestampParser fresh = new TimestampParser(InstantSyntax.in(ZoneId.of("Europe/Berlin")));
      String expected = outcome(fresh, text);
      assertThat(outcome(used, text)).as(text).isEqualTo(expected);
      read += expected.startsWith("=") ? 1 : 0;
    }
    assertThat(read).isBetween(3_000, 19_000);
  }

  private static final List<String> PATTERNS =
      List.of(
          "yyyy-MM-dd'T'HH:mm:ss",
          "yyyy-M-d H:mm",
          "yyyy/MM/dd HH:mm:ss.SSS",
          "yyyyMMdd'T'HHmmss'Z'",
          "yyyyMMdd-HHmmss",
          "dd-MMM-yyyy HH:mm:ss",
          "EEE, dd MMM yyyy HH:mm:ss 'GMT'",
          "EEE MMM d HH:mm:ss yyyy",
          "MMM d, yyyy h:mm a",
          "yyyy-MM-dd-HH.mm.ss",
          "yyyy.MM.dd HH:mm",
          "yyyy-MM-dd HH:mm:ss 'UTC'",
          "dd/MM/yyyy HH:mm",
          "yyyyMMddHHmm",
          "yyyy-MM-dd");

  private static final List<String> PIECES =
      List.of("0", "1", "9", ":", "-", "/", ".", ",", "T", "Z", "a", "+", "]", "UTC");

  private static String text(Random random) {
    LocalDateTime local =
        LocalDateTime.of(2000, 1, 1, 0, 0).plusSeconds(random.nextInt(1_000_000_000));
    String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(local);
  }

  private static String mutated(String text, Random random) {
    if (random.nextInt(3) > 0) {
      return text;
    }
    int index = random.nextInt(text.length());
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    return text.substring(0, index) + piece + text.substring(index + random.nextInt(2));
  }

  private static String outcome(TimestampParser parser, String text) {
    try {
      return "=" + parser.parse(text);
    } catch (ParseException e) {
      return e.getMessage();
    }
  }

  /** All forms that read a text agree, so that their order decides nothing. */
  @Test
  void formsDoNotContradictEachOther() {
    Random random = Seeded.random(WellKnownFormsTest.class);
    LocalTimes times = new LocalTimes(ZoneId.of("Europe/Berlin"), RepeatedHour.EARLIER);
    List<InstantForm> forms = new ArrayList<>(new WellKnownForms(times).forms());
    forms.add(new IsoTime(times));
    int several = 0;
    for (int i = 0; i < 30_000; i++) {
      byte[] text = mutated(text(random), random).getBytes(UTF_8);
      List<Long> read = new ArrayList<>();
      for (InstantForm form : forms) {
        try {
          long millis = form.read(text, 0, text.length);
          if (millis != InstantForm.NO_MATCH) {
            read.add(millis);
          }
        } catch (ParseException noInstant) {
          // this form does not read it
        }
      }
      assertThat(read.stream().distinct().count())
          .as(new String(text, UTF_8))
          .isLessThanOrEqualTo(1);
      several += read.size() > 1 ? 1 : 0;
    }
    assertThat(several).isPositive();
  }
}
