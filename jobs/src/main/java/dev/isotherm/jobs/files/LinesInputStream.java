package dev.isotherm.jobs.files;

import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.dialect.LineEnd;
import dev.isotherm.parse.dialect.QuotedCells;
import dev.isotherm.parse.dialect.RefusedFileException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a line feed of each carriage return that ends a line, and a blank of each line end in
 * quotes. Each byte stays where it is.
 */
final class LinesInputStream extends FilterInputStream {

  private final boolean carriageReturns;
  private final @Nullable QuotedCells cells;

  private final String source;
  private long line = 1;
  private long lineOfQuote;

  private LinesInputStream(
      InputStream in, String source, boolean carriageReturns, @Nullable QuotedCells cells) {
    super(in);
    this.source = source;
    this.carriageReturns = carriageReturns;
    this.cells = cells;
  }

  /**
   * Returns the stream itself if nothing has to be changed.
   *
   * @param source the file
   */
  static InputStream of(InputStream in, String source, FileDialect dialect) {
    boolean carriageReturns = dialect.lineEnd() == LineEnd.CARRIAGE_RETURN;
    QuotedCells cells =
        dialect.joinsQuotedLines() ? new QuotedCells(dialect.delimiter(), dialect.comment()) : null;
    return carriageReturns || cells != null
        ? new LinesInputStream(in, source, carriageReturns, cells)
        : in;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    if (next < 0) {
      requireClosedQuotes();
      return next;
    }
    return changed((byte) next) & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count < 0) {
      requireClosedQuotes();
    }
    for (int i = offset; i < offset + count; i++) {
      bytes[i] = changed(bytes[i]);
    }
    return count;
  }

  private byte changed(byte b) {
    byte changed = carriageReturns && b == '\r' ? (byte) '\n' : b;
    return cells == null ? changed : joined(changed, cells);
  }

  private byte joined(byte b, QuotedCells quoted) {
    boolean inside = quoted.next(b);
    if (!inside && quoted.isOpen()) {
      lineOfQuote = line;
    }
    line += b == '\n' ? 1 : 0;
    return inside && (b == '\n' || b == '\r') ? (byte) ' ' : b;
  }

  /** Otherwise all that follows the quotation mark would be one cell. */
  private void requireClosedQuotes() {
    if (cells != null && cells.isOpen()) {
      throw new RefusedFileException(
          source,
          "has a cell in line "
              + lineOfQuote
              + " that begins with a quotation mark which is never closed: --quoted-newlines ignore"
              + " takes each line for a row");
    }
  }

  /** Reads what it skips, so that it knows what is in quotes. */
  @Override
  public long skip(long count) throws IOException {
    if (cells == null) {
      return super.skip(count);
    }
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
