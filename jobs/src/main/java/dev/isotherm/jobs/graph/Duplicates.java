package dev.isotherm.jobs.graph;

/** What becomes of readings that have the same series and instant. */
public enum Duplicates {
  /** All of them count. */
  COUNT,
  /** Of readings of one series, instant and value, one counts. The others are dropped. */
  DROP,
  /**
   * Only the last counts: of files the one of the last line of the last file, in the order of the
   * arguments; of a topic the one of the last partition and offset. The others are dropped and
   * counted.
   */
  LAST;

  /** Returns whether files have an order. */
  public boolean orderFiles() {
    return this == LAST;
  }
}
