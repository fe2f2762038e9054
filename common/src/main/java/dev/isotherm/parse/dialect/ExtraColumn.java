package dev.isotherm.parse.dialect;

/** A column that the rows of a table have, and its header has not. It has no name. */
public enum ExtraColumn {
  NONE,
  /** Names of rows, as R writes them. */
  FIRST,
  /** Nothing, behind a delimiter too many at the end of each row. */
  LAST
}
