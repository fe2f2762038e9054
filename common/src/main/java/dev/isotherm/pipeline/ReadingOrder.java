package dev.isotherm.pipeline;

/** In which order the readings of a series come to the rules. */
public enum ReadingOrder {
  /** As they arrive; one that is not newer than its predecessor is left out, to the ledger. */
  ARRIVAL,
  /** Sorted by instant, as in BATCH mode; readings of one instant are then sorted by value. */
  SORTED
}
