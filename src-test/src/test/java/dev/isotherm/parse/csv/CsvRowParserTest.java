package dev.isotherm.parse.csv;

import static dev.isotherm.fixtures.Parsing.assertRejected;
import static dev.isotherm.fixtures.Parsing.latin1;
import static dev.isotherm.fixtures.Parsing.readings;
import static dev.isotherm.fixtures.Parsing.reason;
import static dev.isotherm.fixtures.Parsing.utf8;
import static dev.isotherm.model.RejectionReason.BAD_ROW;
import static dev.isotherm.model.RejectionReason.BAD_TIMESTAMP;
import static dev.isotherm.model.RejectionReason.EMPTY;
import static dev.isotherm.model.RejectionReason.NOT_A_NUMBER;
import static dev.isotherm.model.RejectionReason.NOT_FINITE;
import static dev.isotherm.model.RejectionReason.NO_METRIC;
import static dev.isotherm.model.RejectionReason.NO_SENSOR;
import static dev.isotherm.model.RejectionReason.NO_TIMESTAMP;
import static dev.isotherm.model.RejectionReason.TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Parsing;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.mapping.LongLayout;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Parsed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowParserTest {

  private static final long NOON = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();
  private static final String TIME = "2025-07-01T12:00:00Z";

  private final CsvRowParser parser =
      parser("timestamp,sensor_id,temperature,unit,humidity", ParseOptions.defaults());
  private final CsvRowParser onlyTemperature =
      parser(
          "timestamp,sensor_id,temperature,unit,humidity",
          ParseOptions.defaults().withMetrics(Set.of("temperature")));

  private static CsvRowParser parser(String header, ParseOptions options) {
    byte[] line = utf8(header);
    return new CsvRowParser(CsvHeader.parse(line, ','), options);
  }

  private static Reading reading(String sensor, String metric, double value) {
    return new Reading(new Series(sensor, metric), NOON, value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TIME + ",s1,21.5,C,40",
        " " + TIME + " , s1 ,\t21.5, C ,4.0e1 ",
        "\"" + TIME + "\",\"s1\",\"21.5\",\"C\",\"40\"",
        TIME + ",s1, \"21.5\" ,\"a \"\"quoted\"\", unit\",40",
        "\" " + TIME + "\",\" s1 \",21.5,\"\",40",
        "1751371200,s1,21.5,°C,40",
        "2025-07-01 12:00:00,s1,21.5,,40",
        "\uFEFF" + TIME + ",s1,21.5,C,40",
      })
  void everyColumnWithANumberIsAReading(String row) {
    assertThat(readings(parser, row))
        .containsExactly(reading("s1", "temperature", 21.5), reading("s1", "humidity", 40));
  }

  @Test
  void anEmptyCellIsNoValueAndTextIsIgnored() {
    assertThat(readings(parser, TIME + ",s1,,,40")).containsExactly(reading("s1", "humidity", 40));
    assertThat(readings(parser, TIME + ",s1,warm,7,")).containsExactly(reading("s1", "unit", 7));
    assertThat(readings(parser, TIME + ",\"s1\",\"\",\"\",40")).hasSize(1);
    assertThat(readings(onlyTemperature, TIME + ",s1,21.5,7,nan"))
        .containsExactly(reading("s1", "temperature", 21.5));
  }

  @Test
  void namesInQuotesMayHoldTheDelimiterAndAnyLetter() {
    assertThat(readings(parser, TIME + ",\"Kessel 7, \"\"Süd\"\" 😀\",1,,"))
        .containsExactly(reading("Kessel 7, \"Süd\" 😀", "temperature", 1));
    assertThat(readings(parser, TIME + ",Süd,1,,"))
        .containsExactly(reading("Süd", "temperature", 1));
  }

  @Test
  void otherDelimitersColumnsAndFields() {
    CsvRowParser tabs =
        new CsvRowParser(
            new CsvHeader(List.of("id", "ts", "t"), '\t'),
            ParseOptions.defaults().withFields("ts", "id"));
    assertThat(readings(tabs, "s1\t" + TIME + "\t21.5")).containsExactly(reading("s1", "t", 21.5));
    assertThat(readings(tabs, "\"s,1\"\t" + TIME + "\t\"21.5\""))
        .containsExactly(reading("s,1", "t", 21.5));
    assertRejected(
        tabs, "\"s\t1\"\t" + TIME + "\t21.5", NO_SENSOR, "id holds the control character U+0009");
  }

  @Test
  void aColumnWithoutANameIsNotRead() {
    assertThat(
            readings(
                parser(",timestamp,sensor_id,t", ParseOptions.defaults()), "0," + TIME + ",s1,5"))
        .containsExactly(reading("s1", "t", 5));
  }

  @Test
  void tooMuchAndNothing() {
    assertRejected(
        parser,
        "1".repeat(1 << 20),
        TOO_LARGE,
        "the message has 1048576 bytes; at most 65536 are allowed");
    assertRejected(parser, "", EMPTY, "the message has no bytes");
    assertRejected(parser, " \t", EMPTY, "the message holds nothing but whitespace");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1,s1,2 | the row has 3 cells; the header has 5",
        "1,s1,2,,3,4 | the row has 6 cells; the header has 5",
        "1,s1,2,,3,, | the row has 7 cells; the header has 5",
        "\"1,s1,2,,3\" | the row has 1 cells; the header has 5",
        "\"1\",s1,2,,3,4 | the row has 6 cells; the header has 5",
        "\"1\",s1,2, | the row has 4 cells; the header has 5",
        "1,\"s1,2,,3 | the row has a quotation mark too few or too many",
        "1,\"s1\"x,2,,3 | the row has a quotation mark too few or too many",
        "1,s1,2,,\" | the row has a quotation mark too few or too many",
      })
  void aRowThatDoesNotFitItsHeader(String row, String detail) {
    assertRejected(parser, row, BAD_ROW, detail);
  }

  /** The fast way compares with the minute before; there is none at first. */
  @Test
  void zerosAreNoMinute() {
    assertRejected(
        parser, "\0".repeat(16) + ":56.789Z,s1,2,,3", BAD_ROW, "the row holds U+0000 at byte 0");
  }

  /** A timestamp, which has colons itself, is then several cells. */
  @Test
  void colonsSeparateCellsEverywhere() {
    byte[] header = utf8("timestamp:sensor_id:t");
    CsvRowParser byColons = new CsvRowParser(CsvHeader.parse(header, ':'), ParseOptions.defaults());
    assertThat(readings(byColons, "1751371200:s1:21.5")).containsExactly(reading("s1", "t", 21.5));
    assertRejected(byColons, TIME + ":s1:21.5", BAD_ROW, "the row has 5 cells; the header has 3");
  }

  @Test
  void bytesThatNoTextHolds() {
    assertRejected(parser, "1,s\u00001,2,,3", BAD_ROW, "the row holds U+0000 at byte 3");
    assertRejected(parser, "1,s1,2,,3\r", BAD_ROW, "the row holds U+000D at byte 9");
    assertRejected(parser, "1,\"s\n1\",2,,3", BAD_ROW, "the row holds U+000A at byte 4");
    assertThat(Parsing.parse(parser, latin1("1,s\u00E4,2,,3")))
        .isEqualTo(new Parsed.Rejected(BAD_ROW, "the row is not UTF-8 text"));
    assertThat(reason(parser, latin1("1,\"s\u00C0\u0080\",2,,3"))).isEqualTo(BAD_ROW);
  }

  @Test
  void lettersThatAreNotUtf8MatterInTheNameOfTheSensorOnly() {
    assertThat(Parsing.parse(parser, latin1("1,s1,2,\u00FF,3")))
        .isInstanceOfSatisfying(
            Parsed.Accepted.class,
            row -> assertThat(row.readings()).isEqualTo(readings(parser, "1,s1,2,x,3")));
    assertThat(Parsing.parse(parser, latin1("1,s1,\u00FF,,3"))).isInstanceOf(Parsed.Accepted.class);
  }

  @Test
  void lettersThatAreNotUtf8MatterInTheNameOfAMetricToo() {
    CsvRowParser named =
        parser(
            "timestamp,sensor_id,what,value",
            ParseOptions.defaults().withLongLayout(new LongLayout("what", "value")));
    assertThat(reason(named, latin1("1,s1,temp\u00E9,2"))).isEqualTo(BAD_ROW);
    assertThat(readings(named, "1,s1,temp\u00E9,2")).hasSize(1);
  }

  @Test
  void anEmptyCellBehindTheLastColumnIsNoFault() {
    assertThat(Parsing.parse(parser, utf8("1,s1,2,,3,")))
        .isEqualTo(Parsing.parse(parser, utf8("1,s1,2,,3")));
    assertThat(Parsing.parse(parser, utf8("1,s1,2,,3, \t")))
        .isEqualTo(Parsing.parse(parser, utf8("1,s1,2,,3")));
  }

  @Test
  void aColumnWithoutANameMayBeMissingAtTheEnd() {
    CsvRowParser unnamed = parser("timestamp,sensor_id,t,,", ParseOptions.defaults());
    assertThat(readings(unnamed, "1,s1,2")).isEqualTo(readings(unnamed, "1,s1,2,x,"));
    assertThat(reason(unnamed, "1,s1")).isEqualTo(BAD_ROW);
  }

  @Test
  void withoutATimestampOrWithOneThatCannotBeRead() {
    assertRejected(parser, ",s1,2,,3", NO_TIMESTAMP, "timestamp is empty");
    assertRejected(parser, " ,\"s1\",2,,3", NO_TIMESTAMP, "timestamp is empty");
    assertRejected(
        parser("time,sensor_id,t", ParseOptions.defaults()),
        "1,s1,2",
        NO_TIMESTAMP,
        "there is no column timestamp; there are time, sensor_id, t");
    assertRejected(
        parser,
        "2025-02-30,s1,2,,3",
        BAD_TIMESTAMP,
        "timestamp \"2025-02-30\" has day 30; 1 to 28 are allowed");
    assertThat(reason(parser, "1.7.2025,s1,2,,3")).isEqualTo(BAD_TIMESTAMP);
  }

  @Test
  void withoutASensor() {
    assertRejected(parser, "1,,2,,3", NO_SENSOR, "sensor_id is empty");
    assertRejected(parser, "1,\" \",2,,3", NO_SENSOR, "sensor_id is empty");
    assertRejected(parser, "1,\u3000,2,,3", NO_SENSOR, "sensor_id is blank");
    assertRejected(
        parser, "1,s\u0007,2,,3", NO_SENSOR, "sensor_id holds the control character U+0007");
    assertRejected(
        parser("timestamp,t", ParseOptions.defaults()),
        "1,2",
        NO_SENSOR,
        "there is no column sensor_id; there are timestamp, t");
  }

  @Test
  void oneNamedColumnMustHoldANumber() {
    assertRejected(
        onlyTemperature,
        "1,s1,\"21,5\",,3",
        NOT_A_NUMBER,
        "temperature is \"21,5\"; a decimal number is required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan", "NaN", "inf", "-Infinity", "1e999"})
  void noFiniteNumber(String cell) {
    assertRejected(
        parser,
        "1,s1," + cell + ",,",
        NOT_FINITE,
        "temperature is \"" + cell + "\"; a finite number is required");
  }

  @Test
  void withoutAMetric() {
    assertRejected(parser, "1,s1,,warm,", NO_METRIC, "no number; unit is \"warm\"");
    assertRejected(parser, "1,s1,,,", NO_METRIC, "no number; temperature is empty");
    assertRejected(onlyTemperature, "1,s1,,7,8", NO_METRIC, "no number; temperature is empty");
    assertRejected(
        parser("timestamp,sensor_id", ParseOptions.defaults()),
        "1,s1",
        NO_METRIC,
        "the header names no column to measure");
    assertRejected(
        parser("timestamp,sensor_id,t", ParseOptions.defaults().withMetrics(Set.of("temperature"))),
        "1,s1,2",
        NO_METRIC,
        "there is no column temperature");
  }

  @Test
  void aRejectionLeavesNoTraceInTheNextRow() {
    assertThat(reason(parser, "1,s1,,,nan")).isEqualTo(NOT_FINITE);
    assertThat(reason(parser, "1,,2,,")).isEqualTo(NO_SENSOR);
    assertThat(reason(parser, "1,\"s1,2,,")).isEqualTo(BAD_ROW);
    assertThat(readings(parser, TIME + ",s1,,,3")).containsExactly(reading("s1", "humidity", 3));
  }

  @Test
  void quotingCellsChangesNothing() {
    Random random = Seeded.random(CsvRowParserTest.class);
    String[] cells = {
      TIME, "s1", "21.5", "", " ", "nan", "warm", "é😀", "1e999", "-3", "a b", "\t7 ", "2025", "'x"
    };
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      List<String> plain = new ArrayList<>();
      List<String> quoted = new ArrayList<>();
      int columns = random.nextInt(5) == 0 ? 1 + random.nextInt(8) : 5;
      for (int c = 0; c < columns; c++) {
        boolean good = random.nextInt(4) > 0;
        String cell = good && c < 3 ? cells[c] : cells[random.nextInt(cells.length)];
        plain.add(cell);
        quoted.add(random.nextBoolean() ? cell : '"' + cell + '"');
      }
      Parsed expected = Parsing.parse(parser, utf8(String.join(",", plain)));
      Parsed actual = Parsing.parse(parser, utf8(String.join(",", quoted)));
      accepted += expected instanceof Parsed.Accepted ? 1 : 0;
      if (!isEmpty(expected)) {
        assertThat(actual).as("%s", quoted).isEqualTo(expected);
      }
    }
    assertThat(accepted).isGreaterThan(1_000);
  }

  /** A row of one blank cell: with quotation marks around it, it is no longer empty. */
  private static boolean isEmpty(Parsed parsed) {
    return parsed instanceof Parsed.Rejected rejected && rejected.reason() == EMPTY;
  }
}
