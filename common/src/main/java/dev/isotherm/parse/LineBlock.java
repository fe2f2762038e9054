package dev.isotherm.parse;

/**
 * Whole lines of one file, as they lie there.
 *
 * @param source the file
 * @param modifiedMillis when the file was last changed, in milliseconds since the epoch
 * @param header the file's first line, without its end, where the format has one; else empty
 * @param position offset of the block's first byte in the (unpacked) file
 * @param bytes holds the lines from index 0 on; the last may lack its line end
 * @param length how many bytes of {@code bytes} belong to the block
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only handed on from reader to parser
public record LineBlock(
    String source, long modifiedMillis, byte[] header, long position, byte[] bytes, int length) {

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

  /**
   * Hands on each line that is not blank. Lines end with LF or CR LF, the last one of a file
   * perhaps with nothing.
   */
  public void forEachLine(LineConsumer consumer) {
    int start = 0;
    while (start < length) {
      int end = start;
      while (end < length && bytes[end] != '\n') {
        end++;
      }
      int lineLength = withoutCarriageReturn(start, end) - start;
      if (!isBlank(start, lineLength)) {
        consumer.line(start, lineLength);
      }
      start = end + 1;
    }
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
