package dev.isotherm.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.mapping.LongLayout;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.SensorSource;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.parse.time.RepeatedHour;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** On 2025-10-26 in Berlin, 02:00 to 02:59 is from 00:00 and from 01:00 UTC on. */
final class RepeatedHourOrderTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ParseOptions BY_ORDER = options(RepeatedHour.ORDER);
  private static final ParseOptions LONG = BY_ORDER.withLongLayout(new LongLayout("kind", "value"));
  private static final String HEADER = "timestamp,sensor_id,t\n";

  private static ParseOptions options(RepeatedHour choice) {
    ParseOptions defaults = ParseOptions.defaults().withZone(BERLIN);
    return defaults.withInstants(defaults.instants().with(List.of(), choice));
  }

  private static LineBlockParser parser(ParseOptions options) {
    return new LineBlockParser(
        new FileParsers(options, FileParsers.Layout.defaults(), InstantBounds.NONE));
  }

  /** Returns the instants of all readings; each line of the text becomes a block of its own. */
  private static List<Instant> instants(
      LineBlockParser parser, String file, String header, String lines) {
    List<Instant> instants = new ArrayList<>();
    for (String line : lines.split("(?<=\n)", -1)) {
      byte[] bytes = line.getBytes(UTF_8);
      parser.parse(
          block(file, header, bytes),
          readings -> {
            for (int i = 0; i < readings.count(); i++) {
              instants.add(Instant.ofEpochMilli(readings.epochMillis()[i]));
            }
          },
          (rejected, offset) -> {
            throw new AssertionError(line + ": " + rejected);
          });
    }
    return instants;
  }

  private static LineBlock block(String file, String header, byte[] lines) {
    byte[] names = header.strip().getBytes(UTF_8);
    FileDialect dialect = FileDialect.byName(file);
    return new LineBlock(file, 0, dialect, names, 0, lines, lines.length, 0);
  }

  private static String rows(String sensor, String... times) {
    StringBuilder rows = new StringBuilder();
    for (String time : times) {
      rows.append("2025-10-26 ").append(time).append(',').append(sensor).append(",1\n");
    }
    return rows.toString();
  }

  /** Returns the times in UTC, such as {@code 00:30}. */
  private static List<String> utc(LineBlockParser parser, String rows) {
    return instants(parser, "a.csv", HEADER, rows).stream()
        .map(instant -> instant.toString().substring(11, 16))
        .toList();
  }

  private static LeftOut undecided(long count, String example) {
    return new LeftOut("timestamp", LeftOutReason.REPEATED_HOUR, count, example);
  }

  @Test
  void theSecondTimeIsTheLaterOne() {
    LineBlockParser parser = parser(BY_ORDER);
    assertThat(utc(parser, rows("a", "01:30", "02:00", "02:30", "02:00", "02:30", "03:00")))
        .containsExactly("23:30", "00:00", "00:30", "01:00", "01:30", "02:00");
    assertThat(parser.takeLeftOut()).isEmpty();
  }

  @Test
  void ofHourlyValuesTooWhereTheTimeIsThereTwice() {
    LineBlockParser parser = parser(BY_ORDER);
    assertThat(utc(parser, rows("a", "01:00", "02:00", "02:00", "03:00")))
        .containsExactly("23:00", "00:00", "01:00", "02:00");
    assertThat(parser.takeLeftOut()).isEmpty();
  }

  @Test
  void aFileMayGoBackward() {
    LineBlockParser parser = parser(BY_ORDER);
    assertThat(
            utc(parser, rows("a", "04:00", "03:00", "02:30", "02:00", "02:30", "02:00", "01:00")))
        .containsExactly("03:00", "02:00", "01:30", "01:00", "00:30", "00:00", "23:00");
    assertThat(utc(parser, rows("b", "04:00", "03:00", "02:00", "02:00", "01:00")))
        .containsExactly("03:00", "02:00", "01:00", "00:00", "23:00");
    assertThat(parser.takeLeftOut()).isEmpty();
  }

  @Test
  void orderIsJudgedBySensorAndWithinOneFile() {
    LineBlockParser parser = parser(BY_ORDER);
    String rows =
        rows("a", "02:00", "02:30")
            + rows("b", "02:00")
            + rows("a", "02:00")
            + rows("b", "02:30", "02:00", "02:30");
    assertThat(utc(parser, rows))
        .containsExactly("00:00", "00:30", "00:00", "01:00", "00:30", "01:00", "01:30");
    List<Instant> other = instants(parser, "b.csv", HEADER, rows("a", "02:15"));
    assertThat(other).containsExactly(Instant.parse("2025-10-26T00:15:00Z"));
    assertThat(parser.takeLeftOut()).containsExactly(undecided(1, "2025-10-26 02:15"));
  }

  /** Lines of other metrics have the same instant; the first metric that comes again is later. */
  @Test
  void linesOfOneValueEachShareAnInstant() {
    LineBlockParser parser = parser(LONG);
    String rows =
        """
        2025-10-26 02:00,a,t,1
        2025-10-26 02:00,a,u,1
        2025-10-26 02:00,b,t,1
        2025-10-26 02:00,a,t,2
        2025-10-26 02:00,a,u,2
        2025-10-26 02:00,b,t,2
        """;
    assertThat(instants(parser, "a.csv", "timestamp,sensor_id,kind,value\n", rows))
        .extracting(instant -> instant.toString().substring(11, 16))
        .containsExactly("00:00", "00:00", "00:00", "01:00", "01:00", "01:00");
    assertThat(parser.takeLeftOut()).isEmpty();
  }

  @Test
  void columnsThatAreSensorsHaveOneOrder() {
    ParseOptions columns = BY_ORDER.withFields("timestamp", SensorSource.parse("@column:kW"));
    LineBlockParser parser = parser(columns);
    String rows = "2025-10-26 02:00,1,\n2025-10-26 02:30,,1\n2025-10-26 02:00,,1\n";
    assertThat(instants(parser, "a.csv", "timestamp,m1,m2\n", rows))
        .extracting(instant -> instant.toString().substring(11, 16))
        .containsExactly("00:00", "00:30", "01:00");
    assertThat(parser.takeLeftOut()).extracting(LeftOut::reason).containsOnly(LeftOutReason.EMPTY);
  }

  @Test
  void whatTheOrderDoesNotTellIsCounted() {
    LineBlockParser once = parser(BY_ORDER);
    assertThat(utc(once, rows("a", "01:30", "02:00", "02:30", "03:00")))
        .containsExactly("23:30", "00:00", "00:30", "02:00");
    assertThat(once.takeLeftOut()).containsExactly(undecided(2, "2025-10-26 02:00"));
    LineBlockParser mixed = parser(BY_ORDER);
    assertThat(utc(mixed, rows("a", "01:00", "03:00", "04:00", "02:00", "02:30")))
        .containsExactly("23:00", "02:00", "03:00", "00:00", "00:30");
    assertThat(mixed.takeLeftOut()).containsExactly(undecided(2, "2025-10-26 02:00"));
    assertThat(mixed.takeLeftOut()).isEmpty();
  }

  @Test
  void anInstantOutOfBoundsDecidesNothing() {
    InstantBounds since2000 =
        new InstantBounds(946_684_800_000L, InstantBounds.ANY_SKEW, InstantBounds.Reference.FILE);
    LineBlockParser parser =
        new LineBlockParser(new FileParsers(BY_ORDER, FileParsers.Layout.defaults(), since2000));
    List<Instant> instants = new ArrayList<>();
    String lines =
        rows("a", "02:00", "02:30") + "1970-01-01 00:00,a,1\n" + rows("a", "02:00", "02:30");
    byte[] bytes = lines.getBytes(UTF_8);
    parser.parse(
        block("a.csv", HEADER, bytes),
        readings -> {
          for (int i = 0; i < readings.count(); i++) {
            instants.add(Instant.ofEpochMilli(readings.epochMillis()[i]));
          }
        },
        (rejected, offset) -> {});
    assertThat(instants)
        .extracting(instant -> instant.toString().substring(11, 16))
        .containsExactly("00:00", "00:30", "01:00", "01:30");
  }

  /** Any file in order gives back the instants of which its local times were made. */
  @Test
  void localTimesInOrderGiveBackTheirInstants() {
    Random random = Seeded.random(RepeatedHourOrderTest.class);
    for (int trial = 0; trial < 300; trial++) {
      int minutes = List.of(5, 10, 15, 20, 30, 60).get(random.nextInt(6));
      List<Instant> truth = new ArrayList<>();
      Instant first = Instant.parse("2025-10-25T20:00:00Z");
      for (int i = 0; i * minutes <= 10 * 60; i++) {
        truth.add(first.plusSeconds(60L * minutes * i));
      }
      if (random.nextBoolean()) {
        Collections.reverse(truth);
      }
      boolean isFast = random.nextBoolean();
      StringBuilder rows = new StringBuilder();
      List<Instant> expected = new ArrayList<>();
      for (Instant instant : truth) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, BERLIN);
        boolean isDoubled = local.getHour() == 2;
        for (int sensor = 0; sensor < 3; sensor++) {
          String text = isFast && !isDoubled ? instant.toString() : local.toString();
          rows.append(text).append(",s").append(sensor).append(",1\n");
          expected.add(instant);
        }
      }
      LineBlockParser parser = parser(BY_ORDER);
      assertThat(instants(parser, "a.csv", HEADER, rows.toString())).isEqualTo(expected);
      assertThat(parser.takeLeftOut()).isEmpty();
    }
  }
}
