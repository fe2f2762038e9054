package dev.isotherm.sensors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.Series;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SeriesSpec;
import dev.isotherm.sensors.ValidRange;
import dev.isotherm.yaml.YamlErrors;
import dev.isotherm.yaml.YamlScalars;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {

  private static final String NUMBER = ": must be a number such as 28 or 28.5";
  private static final String DURATION = ": must be " + YamlScalars.DURATION_FORM;

  @Test
  void readsEveryColumn() {
    SensorTable table =
        parse(
            """
            sensor,metric,label.site,label.line,unit,min,max,expectedInterval,stuckAfter,limit.hot
            boiler-7,temperature,north,3,°C,-50,150.5,10s,1h,90
            """);
    assertThat(table.labels("boiler-7")).isEqualTo(Map.of("site", "north", "line", "3"));
    assertThat(table.spec(new Series("boiler-7", "temperature")))
        .isEqualTo(
            new SeriesSpec(
                "°C",
                Map.of("hot", 90.0),
                new ValidRange(-50, 150.5),
                Duration.ofSeconds(10),
                Duration.ofHours(1)));
    assertThat(table.spec(new Series("boiler-7", "pressure"))).isEqualTo(SeriesSpec.UNKNOWN);
  }

  @Test
  void anEmptyCellIsNotGiven() {
    SensorTable table = parse("sensor,metric,label.site,unit,min,limit.hot\na,,,,,\n");
    assertThat(table.names("a")).isTrue();
    assertThat(table.labels("a")).isEmpty();
    assertThat(table.spec(new Series("a", "m"))).isEqualTo(SeriesSpec.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFFsensor,unit\na,°C\n",
        "sensor,unit\r\na,°C\r\n",
        "sensor,unit\na,°C",
        "\n\nsensor,unit\n\n,\n  \na,°C\n",
        "unit,sensor\n\"°C\",\"a\"\n",
        " sensor , unit\na ,\t°C \n",
        "sensor,unit,\na,°C,\n"
      })
  void readsWhatProgramsWrite(String csv) {
    SensorTable table = parse(csv);
    assertThat(table.sensorCount()).isEqualTo(1);
    assertThat(table.spec(new Series("a", "m")).unit()).isEqualTo("°C");
  }

  @Test
  void aQuotedCellMayHaveCommasQuotationMarksAndBlanks() {
    SensorTable table = parse("sensor,label.place\n\"a,b\",\" hall \"\"1\"\" \" \nc,5\" pipe\n");
    assertThat(table.labels("a,b")).isEqualTo(Map.of("place", " hall \"1\" "));
    assertThat(table.labels("c")).isEqualTo(Map.of("place", "5\" pipe"));
  }

  @Test
  void aTableMayHaveNoSensors() {
    assertThat(parse("sensor,unit\n").sensorCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n \n", "\uFEFF"})
  void refusesAnEmptyFile(String csv) {
    assertThat(errors(csv))
        .containsExactly(
            "s.csv: is empty; its first line must name the columns, such as sensor,unit");
  }

  @Test
  void reportsAllErrorsAtOnceEachWithItsLine() {
    assertThat(
            errors(
                """
                sensor,metric,label.site,unit,min,max,expectedInterval,stuckAfter,limit.hot
                a,,,,abc,NaN,-5s,0s,Infinity
                b,,,,9,5,,,
                ,temperature,,,,,,,
                c,,,,5
                d,,,,"1,5",,10,,4000d
                e,,,,,,,4000d,
                f,,,,,,,,,7
                g,,"x
                h,,"x"y,,,,,,
                boiler-*,,north,,,,,,
                boiler-*,,north,,,,,,
                """))
        .containsExactly(
            "s.csv:2: min abc" + NUMBER,
            "s.csv:2: max NaN" + NUMBER,
            "s.csv:2: expectedInterval -5s" + DURATION,
            "s.csv:2: stuckAfter 0s: must be from 1ms to 3660d",
            "s.csv:2: limit.hot Infinity" + NUMBER,
            "s.csv:3: min 9.0: must not be greater than max 5.0",
            "s.csv:4: sensor: is required",
            "s.csv:5: the row has 5 cells; the header has 9",
            "s.csv:6: min 1,5" + NUMBER,
            "s.csv:6: expectedInterval 10" + DURATION,
            "s.csv:6: limit.hot 4000d" + NUMBER,
            "s.csv:7: stuckAfter 4000d: must be from 1ms to 3660d",
            "s.csv:8: cell 10 \"7\": the header names no column for it",
            "s.csv:9: \"g,,\"x\" has a quotation mark that is not closed",
            "s.csv:10: \"h,,\"x\"y,,,,,,\" has text behind a closing quotation mark, at character 7",
            "s.csv:12: sensor boiler-*: is already on line 11");
  }

  @Test
  void refusesColumnsItDoesNotKnow() {
    assertThat(errors("senser,sensor_id,unit,unit,Label.site,limits.hot,label.a-b,label.__x,foo\n"))
        .containsExactly(
            "s.csv:1: column senser: is not known; did you mean sensor?",
            "s.csv:1: column sensor_id: is not known; did you mean sensor?",
            "s.csv:1: column unit: is there more than once",
            "s.csv:1: column Label.site: is not known; did you mean label.site?",
            "s.csv:1: column limits.hot: is not known; did you mean limit.hot?",
            "s.csv:1: column label.a-b: a name must be letters, digits and _, and begin with no"
                + " digit",
            "s.csv:1: column label.__x: a name must not begin with __",
            "s.csv:1: column foo: is not known; must be one of sensor, metric, unit, min, max,"
                + " expectedInterval, stuckAfter, label.NAME, limit.NAME",
            "s.csv:1: column sensor: is required");
    assertThat(errors("sensor;unit\na;b\n"))
        .contains("s.csv:1: column sensor;unit: is not known; commas must stand between the names");
  }

  @Test
  void errorsOfTheHeaderAndOfRowsComeTogether() {
    assertThat(errors("sensor,units,min\na,°C,x\n"))
        .containsExactly(
            "s.csv:1: column units: is not known; did you mean unit?", "s.csv:2: min x" + NUMBER);
  }

  @Test
  void aCellWithoutANameIsNotLeftOutInSilence() {
    assertThat(errors("sensor,\na,north\n"))
        .containsExactly("s.csv:2: cell 2 \"north\": the header names no column for it");
  }

  @Test
  void namesBothLinesOfDuplicates() {
    assertThat(
            errors(
                """
                sensor,metric,label.site,unit
                a,,north,
                a,temperature,north,K
                a,temperature,,°C
                a,pressure,south,
                a,,,
                """))
        .containsExactly(
            "s.csv:4: sensor a, metric temperature: is already on line 3",
            "s.csv:5: label.site south: must be the same in all rows of a; it is north on line 2",
            "s.csv:6: sensor a: is already on line 2");
  }

  @Test
  void refusesNamesAndTextsBeyondBounds() {
    String longest = "x".repeat(256);
    assertThat(parse("sensor,metric,label.a\n" + longest + "," + longest + "," + longest + "\n"))
        .satisfies(table -> assertThat(table.labels(longest)).containsEntry("a", longest));
    String tooLong = longest + "x";
    String shown = "x".repeat(59) + "…";
    assertThat(
            errors(
                "sensor,metric,label.a,unit\n"
                    + String.join(",", tooLong, tooLong, tooLong, "u".repeat(65))
                    + "\n*"
                    + tooLong
                    + ",,,\na,,"
                    + "y".repeat(300_000)
                    + ",\n"))
        .containsExactly(
            "s.csv:2: sensor " + shown + ": has 257 characters; at most 256 are allowed",
            "s.csv:2: metric " + shown + ": has 257 characters; at most 256 are allowed",
            "s.csv:2: label.a " + shown + ": has 257 characters; at most 256 are allowed",
            "s.csv:2: unit " + "u".repeat(59) + "…: has 65 characters; at most 64 are allowed",
            "s.csv:3: sensor *"
                + shown.substring(1)
                + ": matches no sensor: no name is longer than"
                + " 256",
            "s.csv:4: label.a "
                + "y".repeat(59)
                + "…: has 300000 characters; at most 256 are"
                + " allowed");
  }

  @ParameterizedTest
  @CsvSource({
    "a\u0007b, U+0007",
    "a\u0085b, U+0085",
    "a\tb, U+0009",
    "a\rb, U+000D",
    "a\0b, U+0000"
  })
  void refusesControlCharacters(String text, String shown) {
    for (String column : List.of("sensor", "metric", "unit", "label.a")) {
      String csv = column.equals("sensor") ? "sensor\n" + text : "sensor," + column + "\ns," + text;
      assertThat(errors(csv))
          .singleElement()
          .asString()
          .startsWith("s.csv:2: " + column + " ")
          .contains("holds the control character " + shown)
          .matches("\\P{Cntrl}*");
    }
  }

  @Test
  void aLineThatIsTooLongOrNotUtf8IsOneError() throws Exception {
    byte[] csv =
        ("sensor\na\n" + "z".repeat(TextLines.MAX_LENGTH + 1) + "\nx\u00ff\nb\n,\n*?\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(
            catchThrowableOfType(
                    ConfigurationException.class,
                    () -> SensorFile.parseCsv("s.csv", new ByteArrayInputStream(csv)))
                .errors())
        .containsExactly(
            "s.csv:3: the line is longer than the 1048576 bytes allowed",
            "s.csv:4: the line is not UTF-8");
  }

  @Test
  void linesMayEndAnywhereInTheBuffer() {
    StringBuilder csv = new StringBuilder("sensor,label.a\r\n");
    for (int i = 0; i < 20_000; i++) {
      csv.append("é").append(i).append(',').append("x".repeat(i % 11 + 1)).append("\r\n");
    }
    SensorTable table = parse(csv.toString());
    assertThat(table.sensorCount()).isEqualTo(20_000);
    assertThat(table.labels("é19999")).isEqualTo(Map.of("a", "x".repeat(19_999 % 11 + 1)));
  }

  @Test
  void refusesTooManyLabelsLimitsAndGlobs() {
    StringBuilder header = new StringBuilder("sensor");
    for (int i = 0; i < 33; i++) {
      header.append(",label.l").append(i).append(",limit.m").append(i);
    }
    assertThat(errors(header + "\na" + ",1".repeat(66) + "\n"))
        .containsExactly("s.csv:2: limits: there are 33; at most 32 are allowed");
    assertThat(
            errors(
                header + ",metric\na" + ",1,".repeat(32) + ",,,m\na" + ",,".repeat(32) + ",1,,n\n"))
        .containsExactly("s.csv:3: a has more than the 32 labels allowed");
    StringBuilder globs = new StringBuilder("sensor\n");
    for (int i = 0; i <= 10_000; i++) {
      globs.append(i).append("-*\n");
    }
    assertThat(errors(globs.toString()))
        .containsExactly("s.csv:10002: sensor 10000-*: a table has at most 10000 different globs");
  }

  @Test
  void aFileThatIsAllWrongDoesNotFillTheMemory() {
    String csv = "sensor,min\n" + "a,x\n".repeat(200_000);
    assertThat(errors(csv)).hasSize(YamlErrors.MOST + 1).last().isEqualTo("s.csv: and 199900 more");
  }

  private static SensorTable parse(String csv) {
    return SensorFile.parseCsv("s.csv", csv);
  }

  private static List<String> errors(String csv) {
    return catchThrowableOfType(ConfigurationException.class, () -> parse(csv)).errors();
  }
}
