package dev.isotherm.sensors.file;

import dev.isotherm.parse.message.Utf8;
import dev.isotherm.yaml.YamlErrors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file in UTF-8, one after the other. They end with LF or CRLF; a byte order mark is
 * left out.
 */
final class TextLines {

  /** Longest line, in bytes. */
  static final int MAX_LENGTH = 1 << 20;

  private static final char INVALID = '\uFFFD';
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream in;
  private final YamlErrors errors;
  private final byte[] buffer = new byte[1 << 16];
  private int next;
  private int end;
  private byte[] line = new byte[1 << 10];
  private int length;
  private int number;

  TextLines(InputStream in, YamlErrors errors) {
    this.in = in;
    this.errors = errors;
  }

  /** The number of the line that was returned last, counted from 1. */
  int number() {
    return number;
  }

  /**
   * Returns the next line without its end. A line that is too long, or not UTF-8, adds an error and
   * is returned as an empty one.
   *
   * @return {@code null} at the end of the file
   */
  @Nullable String next() throws IOException {
    if (!fill()) {
      return null;
    }
    number++;
    length = 0;
    boolean isTooLong = false;
    boolean isEnd = false;
    while (!isEnd && fill()) {
      int from = next;
      while (next < end && buffer[next] != '\n') {
        next++;
      }
      isTooLong |= length + (next - from) > MAX_LENGTH;
      if (!isTooLong) {
        append(from, next - from);
      }
      isEnd = next < end;
      next += isEnd ? 1 : 0;
    }
    if (isTooLong) {
      errors.add(number, "the line is longer than the " + MAX_LENGTH + " bytes allowed");
      return "";
    }
    return decoded();
  }

  private boolean fill() throws IOException {
    if (next == end) {
      next = 0;
      end = Math.max(0, in.read(buffer));
    }
    return next < end;
  }

  private void append(int from, int count) {
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(2 * line.length, length + count));
    }
    System.arraycopy(buffer, from, line, length, count);
    length += count;
  }

  private String decoded() {
    int textLength = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    String text = new String(line, 0, textLength, StandardCharsets.UTF_8);
    if (text.indexOf(INVALID) >= 0 && !Utf8.isValid(line, 0, textLength)) {
      errors.add(number, "the line is not UTF-8");
      return "";
    }
    boolean isMarked = number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return isMarked ? text.substring(1) : text;
  }
}
