package dev.isotherm.jobs.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.FileLines;
import dev.isotherm.fixtures.FileLines.Line;
import dev.isotherm.jobs.files.packed.Compression;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.time.RepeatedHour;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineBlockReaderTest {

  private static final long SEED = 20250701;

  @TempDir Path folder;

  @Test
  void aFileThatBecomesShorterWhileItIsReadIsAnError() throws IOException {
    FileLines file = FileLines.write(folder.resolve("lines.txt"), "1\n2\n".getBytes(UTF_8));
    for (long from : new long[] {0, 3, 10}) {
      assertThatThrownBy(() -> file.read(from, 12))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file.file() + ": cannot be read beyond byte ")
          .hasMessageEndingWith(": it has become shorter since the job began");
    }
    assertThat(file.read(0, 3)).extracting(Line::text).containsExactly("1", "2");
  }

  /** A number that is still being written is another number. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLineThatIsStillBeingWrittenIsNotRead(boolean isWhole) throws IOException {
    Path path = folder.resolve("growing.txt");
    FileLines file = FileLines.write(path, "1.5\n21.".getBytes(UTF_8));
    assertThat(file.all()).extracting(Line::text).containsExactly("1.5", "21.");
    Files.writeString(path, "5", StandardOpenOption.APPEND);
    FileLines ordered =
        new FileLines(
            path,
            file.options(),
            ParseOptions.defaults()
                .withInstants(
                    ParseOptions.defaults().instants().with(List.of(), RepeatedHour.ORDER)));
    FileLines read = isWhole ? ordered : file;
    assertThat(read.readSince(7)).extracting(Line::text).containsExactly("1.5");
    Files.writeString(path, "3\n22", StandardOpenOption.APPEND);
    List<String> texts = read.readSince(7).stream().map(Line::text).toList();
    assertThat(texts).isEqualTo(List.of("1.5", "21.53"));
    assertThat(file.all()).extracting(Line::text).containsExactly("1.5", "21.53", "22");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5\n22.5\n3\n",
        "1.5\r\n22.5\r\n3\r\n",
        "1.5\n22.5\n3",
        "\n\n1.5\n\n\r\n22.5\n \n3\n\n",
        "1",
        "\n",
        "1\n",
        "\uFEFF1.5\n22.5\n",
        "1.5\r22.5\n3\r"
      })
  void everyLineIsReadOnceWhereverTheFileIsCut(String content) throws IOException {
    assertEveryCutReadsEachLineOnce("lines.txt", content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t,s\n1,a\n2,b\n",
        "t,s\r\n1,a\r\n2,b",
        "t,s\n\n1,a\n",
        "t,s",
        "t,s\n",
        "\uFEFFt,s\n1,a\n",
        "\n \nt,s\n1,a\n"
      })
  void theHeaderIsNoLineButEveryBlockHasIt(String content) throws IOException {
    assertEveryCutReadsEachLineOnce("table.csv", content);
    String header = content.lines().filter(line -> !line.isBlank()).findFirst().orElseThrow();
    FileLines file = new FileLines(folder.resolve("table.csv"));
    for (int cut = 1; cut < file.length(); cut++) {
      for (LineBlock block : file.blocks(cut, file.length())) {
        assertThat(new String(block.header(), UTF_8)).isEqualTo(header);
      }
    }
    assertThat(file.all()).extracting(Line::position).doesNotContain(0L);
  }

  private void assertEveryCutReadsEachLineOnce(String name, String content) throws IOException {
    FileLines file = FileLines.write(folder.resolve(name), content.getBytes(UTF_8));
    List<Line> all = expected(content, name.endsWith(".csv"));
    assertThat(file.all()).isEqualTo(all);
    for (long first = 1; first < file.length(); first++) {
      for (long second = first; second < file.length(); second++) {
        List<Line> parts = new ArrayList<>(file.read(0, first));
        if (second > first) {
          parts.addAll(file.read(first, second));
        }
        parts.addAll(file.read(second, file.length()));
        assertThat(parts).as("cut at %d and %d", first, second).isEqualTo(all);
      }
    }
  }

  /** Split by hand, in another way than the reader does. */
  private static List<Line> expected(String content, boolean hasHeader) {
    boolean header = hasHeader;
    List<Line> lines = new ArrayList<>();
    long position = 0;
    for (String line : content.split("(?<=\n)", -1)) {
      String text = line.replaceAll("\r?\n$|\r$", "");
      if (!text.isBlank() && !header) {
        lines.add(new Line(position, text));
      }
      header &= text.isBlank();
      position += line.getBytes(UTF_8).length;
    }
    return lines;
  }

  @ParameterizedTest
  @ValueSource(strings = {"large.txt", "large.csv", "large.txt.gz", "large.csv.zst"})
  void linesLongerThanABlockAndRestoredReadersLoseNothing(String name) throws IOException {
    System.out.println("LineBlockReaderTest seed " + SEED);
    Random random = new Random(SEED);
    StringBuilder content = new StringBuilder("header\n");
    int[] lengths = {100, 1 << 20, (1 << 20) - 1, 3_000_000, 5, 1 << 19, 70_000, 2 << 20, 1};
    for (int length : lengths) {
      content.append("x".repeat(length)).append('\n');
      for (int i = 0; i < 1000; i++) {
        content.append(random.nextInt(1_000_000)).append(random.nextInt(9) == 0 ? "\r\n" : "\n");
      }
    }
    FileLines file = FileLines.write(folder.resolve(name), content.toString().getBytes(UTF_8));
    List<Line> all = expected(content.toString(), name.contains(".csv"));
    assertSame(file.all(), all);
    assertSame(file.readWithARestoreAfterEachBlock(0, file.length()), all);
    assertThat(fileBytes(file.blocks(0, file.length()))).isEqualTo(file.length());
    if (!Compression.isCompressed(name)) {
      List<Line> parts = new ArrayList<>();
      long fileBytes = 0;
      long from = 0;
      while (from < file.length()) {
        long to = Math.min(file.length(), from + 100 + random.nextInt(700_000));
        parts.addAll(file.readWithARestoreAfterEachBlock(from, to));
        fileBytes += fileBytes(file.blocks(from, to));
        from = to;
      }
      assertSame(parts, all);
      assertThat(fileBytes).isEqualTo(file.length());
    }
  }

  @Test
  void anOverlongLineIsOneLineWhereverTheFileIsCut() throws IOException {
    int longest = LineBlockReader.MAX_LINE_BYTES;
    byte[] content = new byte[longest + 3_000_000];
    Arrays.fill(content, (byte) 'x');
    byte[] before = "1.5\n".getBytes(UTF_8);
    byte[] after = "\n25.5\n2.5\n".getBytes(UTF_8);
    System.arraycopy(before, 0, content, 0, before.length);
    System.arraycopy(after, 0, content, content.length - after.length, after.length);
    FileLines file = FileLines.write(folder.resolve("long.txt"), content);
    for (long cut : new long[] {5, 1000, longest, longest + 2_000_000, content.length - 9}) {
      List<String> seen = new ArrayList<>();
      for (long[] range : new long[][] {{0, cut}, {cut, content.length}}) {
        for (LineBlock block : file.blocks(range[0], range[1])) {
          block.forEachLine(
              start -> -1,
              (offset, length) ->
                  seen.add(
                      length > 100
                          ? "x * " + length
                          : new String(block.bytes(), offset, length, UTF_8)));
        }
      }
      assertThat(seen).as("cut at %d", cut).containsExactly("1.5", "x * " + longest, "25.5", "2.5");
    }
  }

  /** A batch reads what it has rejected; bytes that are no text take a third more there. */
  @Test
  void theRejectionOfTheLongestLineCanBeRead() {
    byte[] raw = new byte[LineBlockReader.MAX_LINE_BYTES];
    raw[9] = (byte) 0xFF;
    Rejection longest =
        new Rejection(
            RejectionReason.TOO_LARGE, "is too large", "a.csv", 0, raw, null, new MessageHeader[0]);
    assertThat(JsonLinesReader.readRejection(JsonLinesWriter.of(longest))).isEqualTo(longest);
  }

  /** Where the order of lines decides, one task must see all of them. */
  @Test
  void theFirstRangeReadsAllOfAFileWhoseOrderMatters() throws IOException {
    FileLines lines =
        FileLines.write(folder.resolve("a.csv"), "timestamp,t\n1,2\n3,4\n".getBytes(UTF_8));
    ParseOptions byOrder =
        ParseOptions.defaults()
            .withInstants(ParseOptions.defaults().instants().with(List.of(), RepeatedHour.ORDER));
    FileLines ordered = new FileLines(lines.file(), lines.options(), byOrder);
    assertThat(lines.read(0, 14)).hasSize(1);
    assertThat(ordered.read(0, 14)).isEqualTo(lines.all()).hasSize(2);
    assertThat(ordered.read(14, lines.length())).isEmpty();
  }

  @Test
  void saysWhichFileIsBroken() throws IOException {
    Path broken =
        Files.write(folder.resolve("broken.txt.gz"), new byte[] {0x1F, (byte) 0x8B, 9, 9, 9});
    assertThatThrownBy(() -> new FileLines(broken).all())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(broken + ": cannot be read: ");
    FileLines whole =
        FileLines.write(folder.resolve("cut.txt.gz"), "1.5\n".repeat(99).getBytes(UTF_8));
    byte[] packed = Files.readAllBytes(whole.file());
    Files.write(whole.file(), Arrays.copyOf(packed, packed.length - 9));
    assertThatThrownBy(whole::all)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(whole.file() + ": cannot be read");
  }

  private static long fileBytes(List<LineBlock> blocks) {
    return blocks.stream().mapToLong(LineBlock::fileBytes).sum();
  }

  /** Without printing megabytes where it fails. */
  private static void assertSame(List<Line> actual, List<Line> expected) {
    assertThat(actual.stream().map(Line::position).toList())
        .isEqualTo(expected.stream().map(Line::position).toList());
    assertThat(actual.equals(expected)).isTrue();
  }
}
