package dev.isotherm.parse.dialect;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * The first lines of a file, without their ends and a byte order mark. The last one is left out if
 * it may go on behind the head, unless it is the only one.
 */
record HeadLines(LineEnd end, List<HeadLine> lines) {

  /** So many lines, behind those that are skipped, are enough to judge by. */
  private static final int ENOUGH = 200;

  /**
   * Splits the head of a file.
   *
   * @param skipped number of lines that are skipped
   * @param joined whether a line end in quotes is none
   */
  static HeadLines of(FileHead head, String charset, int skipped, boolean joined) {
    String text = new String(head.bytes(), 0, head.length(), Charset.forName(charset));
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    if (joined) {
      text = joined(text);
    }
    // The last character may be the first half of CR LF.
    int sure = head.whole() ? text.length() : text.length() - 1;
    int carriageReturn = text.indexOf('\r');
    boolean alone = text.indexOf('\n') < 0 && carriageReturn >= 0 && carriageReturn < sure;
    char end = alone ? '\r' : '\n';
    List<HeadLine> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length() && lines.size() < skipped + ENOUGH) {
      int at = text.indexOf(end, start);
      if (at < 0 && !head.whole() && !lines.isEmpty()) {
        break;
      }
      int to = at < 0 ? text.length() : at;
      int content = to > start && text.charAt(to - 1) == '\r' ? to - 1 : to;
      lines.add(new HeadLine(lines.size() + 1, text.substring(start, content)));
      start = to + 1;
    }
    return new HeadLines(alone ? LineEnd.CARRIAGE_RETURN : LineEnd.LINE_FEED, lines);
  }

  private static String joined(String text) {
    QuotedCells cells = new QuotedCells(QuotedCells.ANY_DELIMITER, FileDialect.NO_COMMENT);
    StringBuilder joined = new StringBuilder(text);
    boolean alone = text.indexOf('\n') < 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean lineEnd = c == '\n' || c == '\r';
      byte next = c < 0x80 ? (byte) c : (byte) 'x';
      if (cells.next(alone && c == '\r' ? (byte) '\n' : next) && lineEnd) {
        joined.setCharAt(i, ' ');
      }
    }
    return joined.toString();
  }
}
