package dev.isotherm.parse;

import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.fast.ByteSearch;

/**
 * Whole lines of one file.
 *
 * @param source the file
 * @param file the place of the file in the order of files; 0 if they have none
 * @param modifiedMillis when the file was last changed, in milliseconds since the epoch
 * @param dialect how the file is read; its lines are in UTF-8 and end with LF or CR LF here
 * @param header the line that names the columns, without its end, if there is one; else empty
 * @param position offset of the block's first byte in the (unpacked) file
 * @param bytes contains the lines from index 0 on; the last may have no line end
 * @param length number of bytes that belong to the block
 * @param fileBytes number of bytes of the file on disk that were read for the block; their sum over
 *     all blocks is the length of the file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only passed from reader to parser
public record LineBlock(
    String source,
    int file,
    long modifiedMillis,
    FileDialect dialect,
    byte[] header,
    long position,
    byte[] bytes,
    int length,
    long fileBytes) {

  /** A block of a file without a place among others. */
  public LineBlock(
      String source,
      long modifiedMillis,
      FileDialect dialect,
      byte[] header,
      long position,
      byte[] bytes,
      int length,
      long fileBytes) {
    this(source, 0, modifiedMillis, dialect, header, position, bytes, length, fileBytes);
  }

  /** Takes lines. */
  @FunctionalInterface
  public interface LineConsumer {
    /**
     * Takes a line.
     *
     * @param offset index of the line's first byte in {@link LineBlock#bytes()}
     * @param length its number of bytes, without its line end
     */
    void line(int offset, int length);
  }

  /** Takes lines by their start alone. */
  @FunctionalInterface
  public interface LineReader {
    /**
     * Tries to take the line that starts at an index.
     *
     * @return the index of the next line, see {@link LineBlock#nextLine}; -1 if the line was not
     *     taken
     */
    int read(int start);
  }

  /**
   * Passes on each line that is neither blank nor a comment and that the reader does not take.
   * Lines end with LF or CR LF; the last line of a file may have no line end.
   */
  public void forEachLine(LineReader reader, LineConsumer consumer) {
    boolean hasComments = dialect.comment() != FileDialect.NO_COMMENT;
    byte comment = (byte) dialect.comment();
    int start = 0;
    while (start < length) {
      if (hasComments && bytes[start] == comment) {
        start = ByteSearch.indexOf((byte) '\n', bytes, start, length) + 1;
        continue;
      }
      int next = reader.read(start);
      if (next >= 0) {
        start = next;
        continue;
      }
      int end = ByteSearch.indexOf((byte) '\n', bytes, start, length);
      int lineLength = withoutCarriageReturn(start, end) - start;
      if (!isBlank(start, lineLength)) {
        consumer.line(start, lineLength);
      }
      start = end + 1;
    }
  }

  /**
   * Returns the index of the line after one whose content ends at an index; -1 if no line ends
   * there.
   */
  int nextLine(int end) {
    int lineFeed = end < length && bytes[end] == '\r' ? end + 1 : end;
    if (lineFeed == length) {
      return length;
    }
    return bytes[lineFeed] == '\n' ? lineFeed + 1 : -1;
  }

  private int withoutCarriageReturn(int start, int end) {
    return end > start && bytes[end - 1] == '\r' ? end - 1 : end;
  }

  private boolean isBlank(int start, int lineLength) {
    for (int i = start; i < start + lineLength; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
