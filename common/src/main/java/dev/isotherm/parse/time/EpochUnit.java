package dev.isotherm.parse.time;

/** What an epoch number counts since 1970-01-01T00:00:00Z. */
enum EpochUnit {
  SECONDS(3),
  MILLIS(0),
  MICROS(-3),
  NANOS(-6),
  /** The magnitude of the number tells the unit, see {@link EpochNumber}. */
  BY_MAGNITUDE(0);

  /** The power of ten that makes milliseconds of it. */
  final int exponentOfMillis;

  EpochUnit(int exponentOfMillis) {
    this.exponentOfMillis = exponentOfMillis;
  }
}
