package dev.isotherm.parse;

import dev.isotherm.parse.fast.ByteSearch;

/**
 * Whole lines of one file, as they lie there.
 *
 * @param source the file
 * @param modifiedMillis when the file was last changed, in milliseconds since the epoch
 * @param header the file's first line, without its end, where the format has one; else empty
 * @param position offset of the block's first byte in the (unpacked) file
 * @param bytes holds the lines from index 0 on; the last may lack its line end
 * @param length how many bytes of {@code bytes} belong to the block
 * @param fileBytes how many bytes of the file, as it lies on disk, were read for the block; over
 *     all blocks of a file this is its length
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only handed on from reader to parser
public record LineBlock(
    String source,
    long modifiedMillis,
    byte[] header,
    long position,
    byte[] bytes,
    int length,
    long fileBytes) {

  /** Takes one line. */
  @FunctionalInterface
  public interface LineConsumer {
    /**
     * Takes a line.
     *
     * @param offset index of the line's first byte in {@link LineBlock#bytes()}
     * @param length how many bytes it has, without its line end
     */
    void line(int offset, int length);
  }

  /** Takes a line where it begins, without being told where it ends. */
  @FunctionalInterface
  interface LineReader {
    /**
     * Tries to take the line that begins at an index.
     *
     * @return the index behind the line and its end, see {@link LineBlock#behindLine}; -1 where it
     *     was not taken
     */
    int read(int start);
  }

  /**
   * Hands on each line that is not blank. Lines end with LF or CR LF, the last one of a file
   * perhaps with nothing.
   */
  public void forEachLine(LineConsumer consumer) {
    forEachLine(start -> -1, consumer);
  }

  /** The same, but only those lines that the reader does not take. */
  void forEachLine(LineReader reader, LineConsumer consumer) {
    int start = 0;
    while (start < length) {
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
   * The index behind the end of a line whose content ends at an index.
   *
   * @return -1 where it does not end there
   */
  int behindLine(int end) {
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
