package dev.isotherm.parse.dialect;

/** What becomes of a line end inside a quoted cell of a table. */
public enum QuotedNewlines {
  /** It is part of the cell, and read as a blank. The file is read from its start, not in parts. */
  ALLOW,
  /** The file is refused at the first quote that its line does not close. */
  REFUSE,
  /** It ends the row. What stands in quotes may be read as a row. */
  IGNORE
}
