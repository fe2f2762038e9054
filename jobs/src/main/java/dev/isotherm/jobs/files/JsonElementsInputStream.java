package dev.isotherm.jobs.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Puts each JSON object on a line of its own: the elements of arrays, and objects that go over
 * several lines. The brackets of the outermost arrays become blanks, their commas line feeds, and
 * line ends inside of objects blanks, so that each byte stays where it is.
 *
 * <p>A text does not go over the end of a line. An array that begins at the start of a line begins
 * anew, whatever was not closed before it.
 */
final class JsonElementsInputStream extends FilterInputStream {

  private int depth;
  private boolean isInArray;
  private boolean isInText;
  private boolean isEscaped;
  private boolean isLineStart = true;

  JsonElementsInputStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    return next < 0 ? next : changed((byte) next) & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    for (int i = offset; i < offset + count; i++) {
      bytes[i] = changed(bytes[i]);
    }
    return count;
  }

  private byte changed(byte b) {
    boolean wasLineStart = isLineStart;
    isLineStart = b == '\n';
    if (b == '\n' || b == '\r') {
      isInText = false;
      return depth > 0 ? (byte) ' ' : b;
    }
    if (isInText) {
      text(b);
      return b;
    }
    return switch (b) {
      case '"' -> {
        isInText = true;
        isEscaped = false;
        yield b;
      }
      case '[' -> opened(b, wasLineStart);
      case '{' -> {
        isInArray = depth > 0 && isInArray;
        depth++;
        yield b;
      }
      case ']', '}' -> closed(b);
      case ',' -> depth == 1 && isInArray ? (byte) '\n' : b;
      default -> b;
    };
  }

  private void text(byte b) {
    if (isEscaped) {
      isEscaped = false;
    } else if (b == '\\') {
      isEscaped = true;
    } else if (b == '"') {
      isInText = false;
    }
  }

  private byte opened(byte b, boolean wasLineStart) {
    if (depth > 0 && !wasLineStart) {
      depth++;
      return b;
    }
    byte between = (byte) (depth == 0 ? ' ' : '\n');
    depth = 1;
    isInArray = true;
    return between;
  }

  private byte closed(byte b) {
    depth = Math.max(0, depth - 1);
    boolean ends = b == ']' && depth == 0 && isInArray;
    isInArray = isInArray && depth > 0;
    return ends ? (byte) '\n' : b;
  }

  /** Reads what it skips, so that it knows what is open. */
  @Override
  public long skip(long count) throws IOException {
    long skipped = 0;
    while (skipped < count && read() >= 0) {
      skipped++;
    }
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
