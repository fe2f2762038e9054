package dev.isotherm.parse.fast;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.MutatedMessages;
import dev.isotherm.fixtures.Parsing;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.Series;
import dev.isotherm.parse.csv.CsvHeader;
import dev.isotherm.parse.csv.CsvRowParser;
import dev.isotherm.parse.dialect.Delimiters;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.mapping.AbsentValues;
import dev.isotherm.parse.mapping.FieldList;
import dev.isotherm.parse.mapping.LongLayout;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.SensorSource;
import dev.isotherm.parse.mapping.TextFlags;
import dev.isotherm.parse.mapping.ValueTexts;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.number.NumberStyle;
import dev.isotherm.parse.text.TextLineParser;
import dev.isotherm.parse.time.RepeatedHour;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The fast path and the complete parser agree on every message, however it was changed, by every
 * mapping. {@code -Disotherm.messages=10000000} tries as many messages by each mapping.
 */
class FastPathFuzzTest {

  private static final int MESSAGES = Integer.getInteger("isotherm.messages", 5_000);

  private static final ParseOptions BERLIN =
      ParseOptions.defaults().withZone(ZoneId.of("Europe/Berlin")).withMaxMessageBytes(180);
  private static final ParseOptions RESTRICTED = BERLIN.withMetrics(Set.of("t", "u"));
  private static final ParseOptions EXCLUDED = BERLIN.withMetrics(Set.of("!t", "!x"));
  private static final ParseOptions RENAMED = BERLIN.withFields("u", "a name that is longer");
  private static final ParseOptions ABSENT =
      BERLIN.withAbsent(AbsentValues.of(List.of("7", "-0", "null", "nul", "1e3")));
  private static final ParseOptions TEXTS =
      BERLIN.withTexts(ValueTexts.of(List.of("true=1", "s=2", "7=8"), true));
  private static final ParseOptions FLAGS =
      BERLIN.withTexts(
          ValueTexts.NONE.withFlags(TextFlags.of(List.of("a name that is longer=s|7", "x=t"))));
  private static final ParseOptions LONG =
      BERLIN.withLongLayout(new LongLayout("t", "u")).withAbsent(AbsentValues.of(List.of("0")));
  private static final ParseOptions FIXED =
      BERLIN.withFields("timestamp", SensorSource.fixed("one"));
  private static final ParseOptions OF_RECORD =
      BERLIN.withFields(FieldList.NONE, SensorSource.field("sensor_id"));
  private static final ParseOptions DAY_FIRST =
      timestamps(RepeatedHour.LATER, "dd/MM/yyyy HH:mm", "yyyyMMddHH");
  private static final ParseOptions ISO_FIRST = timestamps(RepeatedHour.REFUSE, "iso", "epoch-ms");
  private static final ParseOptions ISO_LAST =
      timestamps(RepeatedHour.EARLIER, "yyyy-dd-MM'T'HH:mm:ss.SSSX", "epoch-s", "iso");
  private static final List<ParseOptions> OPTIONS =
      List.of(
          BERLIN,
          RESTRICTED,
          EXCLUDED,
          RENAMED,
          ABSENT,
          LONG,
          FIXED,
          TEXTS,
          FLAGS,
          LONG.withTexts(ValueTexts.NONE.withFlags(TextFlags.of(List.of("x=t", "s1=a")))),
          DAY_FIRST,
          ISO_FIRST,
          ISO_LAST);
  private static final List<ParseOptions> PATHS =
      List.of(
          BERLIN.withFields("x.timestamp", "x.sensor_id").withMetrics(Set.of("x.t", "y=u", "t")),
          BERLIN.withFields("x.timestamp", "x.sensor_id"),
          BERLIN.withFields("timestamp", "x.sensor_id").withMetrics(Set.of("x.*", "t", "u")),
          BERLIN
              .withFields("x.timestamp", "x.sensor_id")
              .withTexts(ValueTexts.NONE.withFlags(TextFlags.of(List.of("x.t=s", "x=u")))),
          RESTRICTED);

  private static final List<NumberStyle> STYLES =
      List.of(
          NumberStyle.PLAIN,
          NumberStyle.DECIMAL_COMMA,
          new NumberStyle(',', '.'),
          new NumberStyle('.', ','),
          new NumberStyle(',', ' '));

  private static ParseOptions timestamps(RepeatedHour repeatedHour, String... formats) {
    return BERLIN.withInstants(BERLIN.instants().with(List.of(formats), repeatedHour));
  }

