package dev.isotherm.parse;

import static dev.isotherm.fixtures.Parsing.latin1;
import static dev.isotherm.fixtures.Parsing.parse;
import static dev.isotherm.fixtures.Parsing.utf8;
import static dev.isotherm.parse.message.LeftOutReason.ABSENT;
import static dev.isotherm.parse.message.LeftOutReason.BAD_NAME;
import static dev.isotherm.parse.message.LeftOutReason.EMPTY;
import static dev.isotherm.parse.message.LeftOutReason.NESTED;
import static dev.isotherm.parse.message.LeftOutReason.NOT_A_NUMBER;
import static dev.isotherm.parse.message.LeftOutReason.NOT_FINITE;
import static dev.isotherm.parse.message.LeftOutReason.NUMBER_IN_TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.parse.csv.CsvHeader;
import dev.isotherm.parse.csv.CsvRowParser;
import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.mapping.AbsentValues;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutCounts;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.parse.message.Parsed.Accepted;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One bad value costs one value; what is left out is counted by field and reason. */
final class LeftOutTest {

  private static final ParseOptions ALL = ParseOptions.defaults();
  private static final ParseOptions NAMED = ALL.withMetrics(Set.of("a", "b", "c"));
  private static final AbsentValues ABSENT_VALUES = AbsentValues.of(List.of("NA", "-999", "?"));

  private static MessageParser csv(ParseOptions options) {
    return new CsvRowParser(CsvHeader.parse(utf8("timestamp,sensor_id,a,b,c"), ','), options);
  }

  private static Accepted accepted(MessageParser parser, String message) {
    return (Accepted) parse(parser, utf8(message));
  }

  private static String json(String members) {
    String head = "{'timestamp':'2025-07-01T12:00:00Z','sensor_id':'s1',";
    return (head + members + "}").replace('\'', '"');
  }

  private static String row(String cells) {
    return "2025-07-01T12:00:00Z,s1," + cells;
  }

  private static LeftOut a(LeftOutReason reason, String example) {
    return new LeftOut("a", reason, 1, example);
  }

