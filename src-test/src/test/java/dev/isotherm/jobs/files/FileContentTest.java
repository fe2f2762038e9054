package dev.isotherm.jobs.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import dev.isotherm.fixtures.FileLines;
import dev.isotherm.fixtures.FileLines.Line;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.parse.dialect.QuotedNewlines;
import dev.isotherm.parse.dialect.RefusedFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileContentTest {

  private static final String TABLE =
      String.join(
          "\r\n",
          "timestamp;sensor_id;\"t \u00B0C\";place",
          "0;a;20;K\u00FCche \uD83D\uDE00",
          "1;a;21;\u20AC",
          "");

  @TempDir Path folder;

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static List<String> texts(FileLines file) throws IOException {
    return file.all().stream().map(Line::text).toList();
  }

  @Test
  void theFirstBytesTellHowAFileIsPacked() throws IOException {
    byte[] content = "1.5\n2.5\n".getBytes(UTF_8);
    for (String name : List.of("a.txt", "b.gz", "c.zst", "d.zip", "e.csv.bz2")) {
      Path gzip = folder.resolve("gzip" + name);
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
        out.write(content);
      }
      Path zstd = folder.resolve("zstd" + name);
      try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(zstd))) {
        out.write(content);
      }
      Path zip = zip("zip" + name, "folder/", "", "folder/x.txt", "1.5\n2.5\n");
      for (Path file : List.of(gzip, zstd, zip, file("plain" + name, content))) {
        FileLines lines = new FileLines(file);
        assertThat(texts(lines)).as(file.toString()).containsExactly("1.5", "2.5");
        assertThat(lines.blocks(0, lines.length()).stream().mapToLong(LineBlock::fileBytes).sum())
            .isEqualTo(lines.length());
        assertThat(lines.read(4, lines.length()))
            .hasSize(file.getFileName().toString().startsWith("plain") ? 1 : 0);
      }
    }
  }

  private Path zip(String name, String... namesAndContents) throws IOException {
    Path file = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        out.putNextEntry(new ZipEntry(namesAndContents[i]));
        out.write(namesAndContents[i + 1].getBytes(UTF_8));
      }
    }
    return file;
  }

  @Test
  void anArchiveMustHaveOneFile() throws IOException {
    assertRefused(zip("a.zip"), "is a zip archive without a file in it");
    assertRefused(zip("b.zip", "x/", ""), "is a zip archive without a file in it");
    assertRefused(
        zip("c.zip", "x.csv", "a\n", "y.csv", "b\n"),
        "is a zip archive of 2 files; unpack it first");
    assertRefused(
        zip("d.xlsx", "[Content_Types].xml", "<x/>", "xl/workbook.xml", "<x/>"),
        "is an Excel workbook; save it as CSV");
    Path one = zip("e.zip", "day.csv", "timestamp,sensor_id,t\n0,a,1\n", "__MACOSX/._day.csv", "x");
    assertThat(texts(new FileLines(one))).containsExactly("0,a,1");
    assertThat(texts(new FileLines(zip("f.zip", "empty.csv", "")))).isEmpty();
    byte[] whole = Files.readAllBytes(one);
    Path cut = file("cut.zip", Arrays.copyOf(whole, whole.length - 30));
    assertThatThrownBy(() -> new FileLines(cut).all())
        .isInstanceOf(IOException.class)
        .hasMessage(cut + ": cannot be read: its zip directory is missing, so it is not complete");
  }

  private static void assertRefused(Path file, String sentence) {
    assertThatThrownBy(() -> new FileLines(file).all())
        .isInstanceOf(RefusedFileException.class)
        .hasMessage(file + " " + sentence);
  }

  private static byte[] gzip(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] zstd(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(bytes)) {
      out.write(content.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /** A line may begin in one member and end in the next. */
  @Test
  void membersOfACompressedFileMayBeEmpty() throws IOException {
    byte[] none = gzip("");
    assertThat(texts(new FileLines(file("none.gz", none)))).isEmpty();
    assertThat(texts(new FileLines(file("none.zst", zstd(""))))).isEmpty();
    byte[] named = gzip("3\n");
    named[3] = 2 | 4 | 8 | 16; // flags: a checksum, something extra, a name and a comment
    byte[] fields = {2, 0, 9, 9, 'n', 0, 'c', 0, 7, 7};
    byte[] withFields =
        joined(Arrays.copyOf(named, 10), fields, Arrays.copyOfRange(named, 10, named.length));
    byte[] members = joined(none, gzip("1\n2"), none, none, gzip("\n"), withFields, none);
    for (byte[] file : List.of(members, joined(members, new byte[512]))) {
      assertThat(texts(new FileLines(file("members.txt.gz", file)))).containsExactly("1", "2", "3");
    }
    byte[] frames = joined(zstd(""), zstd("1\n2"), zstd(""), zstd("\n3\n"), zstd(""));
    assertThat(texts(new FileLines(file("frames.txt.zst", frames)))).containsExactly("1", "2", "3");
  }

  /** A compressed file that is still being written is an error, too. */
  @Test
  void aCompressedFileThatIsNotCompleteIsAnError() throws IOException {
    byte[] second = gzip("3\n4\n");
    byte[] whole = joined(gzip("1\n2\n"), second);
    for (int missing = 1; missing < second.length; missing++) {
      Path cut = file("cut.txt.gz", Arrays.copyOf(whole, whole.length - missing));
      assertThatThrownBy(() -> new FileLines(cut).all())
          .as("without the last %d bytes", missing)
          .isInstanceOf(IOException.class)
          .hasMessage(cut + ": cannot be read: it ends too early");
    }
    byte[] third = Zstd.compress("3\n".repeat(999).getBytes(UTF_8)); // a block of one sequence
    byte[] skipped = {0x51, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9};
    List<byte[]> endings = List.of(zstd("3\n4\n"), third, zstd("3".repeat(1 << 18)), skipped);
    for (byte[] last : endings) {
      byte[] frames = joined(zstd("1\n2\n"), skipped, last);
      assertThat(texts(new FileLines(file("whole.txt.zst", frames)))).startsWith("1", "2");
      for (int missing = 1; missing < last.length; missing++) {
        Path cut = file("cut.txt.zst", Arrays.copyOf(frames, frames.length - missing));
        assertThatThrownBy(() -> new FileLines(cut).all())
            .as("without the last %d bytes", missing)
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith(cut + ": cannot be read")
            .hasMessageEndingWith("it ends too early");
      }
    }
  }

  @Test
  void nothingOfABrokenCompressedFileIsLeftOutInSilence() throws IOException {
    byte[] first = gzip("1\n2\n");
    byte[] second = gzip("3\n4\n");
    for (int at : new int[] {0, 1, 2}) {
      byte[] broken = joined(first, second);
      broken[first.length + at] ^= 1;
      Path file = file("broken.txt.gz", broken);
      assertThatThrownBy(() -> new FileLines(file).all()).isInstanceOf(IOException.class);
    }
    Path padded = file("padded.txt.gz", joined(first, new byte[9], second));
    assertThatThrownBy(() -> new FileLines(padded).all())
        .hasMessageEndingWith("it has bytes that are no gzip behind its end");
    byte[] wrong = joined(first, second);
    wrong[wrong.length - 5] ^= 1;
    Path checksum = file("checksum.txt.gz", wrong);
    assertThatThrownBy(() -> new FileLines(checksum).all())
        .hasMessageEndingWith("it is broken gzip: a checksum is not that of what was unpacked");
  }

  @Test
  void aBombIsReadInPieces() throws IOException {
    Path bomb = folder.resolve("bomb.txt");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      byte[] nothing = new byte[1 << 20];
      for (int i = 0; i < 80; i++) {
        out.write(nothing);
      }
    }
    List<LineBlock> blocks = new FileLines(bomb).blocks(0, Files.size(bomb));
    assertThat(blocks).allSatisfy(block -> assertThat(block.length()).isLessThan((1 << 23) + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE"})
  void aMarkTellsTheEncoding(String charset) throws IOException {
    Path file = file("a.csv", ("\uFEFF" + TABLE).getBytes(Charset.forName(charset)));
    assertThat(texts(new FileLines(file)))
        .containsExactly("0;a;20;K\u00FCche \uD83D\uDE00", "1;a;21;\u20AC");
    LineBlock block = new FileLines(file).blocks(0, Files.size(file)).get(0);
    assertThat(new String(block.header(), UTF_8).replace("\uFEFF", ""))
        .isEqualTo("timestamp;sensor_id;\"t \u00B0C\";place");
    assertThat(block.fileBytes()).isEqualTo(Files.size(file));
  }

  @Test
  void otherEncodingsAreReadWhenToldSo() throws IOException {
    String table = TABLE.replace("\uD83D\uDE00", "\u201E");
    Path file = file("a.csv", table.getBytes(Charset.forName("windows-1252")));
    DialectOptions options = DialectOptions.NONE.withEncoding("windows-1252");
    assertThat(new FileLines(file, options).all())
        .extracting(Line::text)
        .containsExactly("0;a;20;K\u00FCche \u201E", "1;a;21;\u20AC");
  }

  @Test
  void longTextIsDecodedAsAWhole() throws IOException {
    String line = "1,\uD83D\uDE00\u20AC\u00FC,".repeat(50) + "\n";
    String content = "a,b\n" + line.repeat(2_000);
    Path file = file("a.csv", ("\uFEFF" + content).getBytes(Charset.forName("UTF-16LE")));
    FileLines lines = new FileLines(file, DialectOptions.NONE.withColumns("x", "y"));
    assertThat(String.join("\n", texts(lines)) + "\n").isEqualTo("\uFEFF" + content);
  }

  @Test
  void aCarriageReturnAloneEndsALine() throws IOException {
    String content = "timestamp,sensor_id,t\r0,a,20\r1,a,21\r\r2,a,22";
    Path file = file("mac.csv", content.getBytes(UTF_8));
    FileLines lines = new FileLines(file);
    List<Line> all = lines.all();
    assertThat(all).extracting(Line::text).containsExactly("0,a,20", "1,a,21", "2,a,22");
    assertThat(all).extracting(Line::position).containsExactly(22L, 29L, 37L);
    for (int cut = 1; cut < content.length(); cut++) {
      List<Line> parts = new ArrayList<>(lines.read(0, cut));
      parts.addAll(lines.read(cut, content.length()));
      assertThat(parts).as("cut at %d", cut).isEqualTo(all);
    }
  }

  @Test
  void skipsWhatIsNoData() throws IOException {
    String content = "Title\nmore\n# a\n\nx,y\nC,V\n1,2\n# b\n3,4\n";
    DialectOptions options = DialectOptions.NONE.withSkips(2, 1).withComment('#');
    FileLines lines = new FileLines(file("a.csv", content.getBytes(UTF_8)), options);
    assertThat(lines.all()).extracting(Line::text).containsExactly("1,2", "3,4");
    for (int cut = 1; cut < content.length(); cut++) {
      List<Line> parts = new ArrayList<>(lines.read(0, cut));
      parts.addAll(lines.read(cut, content.length()));
      assertThat(parts).extracting(Line::text).containsExactly("1,2", "3,4");
      assertThat(
              new String(
                  lines.blocks(0, cut).isEmpty()
                      ? "x,y".getBytes(UTF_8)
                      : lines.blocks(0, cut).get(0).header(),
                  UTF_8))
          .isEqualTo("x,y");
    }
  }

  @Test
  void lineEndsInQuotesAreBlanksIfAllowed() throws IOException {
    String content = "a,note\n1,\"x\r\ny \"\"q\"\"\n,z\"\n2,no \"\n3,\"w\"\n";
    DialectOptions options = DialectOptions.NONE.withQuotedNewlines(QuotedNewlines.ALLOW);
    FileLines lines = new FileLines(file("a.csv", content.getBytes(UTF_8)), options);
    assertThat(lines.all())
        .containsExactly(
            new Line(7, "1,\"x  y \"\"q\"\" ,z\""),
            new Line(25, "2,no \""),
            new Line(32, "3,\"w\""));
    assertThat(lines.read(20, content.length())).isEmpty();
    FileLines open = new FileLines(file("b.csv", "a,b\n1,\"2\n".getBytes(UTF_8)), options);
    assertThatThrownBy(open::all)
        .hasMessage(
            folder.resolve("b.csv")
                + " has a cell in line 2 that begins with a quotation mark which is never closed:"
                + " --quoted-newlines ignore takes each line for a row");
  }
}
