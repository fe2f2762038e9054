package dev.isotherm.parse.dialect;

/**
 * Tells what is inside of the quotes of a table, byte by byte. A quotation mark opens a cell if
 * only blanks are before it in the cell; inside, two of them are one. Elsewhere it means nothing.
 */
public final class QuotedCells {

  private enum State {
    /** Only blanks so far. */
    CELL_START,
    PLAIN,
    QUOTED,
    /** Behind a quotation mark in quotes, which ends them unless another one follows. */
    QUOTE_IN_QUOTES,
    COMMENT
  }

  /** Stands for each character that is often a delimiter, where it is not known yet. */
  static final char ANY_DELIMITER = '\uFFFF';

  private static final String OFTEN = ",;\t|";

  private final char delimiter;
  private final char comment;
  private State state = State.CELL_START;
  private boolean lineStart = true;

  /**
   * Begins at the start of a line.
   *
   * @param comment lines that begin with it have no cells; {@link FileDialect#NO_COMMENT} for none
   */
  public QuotedCells(char delimiter, char comment) {
    this.delimiter = delimiter;
    this.comment = comment;
  }

  /** Takes the next byte; returns whether it is inside of quotes. */
  public boolean next(byte b) {
    boolean atLineStart = lineStart;
    lineStart = false;
    if (state == State.QUOTED) {
      state = b == '"' ? State.QUOTE_IN_QUOTES : State.QUOTED;
      return true;
    }
    if (state == State.QUOTE_IN_QUOTES && b == '"') {
      state = State.QUOTED;
      return true;
    }
    if (b == '\n') {
      state = State.CELL_START;
      lineStart = true;
    } else if (state != State.COMMENT) {
      state = inLine(b, atLineStart);
    }
    return false;
  }

  private State inLine(byte b, boolean atLineStart) {
    if (atLineStart && comment != FileDialect.NO_COMMENT && b == (byte) comment) {
      return State.COMMENT;
    }
    if (isDelimiter(b)) {
      return State.CELL_START;
    }
    if (state != State.CELL_START) {
      return State.PLAIN;
    }
    if (b == '"') {
      return State.QUOTED;
    }
    return b == ' ' || b == '\t' || isInMark(b) ? State.CELL_START : State.PLAIN;
  }

  /** A byte order mark is no part of the first cell. No other cell begins with these bytes. */
  private static boolean isInMark(byte b) {
    return b == (byte) 0xEF || b == (byte) 0xBB || b == (byte) 0xBF;
  }

  private boolean isDelimiter(byte b) {
    return switch (delimiter) {
      case Delimiters.BLANKS -> b == ' ' || b == '\t';
      case ANY_DELIMITER -> OFTEN.indexOf(b) >= 0;
      default -> b == (byte) delimiter;
    };
  }

  /** Returns whether the bytes so far end inside of quotes. */
  public boolean isOpen() {
    return state == State.QUOTED;
  }

  /** Returns whether a line opens quotes that it does not close. */
  public static boolean endsInQuotes(byte[] bytes, int offset, int length, char delimiter) {
    QuotedCells cells = new QuotedCells(delimiter, FileDialect.NO_COMMENT);
    for (int i = offset; i < offset + length; i++) {
      cells.next(bytes[i]);
    }
    return cells.isOpen();
  }
}
