package dev.isotherm.parse.time;

/** A part of a timestamp that a pattern reads as a number. */
enum PatternField {
  YEAR(0),
  YEAR_SINCE_2000(1),
  MONTH(2),
  DAY(3),
  DAY_OF_YEAR(4),
  /** From 1 for Monday. */
  DAY_OF_WEEK(5),
  HOUR(6),
  /** From 1 to 12. */
  HOUR_OF_HALF_DAY(7),
  /** 0 for AM, 1 for PM. */
  HALF_OF_DAY(8),
  MINUTE(9),
  SECOND(10),
  MILLI(11),
  OFFSET_MINUTES(12);

  static final int COUNT = 13;

  /** A small number of its own. */
  final int index;

  PatternField(int index) {
    this.index = index;
  }
}
