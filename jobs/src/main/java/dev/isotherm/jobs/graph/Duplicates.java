package dev.isotherm.jobs.graph;

/** What becomes of readings that have the same series and instant. */
public enum Duplicates {
  /** All of them count. */
  COUNT,
  /** Of those that have the same value as well, one counts. The others are dropped and counted. */
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