  @Test
  void jsonAgreesBothWays() {
    Random random = Seeded.random(FastPathFuzzTest.class);
    List<JsonMessageParser> parsers =
        Stream.concat(OPTIONS.stream(), Stream.of(OF_RECORD)).map(FastPathFuzzTest::json).toList();
    Comparison comparison = new Comparison(random);
    for (int i = 0; i < MESSAGES; i++) {
      comparison.compare(parsers, MutatedMessages.json(random));
    }
    comparison.assertShareOfFast(0.05, "JSON messages");
  }

  @Test
  void objectsInsideOfJsonAgreeBothWays() {
    Random random = Seeded.random(FastPathFuzzTest.class);
    List<JsonMessageParser> parsers = PATHS.stream().map(FastPathFuzzTest::json).toList();
    Comparison comparison = new Comparison(random);
    for (int i = 0; i < MESSAGES; i++) {
      comparison.compare(parsers, nested(random));
    }
    comparison.assertShareOfFast(0.005, "nested messages");
  }

  private static JsonMessageParser json(ParseOptions options) {
    JsonMessageParser parser = new JsonMessageParser(options);
    if (!options.sensor().isField()) {
      parser.fixSensor("one");
    }
    if (options.isTimedByRecord()) {
      parser.fixInstant(1_750_000_000_123L);
    }
    return parser;
  }

  /** A message with another one inside. */
  private static byte[] nested(Random random) {
    String outside = new String(MutatedMessages.json(random), ISO_8859_1);
    String inside = new String(MutatedMessages.json(random), ISO_8859_1);
    String name = random.nextInt(10) == 0 ? "x.t" : "x";
    int at = outside.indexOf('{');
    String member = "\"" + name + "\":" + inside + (random.nextInt(50) == 0 ? "" : ",");
    return (outside.substring(0, at + 1) + member + outside.substring(at + 1)).getBytes(ISO_8859_1);
  }

  @Test
  void rowsAgreeBothWays() {
    Random random = Seeded.random(FastPathFuzzTest.class);
    List<CsvHeader> headers =
        List.of(
            new CsvHeader(List.of("timestamp", "sensor_id", "t"), ','),
            new CsvHeader(List.of("timestamp", "sensor_id", "t"), Delimiters.BLANKS),
            new CsvHeader(List.of("t", "sensor_id", "u", "", "x", "timestamp"), ';'),
            new CsvHeader(List.of("sensor_id", "timestamp", "t", "u"), '\t'),
            new CsvHeader(List.of("timestamp", "sensor_id", "t"), ' '),
            new CsvHeader(List.of("timestamp", "sensor_id", "t"), ':'),
            new CsvHeader(List.of("a name that is longer", "u", "t"), '|'));
    List<List<CsvRowParser>> parsers =
        headers.stream().map(header -> OPTIONS.stream().map(o -> csv(header, o)).toList()).toList();
    Comparison comparison = new Comparison(random);
    for (int i = 0; i < MESSAGES; i++) {
      int header = random.nextInt(headers.size());
      comparison.compare(parsers.get(header), MutatedMessages.row(headers.get(header), random));
    }
    comparison.assertShareOfFast(0.05, "rows");
  }

  private static CsvRowParser csv(CsvHeader header, ParseOptions options) {
    return csv(header, options, NumberStyle.PLAIN);
  }

  private static CsvRowParser csv(CsvHeader header, ParseOptions options, NumberStyle style) {
    CsvRowParser parser = new CsvRowParser(header, options, style);
    if (!options.sensor().isField()) {
      parser.fixSensor("one");
    }
    return parser;
  }

  @Test
  void rowsWithOtherNumbersAgreeBothWays() {
    Random random = Seeded.random(FastPathFuzzTest.class);
    CsvHeader header = new CsvHeader(List.of("timestamp", "sensor_id", "t", "u"), ';');
    List<List<CsvRowParser>> parsers =
        STYLES.stream().map(s -> OPTIONS.stream().map(o -> csv(header, o, s)).toList()).toList();
    Comparison comparison = new Comparison(random);
    for (int i = 0; i < MESSAGES; i++) {
      int style = random.nextInt(STYLES.size());
      byte[] row = written(MutatedMessages.row(header, random), STYLES.get(style), random);
      comparison.compare(parsers.get(style), row);
    }
    comparison.assertShareOfFast(0.05, "rows with other numbers");
  }

