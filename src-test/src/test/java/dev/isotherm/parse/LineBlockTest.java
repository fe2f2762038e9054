package dev.isotherm.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.parse.dialect.FileDialect;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineBlockTest {

  @Test
  void linesEndWithLfOrCrLfOrTheFile() {
    assertThat(lines("a\nb\r\nc")).containsExactly("0:a", "2:b", "5:c");
    assertThat(lines("a\r")).containsExactly("0:a");
  }

  @Test
  void blankLinesAreNoMessages() {
    assertThat(lines("\n\r\n \t\n a \n\n")).containsExactly("6: a ");
    assertThat(lines("")).isEmpty();
  }

  @Test
  void aCarriageReturnWithinALineBelongsToIt() {
    assertThat(lines("a\rb\r\r\n")).containsExactly("0:a\rb\r");
  }

  /** Not even if the fast path would take them. */
  @Test
  void linesThatBeginWithTheCommentMarkAreNoMessages() {
    FileDialect plain = FileDialect.byName("a.txt");
    FileDialect dialect =
        new FileDialect(
            plain.format(),
            plain.elements(),
            plain.packing(),
            plain.charset(),
            plain.lineEnd(),
            plain.delimiter(),
            plain.skipLines(),
            '#',
            plain.header(),
            plain.skipAfterHeader(),
            plain.extraColumn(),
            plain.quotedNewlines(),
            plain.numbers());
    String text = "#a\nb#\n# c\r\n #d\n#";
    byte[] bytes = text.getBytes(UTF_8);
    List<Integer> tried = new ArrayList<>();
    new LineBlock("a.txt", 0, dialect, new byte[0], 0, bytes, bytes.length, 0)
        .forEachLine(
            start -> {
              tried.add(start);
              return -1;
            },
            (offset, size) -> {});
    assertThat(tried).containsExactly(3, 11);
    assertThat(lines(text, text.length(), dialect)).containsExactly("3:b#", "11: #d");
  }

  @Test
  void whatLiesBehindTheBlockIsNotRead() {
    assertThat(lines("a\nbc\nd", 3)).containsExactly("0:a", "2:b");
  }

  private static List<String> lines(String text) {
    return lines(text, text.length());
  }

  private static List<String> lines(String text, int length) {
    return lines(text, length, FileDialect.byName("a.txt"));
  }

  private static List<String> lines(String text, int length, FileDialect dialect) {
    byte[] bytes = text.getBytes(UTF_8);
    List<String> lines = new ArrayList<>();
    new LineBlock("a.txt", 0, dialect, new byte[0], 0, bytes, length, 0)
        .forEachLine(
            start -> -1,
            (offset, size) -> lines.add(offset + ":" + new String(bytes, offset, size, UTF_8)));
    return lines;
  }
}
