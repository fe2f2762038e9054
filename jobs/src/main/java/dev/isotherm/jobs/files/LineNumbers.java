package dev.isotherm.jobs.files;

import dev.isotherm.model.Rejection;
import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.dialect.QuotedCells;
import dev.isotherm.parse.dialect.QuotedNewlines;
import dev.isotherm.parse.dialect.RefusedFileException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.core.fs.Path;

/** Finds the number of a line by its offset. */
public final class LineNumbers {

  /** Lines are counted by reading the file again, so only up to this offset. */
  private static final long MAX_OFFSET = 64L << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final DialectOptions options;

  /** Reads files as a run with these options does. */
  public LineNumbers(DialectOptions options) {
    // Each line counts, also in quotes.
    this.options = options.withQuotedNewlines(QuotedNewlines.IGNORE);
  }

  /**
   * The position of a rejected line: {@code readings.csv:17}, or {@code readings.csv at byte 123}
   * if it is far from the beginning or the file can no longer be read. The index of an element of
   * an array follows, as in {@code readings.jsonl:17[3]}.
   */
  public String position(Rejection rejection) {
    String line = position(rejection.source(), rejection.position());
    return rejection.element() == Rejection.WHOLE ? line : line + "[" + rejection.element() + "]";
  }

  /** The position of a line that begins at an offset of a file. */
  public String position(String source, long position) {
    String file = LocalPaths.relative(source);
    if (position <= MAX_OFFSET) {
      try {
        return file + ":" + lineAt(source, position);
      } catch (IOException | RefusedFileException e) {
        // the results are complete without the file
      }
    }
    return file + " at byte " + position;
  }

  /**
   * The position of the first line that does not close its quotes, of which a task has found one.
   */
  public String firstOpenQuote(String source, long found) {
    long first = found;
    if (found <= MAX_OFFSET) {
      try {
        first = openQuoteUpTo(source, found);
      } catch (IOException | RefusedFileException e) {
        // the one that was found is as true
      }
    }
    return position(source, first);
  }

  private long openQuoteUpTo(String source, long found) throws IOException {
    try (FileContent content = FileContent.open(new Path(source), options)) {
      FileDialect dialect = content.dialect();
      InputStream in = new BufferedInputStream(content.in(), BUFFER_BYTES);
      QuotedCells cells = new QuotedCells(dialect.delimiter(), dialect.comment());
      long line = 0;
      for (long position = 0; position < found; position++) {
        int next = in.read();
        if (next == '\n') {
          if (cells.isOpen()) {
            return line;
          }
          cells = new QuotedCells(dialect.delimiter(), dialect.comment());
          line = position + 1;
        } else {
          cells.next((byte) next);
        }
      }
      return found;
    }
  }

  private long lineAt(String source, long position) throws IOException {
    Path path = new Path(source);
    try (FileContent content = FileContent.open(path, options)) {
      InputStream in = content.in();
      long line = 1;
      byte[] buffer = new byte[BUFFER_BYTES];
      for (long left = position; left > 0; left -= buffer.length) {
        int read = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
        for (int i = 0; i < read; i++) {
          line += buffer[i] == '\n' ? 1 : 0;
        }
      }
      return line;
    }
  }
}
