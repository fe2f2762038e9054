package dev.isotherm.parse.dialect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.parse.number.NumberStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialectInferenceTest {

  private static final String ROWS = "2025-07-01,a,20\n2025-07-01,a,21\n";
  private static final String TABLE = "timestamp,sensor_id,temperature\n" + ROWS;

  private static Inferred infer(String name, String content, DialectOptions options) {
    return infer(name, content.getBytes(UTF_8), options);
  }

  private static Inferred infer(String name, byte[] content, DialectOptions options) {
    int length = Math.min(content.length, FileHead.BYTES);
    FileHead head =
        new FileHead(
            name,
            name,
            Packing.NONE,
            Arrays.copyOf(content, length),
            length,
            length == content.length);
    return DialectInference.of(head, options);
  }

  private static FileDialect dialect(String name, String content) {
    return infer(name, content, DialectOptions.NONE).dialect();
  }

  private static List<String> notes(String name, String content) {
    return infer(name, content, DialectOptions.NONE).notes().stream()
        .map(Inferred.Note::sentence)
        .toList();
  }

  private static void assertRefused(String name, String content, String sentence) {
    assertThatThrownBy(() -> infer(name, content, DialectOptions.NONE))
        .isInstanceOf(RefusedFileException.class)
        .hasMessage(name + " " + sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "a", "timestamp,sensor_id,temperature\n", TABLE})
  void aPlainTableIsReadByItsNameWithoutAWord(String content) {
    assertThat(infer("a.csv", content, DialectOptions.NONE))
        .isEqualTo(
            new Inferred(
                new FileDialect(
                    FileFormat.CSV,
                    false,
                    Packing.NONE,
                    "UTF-8",
                    LineEnd.LINE_FEED,
                    ',',
                    0,
                    FileDialect.NO_COMMENT,
                    true,
                    0,
                    ExtraColumn.NONE,
                    QuotedNewlines.REFUSE,
                    NumberStyle.PLAIN),
                List.of()));
  }

  @Test
  void whatIsNoTextIsRefusedByItsFirstBytes() {
    Map<String, String> kinds =
        Map.of(
            "BZh91AY&SY",
            "is bzip2",
            "7z\u00BC\u00AF'\u001C",
            "is a 7z archive",
            "\u00FD7zXZ\0",
            "is xz",
            "Rar!\u001A\u0007",
            "is a rar archive",
            "PARE",
            "is an encrypted Parquet file",
            "Obj\u0001",
            "is an Avro file",
            "SQLite format 3\0",
            "is an SQLite database",
            "%PDF-1.4",
            "is a PDF document",
            "\u001F\u008B\b",
            "holds a file that is packed itself",
            "x".repeat(257) + "ustar\0",
            "is a tar archive");
    kinds.forEach(
        (start, sentence) -> {
          byte[] content = (start + "and so on").getBytes(ISO_8859_1);
          for (String name : new String[] {"a.csv", "a.txt", "a"}) {
            assertThatThrownBy(() -> infer(name, content, DialectOptions.NONE))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageStartingWith(name + " " + sentence);
          }
        });
    assertThat(dialect("a.csv", "BZh,PAR1,ORC\n1,2,3\n").format()).isEqualTo(FileFormat.CSV);
  }

  @Test
  void aByteOrderMarkDecidesAboutTheEncoding() {
    String marked = "\uFEFF" + TABLE;
    DialectOptions other = DialectOptions.NONE.withEncoding("windows-1252");
    assertThat(infer("a.csv", marked.getBytes(UTF_16LE), other).dialect().charset())
        .isEqualTo("UTF-16LE");
    assertThat(infer("a.csv", marked.getBytes(UTF_16BE), other).dialect().charset())
        .isEqualTo("UTF-16BE");
    assertThat(infer("a.csv", marked, other).dialect().charset()).isEqualTo("UTF-8");
    assertThat(infer("a.csv", marked, other).notes()).isEmpty();
  }

  @Test
  void utf16IsKnownByItsZeros() {
    DialectOptions none = DialectOptions.NONE;
    assertThat(infer("a.csv", TABLE.getBytes(UTF_16LE), none).dialect().charset())
        .isEqualTo("UTF-16LE");
    assertThat(infer("a.csv", TABLE.getBytes(UTF_16BE), none).dialect().charset())
        .isEqualTo("UTF-16BE");
    byte[] garbage = new byte[2_000];
    assertThat(infer("a", garbage, none).dialect().charset()).isEqualTo("UTF-8");
    new Random(7).nextBytes(garbage);
    assertThat(infer("a", garbage, none).dialect().charset()).isEqualTo("UTF-8");
  }

  @Test
  void aHeaderThatIsNotUtf8RefusesTheFileAndNamesTheOption() {
    byte[] latin1 = "timestamp,sensor_id,t \u00B0C\n0,a,1\n".getBytes(ISO_8859_1);
    String sentence =
        "is not UTF-8 text (byte 0xB0 at 22); it is probably Windows-1252 or Latin-1: --encoding"
            + " windows-1252";
    assertThatThrownBy(() -> infer("a.csv", latin1, DialectOptions.NONE))
        .isInstanceOf(RefusedFileException.class)
        .hasMessage("a.csv " + sentence);
    Inferred told = infer("a.csv", latin1, DialectOptions.NONE.withEncoding("windows-1252"));
    assertThat(told.dialect().charset()).isEqualTo("windows-1252");
    assertThat(told.dialect().isSplittable()).isFalse();
    assertThat(told.notes()).isEmpty();
  }

  @Test
  void rowsThatAreNotUtf8AreSaid() {
    byte[] latin1 = "timestamp,sensor_id,t,place\n0,a,1,K\u00FCche\n".getBytes(ISO_8859_1);
    Inferred inferred = infer("a.csv", latin1, DialectOptions.NONE);
    assertThat(inferred.dialect().isSplittable()).isTrue();
    assertThat(inferred.notes())
        .singleElement()
        .satisfies(note -> assertThat(note.sentence()).startsWith("is not UTF-8 text (byte 0xFC"));
  }

  @Test
  void aLetterThatTheHeadCutsInTwoIsNoFault() {
    String content = TABLE + "x".repeat(FileHead.BYTES - TABLE.length() - 1) + "\u00FC";
    assertThat(notes("a.csv", content)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'1\n2\r3', LINE_FEED",
    "'1\r2\r', CARRIAGE_RETURN",
    "'1\r\n2\r\n', LINE_FEED",
    "'1\r\r', CARRIAGE_RETURN",
    "'1', LINE_FEED",
    "'', LINE_FEED"
  })
  void carriageReturnsEndLinesIfNothingElseDoes(String content, LineEnd expected) {
    String text = content.replace("\\r", "\r").replace("\\n", "\n");
    assertThat(dialect("a.txt", text).lineEnd()).isEqualTo(expected);
  }

  @Test
  void halfALineEndAtTheEndOfTheHeadIsNone() {
    String content = "x".repeat(FileHead.BYTES - 1) + "\r\n1\r\n";
    assertThat(dialect("a.txt", content).lineEnd()).isEqualTo(LineEnd.LINE_FEED);
  }

  @Test
  void aLineOfSpreadsheetsSaysTheDelimiter() {
    FileDialect semicolon = dialect("a.csv", "\uFEFFsep=;\r\n" + TABLE.replace(',', ';'));
    assertThat(semicolon.delimiter()).isEqualTo(';');
    assertThat(semicolon.skipLines()).isEqualTo(1);
    assertThat(dialect("a.csv", "\"sep=\\t\"\na\tb\n").delimiter()).isEqualTo('\t');
    Inferred told = infer("a.csv", "sep=;\na,b\n1,2\n", DialectOptions.NONE.withDelimiter(','));
    assertThat(told.dialect().delimiter()).isEqualTo(',');
    assertThat(told.dialect().skipLines()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(chars = {';', '\t', '|'})
  void headerAndRowsTellTheDelimiter(char delimiter) {
    String content =
        TABLE
            .replace(',', delimiter)
            .replace(delimiter + "a" + delimiter, delimiter + "\"a,b\"" + delimiter);
    assertThat(dialect("a.csv", content).delimiter()).isEqualTo(delimiter);
    String described = delimiter == '\t' ? "a tab" : "\"" + delimiter + "\"";
    assertThat(notes("a.csv", content))
        .containsExactly("is read with " + described + " between its cells (--delimiter)");
    Inferred told = infer("a.csv", content, DialectOptions.NONE.withDelimiter(delimiter));
    assertThat(told.notes()).isEmpty();
  }

  @Test
  void aDecimalCommaIsNoDelimiter() {
    assertThat(dialect("a.csv", "timestamp;sensor_id;t\n1;a;20,5\n2;a;21,5\n").delimiter())
        .isEqualTo(';');
  }

  @Test
  void twoPossibleDelimitersAreAsked() {
    assertRefused(
        "a.csv",
        "time;temp, C\n2025-07-01;20,5\n2025-07-02;21,5\n",
        "may have \",\" or \";\" between its cells: --delimiter says which");
  }

  @Test
  void runsOfBlanksSeparateCellsWhereNothingElseDoes() {
    String content = "timestamp  sensor_id   t\n2025-07-01  a     20\n2025-07-01 bcd    2\n";
    assertThat(dialect("a.txt", content).format()).isEqualTo(FileFormat.CSV);
    assertThat(dialect("a.txt", content).delimiter()).isEqualTo(Delimiters.BLANKS);
    assertThat(dialect("a.csv", content).delimiter()).isEqualTo(Delimiters.BLANKS);
    assertThat(notes("a.csv", content))
        .containsExactly("is read with blanks between its cells (--delimiter)");
    assertThat(dialect("a.csv", "date time,sensor id,t\n2025-07-01 12:00,a,1\n").delimiter())
        .isEqualTo(',');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "'21\n22.5\n-3e2\n'!TEXT",
        "'header\n21\n22\n'!TEXT",
        "'7,25\n7,5\n8\n'!TEXT",
        "'x;y\nz\nz\n'!TEXT",
        "'many words here\nand more words\n'!TEXT",
        "''!TEXT",
        "' {\"a\": 1}\n'!JSON",
        "'[\n{\"a\": 1}\n]'!JSON",
        "'a,b\n1,2\n3,4\n'!CSV",
        "'temperature\n7,5\n8\n'!TEXT",
        "'a;b\n1;2\n'!CSV",
        "'a\tb\n1\t2\n'!CSV"
      })
  void theContentTellsTheFormatWhereTheNameDoesNot(String content, FileFormat expected) {
    String text = content.replace("\\n", "\n").replace("\\t", "\t");
    for (String name : new String[] {"a.txt", "a.dat", "a"}) {
      assertThat(dialect(name, text).format()).as(content).isEqualTo(expected);
    }
    assertThat(dialect("a.jsonl", text).format()).isEqualTo(FileFormat.JSON);
    Inferred told = infer("a.txt", text, DialectOptions.NONE.withFormat(FileFormat.TEXT));
    assertThat(told.dialect().format()).isEqualTo(FileFormat.TEXT);
    assertThat(told.notes()).noneMatch(note -> note.kind() == Inferred.Kind.FORMAT);
  }

  @Test
  void anInferredFormatIsSaid() {
    assertThat(notes("a.txt", "a,b\n1,2\n"))
        .containsExactly("is read as a table, by its content (--format)");
    assertThat(notes("a.txt", "{}\n"))
        .containsExactly("is read as JSON lines, by its content (--format)");
    assertThat(notes("a.txt", "1\n2\n")).isEmpty();
  }

  @Test
  void commentsAndBlankLinesAreNoHeader() {
    String content = "# by a logger\n\n#\n" + TABLE;
    Inferred told = infer("a.csv", content, DialectOptions.NONE.withComment('#'));
    assertThat(told.dialect().comment()).isEqualTo('#');
    assertThat(told.dialect().skipLines()).isZero();
    assertRefused(
        "a.csv",
        content,
        "begins with a line that starts with #; if that is a comment, --comment '#' skips such"
            + " lines");
    assertThat(dialect("a.csv", "#" + TABLE).delimiter()).isEqualTo(',');
  }

  @Test
  void aHeaderOnAnotherLineIsNamed() {
    assertRefused(
        "a.csv",
        "\"Plot Title: site B\"\n\n" + TABLE,
        "has 1 cell in line 1 and 3 in most lines below: line 3 seems to be the header (timestamp,"
            + " sensor_id, temperature): --skip-lines 2");
    assertRefused(
        "a.dat",
        """
        "TOA5","A","B","C","D"
        TS,RN,T
        TS,RN,C
        ,,Avg
        2025-07-01,0,1.5
        2025-07-01,1,1.5
        """,
        "has 5 cells in line 1 and 3 in most lines below: line 2 seems to be the header (TS, RN,"
            + " T): --skip-lines 1 --skip-after-header 2");
    assertRefused(
        "a.csv",
        "timestamp\n" + ROWS,
        "has 1 cell in line 1 and 3 in most lines below: if another line is the header,"
            + " --skip-lines says how many are above it; --columns names the columns of a table"
            + " without a header");
    Inferred told = infer("a.csv", "Title\n" + TABLE, DialectOptions.NONE.withSkips(1, 0));
    assertThat(told.dialect().skipLines()).isEqualTo(1);
  }

  /** A name of a sensor stands in the rows; names that are numbers stand in the header. */
  @Test
  void aFirstLineLikeTheOthersIsNoHeader() {
    assertRefused(
        "a.csv",
        "2025-07-01T12:00:00Z,boiler-1,21.5\n2025-07-01T12:00:01Z,boiler-2,22.5\n",
        "has values in its first line, and no names (2025-07-01T12:00:00Z, boiler-1, 21.5):"
            + " --columns names the columns of a table without a header");
    Inferred depths =
        infer("a.csv", "time,0.05,0.10\n2025-07-01T12:00:00Z,21.5,20.5\n", DialectOptions.NONE);
    assertThat(depths.dialect().header()).isTrue();
  }

  @Test
  void valuesAreNoHeader() {
    assertRefused(
        "motes.txt",
        "2004-03-02 00:58:46.002832 65333 7\n2004-03-02 00:59:16.02785 65334 7\n",
        "has values in its first line, and no names (2004-03-02, 00:58:46.002832, 65333, 7):"
            + " --columns names the columns of a table without a header");
    Inferred told =
        infer(
            "motes.txt",
            "2004-03-02 00:58:46 7\n2004-03-02 00:59:16   7\n",
            DialectOptions.NONE.withColumns("date", "time", "mote"));
    assertThat(told.dialect().format()).isEqualTo(FileFormat.CSV);
    assertThat(told.dialect().header()).isFalse();
    assertThat(told.dialect().delimiter()).isEqualTo(Delimiters.BLANKS);
  }

  @Test
  void aHeaderMayBeLongerThanTheHead() {
    StringBuilder header = new StringBuilder("timestamp;sensor_id");
    for (int i = 0; i < 100_000; i++) {
      header.append(";column").append(i);
    }
    assertThat(dialect("a.csv", header + "\n1;a\n").delimiter()).isEqualTo(';');
    assertThat(dialect("a.csv", header.toString().replace(';', ',')).delimiter()).isEqualTo(',');
  }

  @Test
  void oneCellMoreInEachRowHasNoName() {
    assertThat(dialect("a.csv", "a,b\n1,2,\n3,4,\n").extraColumn()).isEqualTo(ExtraColumn.LAST);
    assertThat(dialect("a.csv", "a,b\n\"1\",1,2\n\"2\",3,4\n").extraColumn())
        .isEqualTo(ExtraColumn.FIRST);
    assertThat(notes("a.csv", "a,b\n7,1,2\n8,3,4\n")).hasSize(1);
    assertThat(dialect("a.csv", "a,b\n7,1,2\n").extraColumn()).isEqualTo(ExtraColumn.NONE);
    assertThat(dialect("a.csv", "a,b\n1,2\n3,4,\n5,6\n").extraColumn()).isEqualTo(ExtraColumn.NONE);
    assertThat(dialect("a.csv", "a,b,\n1,2\n3,4\n").extraColumn()).isEqualTo(ExtraColumn.NONE);
  }

  @Test
  void aDecimalCommaIsRecognisedWhereItIsClear() {
    String table = "timestamp;sensor_id;t;h;note\n2025-07-01;a;17,5;64;x\n2025-07-02;a;18;NA;1,x\n";
    assertThat(dialect("a.csv", table).numbers()).isEqualTo(NumberStyle.DECIMAL_COMMA);
    assertThat(notes("a.csv", table))
        .contains(
            "is read with a decimal comma, as in \"17,5\" in column \"t\" (--no-decimal-comma)");
    assertThat(dialect("a.txt", "7,25\n7,5\n8\n").numbers()).isEqualTo(NumberStyle.DECIMAL_COMMA);
    assertThat(dialect("a.txt", "7,25\n7,5x\n").numbers()).isEqualTo(NumberStyle.PLAIN);
    assertThat(dialect("a.txt", "7.25\n7.5\n8\n").numbers()).isEqualTo(NumberStyle.PLAIN);
    assertThat(dialect("a.csv", "t,s,x\n1,2,\"17,5\"\n").numbers())
        .isEqualTo(NumberStyle.DECIMAL_COMMA);
    Inferred told = infer("a.csv", table, DialectOptions.NONE.withNumbers(false, null));
    assertThat(told.dialect().numbers()).isEqualTo(NumberStyle.PLAIN);
    Inferred grouped = infer("a.csv", table, DialectOptions.NONE.withNumbers(true, '.'));
    assertThat(grouped.dialect().numbers()).isEqualTo(new NumberStyle(',', '.'));
  }

  @Test
  void whatMayBeADecimalCommaIsAsked() {
    String options =
        ": --decimal-comma reads it as a decimal comma, --no-decimal-comma as text, --thousands ,"
            + " as a separator of thousands";
    assertRefused(
        "a.csv",
        "timestamp;s;t\n1;a;1,234\n2;a;5\n",
        "holds \"1,234\" in column \"t\", which may have two meanings" + options);
    assertRefused(
        "a.txt", "1,234\n2,345\n", "holds \"1,234\", which may have two meanings" + options);
    assertRefused(
        "a.csv",
        "timestamp;lat;t\n1;52.1;1,23\n",
        "holds both \"1,23\" in column \"t\" and \"52.1\" in column \"lat\"" + options);
  }

  /** It may be the name of a row or the value of a column: a shift would be a misreading. */
  @Test
  void oneCellMoreThatDoesNotCountRowsIsAsked() {
    assertRefused(
        "a.csv",
        "timestamp,t\n2025-07-01,20,50\n2025-07-02,21,51\n",
        "has 2 cells in its header and one more in each row: --columns names all columns, with"
            + " --skip-lines 1");
  }

  @Test
  void whateverTheBytesAreThereIsADialectOrARefusal() {
    Random random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      byte[] content = new byte[random.nextInt(300)];
      for (int j = 0; j < content.length; j++) {
        content[j] = (byte) "a1,;|\t \n\r\"#=-.\u00FC\0".charAt(random.nextInt(16));
      }
      try {
        FileDialect dialect =
            infer(i % 2 == 0 ? "a.csv" : "a.txt", content, DialectOptions.NONE).dialect();
        assertThat(dialect.format()).isNotNull();
      } catch (RefusedFileException e) {
        assertThat(e.sentence()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'a':1}]                | true",
        "[                        | true",
        "{'a':1}#{'a':2}          | false",
        "{'a':1}                  | false",
        "{#  'a': 1#}             | true",
        "{'a':1#{'a':2}           | false",
        "{'a':1}#['a']            | false"
      })
  void elementsOfArraysAndObjectsOverSeveralLinesAreSeen(String content, boolean elements) {
    String text = content.replace('#', '\n').replace('\'', '"');
    assertThat(infer("a.json", text, DialectOptions.NONE).dialect().elements()).isEqualTo(elements);
    assertThat(infer("a.json", text, DialectOptions.NONE).dialect().isSplittable())
        .isEqualTo(!elements);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      quoteCharacter = '"',
      value = {
        "12 345,12.345=blanks",
        "99\u00A0261,1\u202F000=blanks",
        "1'234.5,7=apostrophes",
        "1\u2019234,7=apostrophes",
        "1 234.5 K,1 234.5=nothing",
        "1 2345,7=nothing",
        "0 123,7=nothing"
      })
  void separatorsOfThousandsThatAreNothingElse(String cells, String between) {
    String rows = "timestamp;s;t\n1;a;" + cells.replace(",", "\n2;a;") + "\n";
    Inferred inferred = infer("a.csv", rows, DialectOptions.NONE.withDelimiter(';'));
    char mark =
        switch (between) {
          case "blanks" -> ' ';
          case "apostrophes" -> '\'';
          default -> NumberStyle.NO_GROUPS;
        };
    assertThat(inferred.dialect().numbers()).isEqualTo(new NumberStyle('.', mark));
    assertThat(inferred.notes())
        .hasSize(mark == NumberStyle.NO_GROUPS ? 0 : 1)
        .allSatisfy(note -> assertThat(note.sentence()).contains(between + " between its thou"));
  }

  @Test
  void namesThatComeAgainAreToldApart() {
    assertRemedies(
        "Date,Value,Unit,Value,Unit\n2025-07-01,1,K,2,%\n2025-07-02,1,K,2,%\n",
        "has the name \"Value\" more than once in its header: --columns names the columns apart,"
            + " with --skip-lines 1",
        new Remedy("columns", "Date,Value,Unit,Value 2,Unit 2"),
        new Remedy("skip-lines", "1"));
    assertRemedies(
        ",A,A,B\ntime,t,h,t\n2025-07-01,1,2,3\n2025-07-02,1,2,3\n",
        "has the name \"A\" more than once in its header, which goes over lines: --columns names"
            + " the columns apart, with --skip-lines 2",
        new Remedy("columns", "time,A t,A h,B t"),
        new Remedy("skip-lines", "2"));
  }

  private static void assertRemedies(String content, String sentence, Remedy... remedies) {
    assertThatThrownBy(() -> infer("a.csv", content, DialectOptions.NONE))
        .isInstanceOfSatisfying(
            RefusedFileException.class,
            refused -> {
              assertThat(refused.sentence()).isEqualTo(sentence);
              assertThat(refused.remedies()).containsExactly(remedies);
            });
  }

  @Test
  void aCommentNamesTheColumns() {
    String rows = "# hourly\n# STN, DAY, T\n 260, 20260101, 5\n 260, 20260102, 7\n";
    assertThatThrownBy(() -> infer("a.csv", rows, DialectOptions.NONE.withComment('#')))
        .isInstanceOfSatisfying(
            RefusedFileException.class,
            refused ->
                assertThat(refused.remedies()).containsExactly(new Remedy("columns", "STN,DAY,T")));
  }

  @Test
  void cellsThatFewRowsHaveAreLeftOut() {
    assertRemedies(
        "n,time,t,serial\n1,2025-07-01,5,77\n2,2025-07-02,6\n3,2025-07-03,7\n",
        "has 4 cells in line 1 and 3 in most lines below: --columns n,time,t, --skip-lines 1 leaves"
            + " out the cells that few rows have",
        new Remedy("columns", "n,time,t,"),
        new Remedy("skip-lines", "1"));
  }

  @Test
  void aLineOfUnitsIsTold() {
    assertThat(notes("a.csv", "time,s,t\n20d,5s,14n\n2025-07-01,a,5\n2025-07-02,a,5\n"))
        .containsExactly(
            "has no value in the line below its header (20d, 5s, 14n): --skip-after-header 1 skips"
                + " it");
    assertThat(notes("a.csv", "time,s,t\n1-Jul-2025,a,none\n2-Jul-2025,a,5\n2-Jul-2025,a,5\n"))
        .isEmpty();
  }

  @Test
  void jsonBehindWordsIsNoText() {
    String line = "2026-06-29T20:00:00+0200 home/attic {\"t\": 21.5, \"h\": 40}\n";
    assertRefused(
        "a.log",
        line.repeat(3),
        "has text before the JSON of its lines (2026-06-29T20:00:00+0200 …): sed -E 's/^([^ ]+)"
            + " +([^ ]+) +\\{/{\"time\":\"\\1\",\"text2\":\"\\2\",/' makes members of it");
  }

  @Test
  void pagesAndXmlAreRefused() {
    assertRefused(
        "a.csv",
        "\n<!DOCTYPE html>\n<html></html>\n",
        "is an HTML page; save its readings as CSV or JSON lines");
    assertRefused(
        "a.txt",
        "<?xml version=\"1.0\"?>\n<a/>\n",
        "is XML; save its readings as CSV or JSON lines");
  }
}