  /** Numbers as the style has them, mostly. */
  private static byte[] written(byte[] message, NumberStyle style, Random random) {
    byte[] written = message.clone();
    for (int i = 0; i < written.length; i++) {
      if (written[i] == '.' && random.nextInt(10) > 0) {
        written[i] = (byte) style.decimalMark();
      } else if (random.nextInt(60) == 0 && style.thousands() != NumberStyle.NO_GROUPS) {
        written[i] = (byte) style.thousands();
      }
    }
    return written;
  }

  @Test
  void linesAgreeBothWays() {
    Random random = Seeded.random(FastPathFuzzTest.class);
    List<TextLineParser> parsers =
        STYLES.stream().map(o -> new TextLineParser(new Series("s", "t"), 7, 20, o)).toList();
    Comparison comparison = new Comparison(random);
    for (int i = 0; i < 10 * MESSAGES; i++) {
      int style = random.nextInt(STYLES.size());
      byte[] line = written(MutatedMessages.line(random), STYLES.get(style), random);
      comparison.compare(List.of(parsers.get(style)), line);
    }
    comparison.assertShareOfFast(0.05, "lines");
  }

  /** Every way in which a fast path can be wrong is noticed. */
  @Test
  void aBrokenFastPathIsNoticed() {
    List<Function<FastPathParser, FastPathParser>> breaks =
        List.of(
            good -> (b, from, limit, into) -> shifted(good.read(b, from, limit, into), into),
            good ->
                (b, from, limit, into) -> ignoringTheEnd(good.read(b, from, limit, into), limit),
            good -> (b, from, limit, into) -> good.read(b, from, b.length, into) >= 0 ? limit : -1);
    for (Function<FastPathParser, FastPathParser> broken : breaks) {
      Random random = Seeded.random(FastPathFuzzTest.class);
      JsonMessageParser parser =
          new JsonMessageParser(BERLIN, broken.apply(new FastJsonParser(BERLIN)));
      assertThat(notices(parser, random)).isTrue();
    }
  }

  private static boolean notices(JsonMessageParser parser, Random random) {
    Comparison comparison = new Comparison(random);
    for (int i = 0; i < 100_000; i++) {
      try {
        comparison.compare(List.of(parser), MutatedMessages.json(random));
      } catch (AssertionError e) {
        return true;
      }
    }
    return false;
  }

  private static int shifted(int end, FastMessage into) {
    if (end >= 0 && into.epochMillis() % 1_000 == 999) {
      into.at(into.epochMillis() + 1);
    }
    return end;
  }

  private static int ignoringTheEnd(int end, int limit) {
    return end >= 0 ? limit : end;
  }

  /** Compares both ways of reading messages amid other bytes, which mean nothing. */
  private static final class Comparison {

    private final Random random;
    private long compared;
    private long fast;

    Comparison(Random random) {
      this.random = random;
    }

    /** Compares the ways of each parser. */
    void compare(List<? extends MessageParser> parsers, byte[] message) {
      byte[] amid = new byte[message.length + random.nextInt(20)];
      random.nextBytes(amid);
      if (random.nextBoolean()) {
        Arrays.fill(amid, (byte) "7}\",\n e".charAt(random.nextInt(7)));
      }
      int offset = random.nextInt(amid.length - message.length + 1);
      System.arraycopy(message, 0, amid, offset, message.length);
      for (MessageParser parser : parsers) {
        compare(parser, amid, offset, message.length);
      }
    }

    /** What the fast path does not take, the complete parser reads: nothing can differ. */
    private void compare(MessageParser parser, byte[] amid, int offset, int length) {
      compared++;
      if (!Parsing.takesFastPath(parser, amid, offset, length)) {
        return;
      }
      fast++;
      Parsed expected = parser.parseFully(amid, offset, length);
      Parsed actual = Parsing.parse(parser, amid, offset, length);
      if (!actual.equals(expected)) {
        byte[] message = Arrays.copyOfRange(amid, offset, offset + length);
        throw new AssertionError(
            HexFormat.of().formatHex(message)
                + "\n"
                + new String(message, ISO_8859_1)
                + "\ngave "
                + actual
                + "\ninstead of "
                + expected);
      }
    }

    /** Neither way was taken too seldom to be compared. */
    void assertShareOfFast(double least, String messages) {
      System.out.printf("FastPathFuzzTest: %d of %d %s fast%n", fast, compared, messages);
      assertThat((double) fast / compared).isBetween(least, 0.95);
    }
  }
}
