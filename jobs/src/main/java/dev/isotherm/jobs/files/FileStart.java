package dev.isotherm.jobs.files;

import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.fast.MessageParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * What is before the first message of a file.
 *
 * @param header the line that names the columns, without its end; empty if there is none
 * @param length number of bytes before the first message
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FileStart(byte[] header, long length) {

  /** Reads it from the start of the content. */
  static FileStart read(InputStream in, FileDialect dialect) throws IOException {
    long position = 0;
    for (int line = 0; line < dialect.skipLines(); line++) {
      position += skipLine(in);
    }
    byte[] header = new byte[0];
    if (dialect.header()) {
      long length;
      do {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        length = readLine(in, line);
        position += length;
        header = withoutLineEnd(line);
      } while (length > 0 && isSkipped(header, dialect));
      for (int line = 0; line < dialect.skipAfterHeader(); line++) {
        position += skipLine(in);
      }
    }
    return new FileStart(header, position);
  }

  /** Skips up to and including the next line end; returns how many bytes that were. */
  static long skipLine(InputStream in) throws IOException {
    return readLine(in, OutputStream.nullOutputStream());
  }

  /**
   * Reads up to and including the next line end, or to the end of the file, and keeps at most the
   * maximal length of a line.
   *
   * @return number of bytes that were read
   */
  private static long readLine(InputStream in, OutputStream kept) throws IOException {
    long length = 0;
    int next = in.read();
    while (next >= 0) {
      if (length < LineBlockReader.MAX_LINE_BYTES) {
        kept.write(next);
      }
      length++;
      next = next == '\n' ? -1 : in.read();
    }
    return length;
  }

  /** Whether a line before the header is blank or a comment. */
  private static boolean isSkipped(byte[] line, FileDialect dialect) {
    int mark = MessageParser.byteOrderMarkLength(line, 0, line.length);
    int i = mark;
    while (i < line.length && MessageParser.isSpace(line[i])) {
      i++;
    }
    boolean comment =
        dialect.comment() != FileDialect.NO_COMMENT
            && mark < line.length
            && line[mark] == (byte) dialect.comment();
    return i == line.length || comment;
  }

  private static byte[] withoutLineEnd(ByteArrayOutputStream line) {
    byte[] bytes = line.toByteArray();
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\n') {
      length--;
    }
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    return Arrays.copyOf(bytes, length);
  }
}
