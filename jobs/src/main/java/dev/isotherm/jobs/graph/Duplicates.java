package dev.isotherm.jobs.graph;

/** What becomes of readings that have the same series, instant and value. */
public enum Duplicates {
  /** All of them count. */
  COUNT,
  /** One of them counts, the others are dropped and counted. */
  DROP
}
