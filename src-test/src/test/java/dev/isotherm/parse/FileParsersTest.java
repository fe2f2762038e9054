package dev.isotherm.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Parsing;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.FileParsers.Layout;
import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileParsersTest {

  private static final long CHANGED = Instant.parse("2025-07-02T22:30:00Z").toEpochMilli();
  private static final FileParsers DEFAULT = parsers(Layout.defaults());

  @Test
  void theEndingOfAFileTellsItsFormat() {
    assertThat(parse(DEFAULT, "a.jsonl", "", "{\"timestamp\":0,\"sensor_id\":\"s\",\"t\":1}"))
        .isEqualTo("s/t = 1.0 at 1970-01-01T00:00:00Z");
    assertThat(parse(DEFAULT, "a.csv.gz", "timestamp,sensor_id,t", "0,s,1"))
        .isEqualTo("s/t = 1.0 at 1970-01-01T00:00:00Z");
    assertThat(parse(DEFAULT, "a.tsv", "timestamp\tsensor_id\tt", "0\ts\t1"))
        .isEqualTo("s/t = 1.0 at 1970-01-01T00:00:00Z");
    assertThat(parse(DEFAULT, "2025-07-01.txt", "", "1"))
        .isEqualTo("2025-07-01/temperature = 1.0 at 2025-07-01T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "logs/boiler.txt, boiler, 2025-07-02",
    "boiler-2025-07-01.txt, boiler, 2025-07-01",
    "20250630_boiler.txt.gz, boiler, 2025-06-30",
    "BOILER-2025-07-01.TXT.GZ, BOILER, 2025-07-01",
    "order-99999999-20250630, order-99999999, 2025-06-30",
    "order-120250630, order-120250630, 2025-07-02",
    "2025-06-30/boiler.txt, boiler, 2025-07-02",
    ".txt, .txt, 2025-07-02",
    "a.b.txt, a.b, 2025-07-02"
  })
  void aTextFileIsNamedAfterItsSensorAndItsDay(String source, String sensor, String day) {
    assertThat(parse(DEFAULT, source, "", "1"))
        .isEqualTo(sensor + "/temperature = 1.0 at " + day + "T00:00:00Z");
  }

  @Test
  void aDayBeginsInItsZone() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    FileParsers parsers =
        new FileParsers(
            ParseOptions.defaults().withZone(berlin), Layout.defaults(), InstantBounds.NONE);
    assertThat(parse(parsers, "boiler.txt", "", "1")).endsWith("at 2025-07-02T22:00:00Z");
    FileParsers dated =
        new FileParsers(
            ParseOptions.defaults().withZone(berlin),
            new Layout(DialectOptions.NONE, "pressure", LocalDate.of(2025, 1, 1)),
            InstantBounds.NONE);
    assertThat(parse(dated, "boiler-2025-07-01.txt", "", "1"))
        .isEqualTo("boiler/pressure = 1.0 at 2024-12-31T23:00:00Z");
  }

  @Test
  void everyRowBelowABadHeaderIsABadRow() {
    for (String header : new String[] {"", "a,a", "\"a", ",,"}) {
      MessageParser parser = DEFAULT.parserFor(block("a.csv", header, CHANGED));
      assertThat(Parsing.reason(parser, "1,2")).as(header).isEqualTo(RejectionReason.BAD_ROW);
      assertThat(Parsing.reason(parser, "0,s")).as(header).isEqualTo(RejectionReason.BAD_ROW);
    }
  }

  @Test
  void aTextFileWithoutAUsableNameHasNoSensor() {
    String name = "x".repeat(257) + ".txt";
    assertThat(Parsing.reason(DEFAULT.parserFor(block(name, "", CHANGED)), "1"))
        .isEqualTo(RejectionReason.NO_SENSOR);
  }

  @Test
  void blocksOfSeveralFilesMayComeInAnyOrder() {
    FileParsers parsers = parsers(Layout.defaults());
    for (int i = 0; i < 3; i++) {
      assertThat(parse(parsers, "a.csv", "timestamp,sensor_id,t", "0,s,1")).startsWith("s/t = 1.0");
      assertThat(parse(parsers, "b.csv", "timestamp,sensor_id,u", "0,s,1")).startsWith("s/u = 1.0");
      assertThat(parse(parsers, "b.csv", "u,sensor_id,timestamp", "1,s,0")).startsWith("s/u = 1.0");
      assertThat(parse(parsers, "x/a.txt", "", "1")).startsWith("a/temperature");
      assertThat(parse(parsers, "x/b.txt", "", "1")).startsWith("b/temperature");
    }
    MessageParser first = parsers.parserFor(block("a.csv", "timestamp,sensor_id,t", CHANGED));
    assertThat(parsers.parserFor(block("a.csv", "timestamp,sensor_id,t", CHANGED))).isSameAs(first);
  }

  @Test
  void nothingMayComeFromAfterTheLastChangeOfItsFile() {
    FileParsers guarded =
        new FileParsers(
            ParseOptions.defaults(), Layout.defaults(), Parsing.maxSkew(Duration.ofSeconds(1)));
    String message = "{\"timestamp\":%d,\"sensor_id\":\"s\",\"t\":1}";
    byte[] lines =
        (message.formatted(CHANGED + 1000) + "\n" + message.formatted(CHANGED + 1001))
            .getBytes(UTF_8);
    LineBlock block =
        new LineBlock(
            "a.jsonl",
            CHANGED,
            FileDialect.byName("a.jsonl"),
            new byte[0],
            0,
            lines,
            lines.length,
            0);
    List<Integer> accepted = new ArrayList<>();
    List<RejectionReason> rejected = new ArrayList<>();
    new LineBlockParser(guarded)
        .parse(
            block,
            readings -> accepted.add(readings.count()),
            (rejection, offset) -> rejected.add(rejection.why().reason()));
    assertThat(accepted).containsExactly(1);
    assertThat(rejected).containsExactly(RejectionReason.FUTURE_TIMESTAMP);
  }

  private static FileParsers parsers(Layout layout) {
    return new FileParsers(ParseOptions.defaults(), layout, InstantBounds.NONE);
  }

  private static LineBlock block(String source, String header, long changed) {
    return new LineBlock(
        source, changed, FileDialect.byName(source), header.getBytes(UTF_8), 0, new byte[0], 0, 0);
  }

  private static String parse(FileParsers parsers, String source, String header, String line) {
    Parsed parsed =
        Parsing.parse(parsers.parserFor(block(source, header, CHANGED)), line.getBytes(UTF_8));
    return parsed instanceof Accepted accepted
        ? accepted.readings().get(0).toString()
        : ((Rejected) parsed).toString();
  }
}
