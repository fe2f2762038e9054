package dev.isotherm.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.MutatedMessages;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.parse.FileParsers.Layout;
import dev.isotherm.parse.csv.CsvHeader;
import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.dialect.RefusedFileException;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.mapping.FieldList;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.SensorSource;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineBlockParserTest {

  private static final long CHANGED = Instant.parse("2025-07-02T00:00:00Z").toEpochMilli();

  @Test
  void aBlockGivesWhatItsLinesGiveOneByOne() {
    Random random = Seeded.random(LineBlockParserTest.class);
    CsvHeader header = new CsvHeader(List.of("timestamp", "sensor_id", "t", "u", "x"), ',');
    byte[] columns = String.join(",", header.columns()).getBytes(UTF_8);
    FileParsers parsers =
        new FileParsers(
            ParseOptions.defaults().withMaxMessageBytes(150),
            Layout.defaults(),
            new InstantBounds(
                Instant.parse("1990-01-01T00:00:00Z").toEpochMilli(),
                Duration.ofDays(3_650),
                InstantBounds.Reference.FILE));
    LineBlockParser parser = new LineBlockParser(parsers);
    int lines = 0;
    for (int block = 0; block < 1_500; block++) {
      boolean json = random.nextBoolean();
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      for (int line = random.nextInt(60); line > 0; line--) {
        content.writeBytes(
            json ? MutatedMessages.json(random) : MutatedMessages.row(header, random));
        content.writeBytes(lineEnd(random));
      }
      byte[] bytes = content.toByteArray();
      // As in a buffer that was used before: what lies behind the block means nothing.
      int length = bytes.length - Math.min(bytes.length, random.nextInt(12));
      LineBlock lineBlock =
          block(json ? "a.jsonl" : "a.csv", CHANGED, columns, 1_000, bytes, length);
      Outcome expected = oneByOne(lineBlock, parsers);
      assertThat(all(parser, lineBlock)).isEqualTo(expected);
      lines += expected.messages() + expected.rejected().size();
    }
    assertThat(lines).isGreaterThan(20_000);
  }

  @Test
  void readingsComeInSeveralBlocks() {
    byte[] rows = "0,s,1\n".repeat(5_000).getBytes(UTF_8);
    FileParsers parsers =
        new FileParsers(ParseOptions.defaults(), Layout.defaults(), InstantBounds.NONE);
    LineBlock block =
        block("a.csv", 0, "timestamp,sensor_id,t".getBytes(UTF_8), 0, rows, rows.length);
    List<Integer> counts = new ArrayList<>();
    new LineBlockParser(parsers).parse(block, readings -> counts.add(readings.count()), null);
    assertThat(counts).hasSize(5).startsWith(1_024);
    assertThat(counts.stream().mapToInt(count -> count).sum()).isEqualTo(5_000);
  }

  @Test
  void aMessageOfMoreReadingsThanABlockIsInOne() {
    StringBuilder message = new StringBuilder("{\"timestamp\":0,\"sensor_id\":\"s\"");
    for (int i = 0; i < 2_000; i++) {
      message.append(",\"m").append(i).append("\":").append(i);
    }
    byte[] line = message.append("}\n").toString().getBytes(UTF_8);
    FileParsers parsers =
        new FileParsers(ParseOptions.defaults(), Layout.defaults(), InstantBounds.NONE);
    LineBlock block = block("a.jsonl", 0, new byte[0], 0, line, line.length);
    Outcome outcome = all(new LineBlockParser(parsers), block);
    assertThat(outcome.messages()).isEqualTo(1);
    assertThat(outcome.readings()).hasSize(2_000).isEqualTo(oneByOne(block, parsers).readings());
  }

  @Test
  void aSecondHeaderMustBeTheFirstAgain() {
    byte[] header = "timestamp,sensor_id,t,u".getBytes(UTF_8);
    LineBlockParser parser =
        new LineBlockParser(
            new FileParsers(ParseOptions.defaults(), Layout.defaults(), InstantBounds.NONE));
    byte[] same = "0,s,1,2\ntimestamp,sensor_id,t,u\nx,timestamp,1,2\n0,s,1,2\n".getBytes(UTF_8);
    Outcome outcome = all(parser, block("a.csv", 0, header, 0, same, same.length));
    assertThat(outcome.messages()).isEqualTo(2);
    assertThat(outcome.rejected()).hasSize(2);
    byte[] other = "0,s,1,2\ntimestamp,sensor_id,u,t\n0,s,1,2\n".getBytes(UTF_8);
    assertThatThrownBy(() -> all(parser, block("a.csv", 0, header, 100, other, other.length)))
        .isInstanceOfSatisfying(
            RefusedFileException.class, refused -> assertThat(refused.position()).isEqualTo(108))
        .hasMessageStartingWith("a.csv has a second header, with other columns than the first");
  }

  @Test
  void aSecondHeaderIsToldByAllFieldsOfTheTimestamp() {
    byte[] header = "Date,Time,sensor_id,t,u".getBytes(UTF_8);
    ParseOptions options =
        ParseOptions.defaults()
            .withFields(FieldList.of("Date", "Time"), SensorSource.field("sensor_id"));
    LineBlockParser parser =
        new LineBlockParser(new FileParsers(options, Layout.defaults(), InstantBounds.NONE));
    byte[] noHeader = "Date,Time,x,1,2\nDate,sensor_id,Tim,t,u\n".getBytes(UTF_8);
    assertThat(all(parser, block("a.csv", 0, header, 0, noHeader, noHeader.length)).rejected())
        .hasSize(2);
    byte[] other = "Date,Time,sensor_id,u,t\n".getBytes(UTF_8);
    assertThatThrownBy(() -> all(parser, block("a.csv", 0, header, 100, other, other.length)))
        .isInstanceOf(RefusedFileException.class)
        .hasMessageStartingWith("a.csv has a second header, with other columns than the first");
  }

  /** Lines of a text file have no instants of their own, so they are ordered by their values. */
  @Test
  void numbersOfATextFileHaveNoPosition() {
    byte[] lines = "21.5\n 22 \n".getBytes(UTF_8);
    FileParsers parsers =
        new FileParsers(ParseOptions.defaults(), Layout.defaults(), InstantBounds.NONE);
    LineBlock block = block("day.txt", 0, new byte[0], 7, lines, lines.length);
    assertThat(all(new LineBlockParser(parsers), block).readings())
        .hasSize(2)
        .allMatch(reading -> reading.position() == Position.NONE);
  }

  private static LineBlock block(
      String source, long changed, byte[] header, long position, byte[] bytes, int length) {
    return new LineBlock(
        source, changed, FileDialect.byName(source), header, position, bytes, length, 0);
  }

  /** Messages that were accepted, their readings, and the places of those that were not. */
  private record Outcome(int messages, List<Reading> readings, List<String> rejected) {}

  private static Outcome all(LineBlockParser parser, LineBlock block) {
    int[] messages = new int[1];
    List<Reading> readings = new ArrayList<>();
    List<String> rejected = new ArrayList<>();
    parser.parse(
        block,
        some -> {
          messages[0] += some.messages();
          for (int i = 0; i < some.count(); i++) {
            readings.add(some.reading(i));
          }
          Arrays.fill(some.values(), Double.NaN); // the next ones overwrite them anyway
        },
        (rejection, offset) ->
            rejected.add(offset + "+" + rejection.raw().length + " " + rejection.why()));
    return new Outcome(messages[0], readings, rejected);
  }

  private static Outcome oneByOne(LineBlock block, FileParsers parsers) {
    int[] messages = new int[1];
    List<Reading> readings = new ArrayList<>();
    List<String> rejected = new ArrayList<>();
    MessageParser parser = parsers.parserFor(block);
    block.forEachLine(
        start -> -1,
        (offset, length) -> {
          Parsed parsed = parser.parseFully(block.bytes(), offset, length);
          parsed = parsers.bounds().check(parsed, block.modifiedMillis());
          if (parsed instanceof Accepted accepted) {
            messages[0]++;
            for (Reading one : accepted.readings()) {
              long position = Position.ofLine(block.file(), block.position() + offset);
              readings.add(new Reading(one.series(), one.epochMillis(), one.value(), position));
            }
          } else if (parsed instanceof Rejected rejection) {
            rejected.add(offset + "+" + length + " " + rejection);
          }
        });
    return new Outcome(messages[0], readings, rejected);
  }

  private static byte[] lineEnd(Random random) {
    String end =
        switch (random.nextInt(12)) {
          case 0, 1, 2 -> "\r\n";
          case 3 -> "\n\n";
          case 4 -> "\n \t\r\n";
          case 5 -> "\n\uFEFF";
          case 6 -> "\r\r\n";
          default -> "\n";
        };
    return end.getBytes(UTF_8);
  }
}
