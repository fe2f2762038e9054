package dev.isotherm.parse.dialect;

/** What ends a line of a file. */
public enum LineEnd {
  /** A line feed, with or without a carriage return before it. */
  LINE_FEED,
  /** A carriage return alone, as old spreadsheet programs write it. */
  CARRIAGE_RETURN
}