  /** A time of the repeated hour has two instants; that one was chosen is counted. */
  @Test
  void aTimeThatClocksShowTwiceIsSaid() {
    ParseOptions berlin = ALL.withZone(ZoneId.of("Europe/Berlin"));
    Accepted row = accepted(csv(berlin), "2025-10-26 02:30,s1,1,2,3");
    assertThat(row.epochMillis()).isEqualTo(Instant.parse("2025-10-26T00:30:00Z").toEpochMilli());
    LeftOut twice = new LeftOut("timestamp", LeftOutReason.REPEATED_HOUR, 1, "2025-10-26 02:30");
    assertThat(row.leftOut()).containsExactly(twice);
    assertThat(accepted(csv(berlin), "2025-10-26 03:30,s1,1,2,3").leftOut()).isEmpty();
    String message = json("'a':1").replace("2025-07-01T12:00:00Z", "2025-10-26 02:30");
    assertThat(accepted(new JsonMessageParser(berlin), message).leftOut()).containsExactly(twice);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``     | EMPTY",
        "nan    | NOT_FINITE",
        "-inf   | NOT_FINITE",
        "1e999  | NOT_FINITE",
        "warm   | NOT_A_NUMBER",
        "21.5 C | NOT_A_NUMBER",
        "NA     | NOT_A_NUMBER",
        "\"21,5\" | NOT_A_NUMBER"
      })
  void aCellThatIsNoNumberCostsItselfAlone(String cell, LeftOutReason reason) {
    for (ParseOptions options : List.of(ALL, NAMED)) {
      Accepted row = accepted(csv(options), row(cell + ",2,3"));
      assertThat(row.readings()).extracting("value").containsExactly(2.0, 3.0);
      assertThat(row.leftOut()).containsExactly(a(reason, cell.replace("\"", "")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null       | EMPTY        | null",
        "''         | EMPTY        | ``",
        "NaN        | NOT_FINITE   | NaN",
        "-Infinity  | NOT_FINITE   | -Infinity",
        "1e999      | NOT_FINITE   | 1e999",
        "true       | NOT_A_NUMBER | true",
        "'warm'     | NOT_A_NUMBER | warm",
        "'\\u00b0C' | NOT_A_NUMBER | °C"
      })
  void aMemberThatIsNoNumberCostsItselfAlone(String value, LeftOutReason reason, String example) {
    for (ParseOptions options : List.of(ALL, NAMED)) {
      Accepted message = accepted(new JsonMessageParser(options), json("'a':" + value + ",'b':2"));
      assertThat(message.readings()).extracting("value").containsExactly(2.0);
      assertThat(message.leftOut()).containsExactly(a(reason, example));
    }
  }

  @Test
  void aNumberInATextIsReadIfItIsAskedFor() {
    String message = json("'a':'21.5','b':2,'c':'1e999'");
    Accepted all = accepted(new JsonMessageParser(ALL), message);
    assertThat(all.readings()).extracting("value").containsExactly(2.0);
    assertThat(all.leftOut())
        .containsExactly(a(NUMBER_IN_TEXT, "21.5"), new LeftOut("c", NOT_A_NUMBER, 1, "1e999"));
    Accepted named = accepted(new JsonMessageParser(NAMED), message);
    assertThat(named.readings()).extracting("value").containsExactly(21.5, 2.0);
    assertThat(named.leftOut()).containsExactly(new LeftOut("c", NOT_FINITE, 1, "1e999"));
  }

  @Test
  void numbersInsideOfObjectsAreNamedByTheirPaths() {
    Accepted message =
        accepted(
            new JsonMessageParser(ALL),
            json("'rssi':-70,'a':{'t':21.5,'in':{'h':40},'unit':'C'},'rx':[{'snr':7},3]"));
    assertThat(message.readings()).extracting("value").containsExactly(-70.0);
    assertThat(message.leftOut())
        .containsExactly(
            new LeftOut("a.t", NESTED, 1, "21.5"),
            new LeftOut("a.in.h", NESTED, 1, "40"),
            new LeftOut("rx[].snr", NESTED, 1, "7"),
            new LeftOut("rx[]", NESTED, 1, "3"));
  }

  @Test
  void aNumberWithoutAUsableNameCostsItselfAlone() {
    Accepted message = accepted(new JsonMessageParser(ALL), json("'a':1,'':2"));
    assertThat(message.readings()).extracting("value").containsExactly(1.0);
    assertThat(message.leftOut()).containsExactly(new LeftOut("", BAD_NAME, 1, "2"));
  }

  @Test
  void valuesThatStandForAMissingOneAreNumbersOrTexts() {
    ParseOptions options = ALL.withAbsent(ABSENT_VALUES);
    Accepted row = accepted(csv(options), row("-999.0,NA,3"));
    assertThat(row.readings()).extracting("value").containsExactly(3.0);
    assertThat(row.leftOut())
        .containsExactly(a(ABSENT, "-999.0"), new LeftOut("b", ABSENT, 1, "NA"));
    Accepted message =
        accepted(new JsonMessageParser(options), json("'a':-999,'b':'?','c':3,'d':'other'"));
    assertThat(message.readings()).extracting("value").containsExactly(3.0);
    assertThat(message.leftOut())
        .containsExactly(
            a(ABSENT, "-999"),
            new LeftOut("b", ABSENT, 1, "?"),
            new LeftOut("d", NOT_A_NUMBER, 1, "other"));
  }

  @Test
  void aColumnThatWasNotAskedForIsNotLeftOut() {
    Accepted row = accepted(csv(ALL.withMetrics(Set.of("b"))), row("warm,2,"));
    assertThat(row.leftOut()).isEmpty();
  }

  @Test
  void bothPathsCountWhatWasLeftOutOfAcceptedLinesOnly() {
    FileParsers parsers = new FileParsers(ALL, FileParsers.Layout.defaults(), InstantBounds.NONE);
    LineBlockParser parser = new LineBlockParser(parsers);
    String rows =
        String.join(
            "\n",
            row("warm,2,"),
            row("cold,2,3"),
            "yesterday,s1,warm,2,",
            row("\"mild\",2,3"),
            row("nan,,"));
    for (String source : List.of("/a.csv", "/b.csv")) {
      byte[] bytes = latin1(rows);
      LineBlock block =
          new LineBlock(
              source,
              0,
              FileDialect.byName(source),
              utf8("timestamp,sensor_id,a,b,c"),
              0,
              bytes,
              bytes.length,
              bytes.length);
      parser.parse(block, readings -> {}, (rejected, offset) -> {});
    }
    assertThat(parser.takeLeftOut())
        .containsExactly(new LeftOut("a", NOT_A_NUMBER, 6, "warm"), new LeftOut("c", EMPTY, 2, ""));
    assertThat(parser.takeLeftOut()).isEmpty();
  }

  @Test
  void ofTooManyFieldsTheOthersAreCountedTogether() {
    LeftOutCounts counts = new LeftOutCounts();
    for (int i = 0; i < LeftOutCounts.MAX_FIELDS + 10; i++) {
      counts.add(List.of(LeftOut.one("field " + i, NOT_A_NUMBER, "x")));
    }
    List<LeftOut> list = counts.take();
    assertThat(list).hasSize(LeftOutCounts.MAX_FIELDS + 1);
    assertThat(list.get(0))
        .isEqualTo(new LeftOut(LeftOutCounts.OTHER_FIELDS, NOT_A_NUMBER, 10, "x"));
  }
}
