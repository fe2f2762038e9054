package dev.isotherm.jobs.notify;

import java.util.random.RandomGenerator;

/** Computes the pause after failures: from a second to a minute, half of it random. */
record Backoff(RandomGenerator random) {

  static final long FIRST_MILLIS = 1_000;
  static final long LONGEST_MILLIS = 60_000;

  /** Upper bound for what a receiver asks for: alerts that are not repeated expire. */
  static final long LONGEST_ASKED_FOR_MILLIS = 120_000;

  /**
   * Returns the pause in milliseconds.
   *
   * @param failures consecutive failures, at least 1
   * @param askedForMillis the pause that the receiver asks for; 0 if it does not
   */
  long millis(int failures, long askedForMillis) {
    long full = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 16));
    long wait = full / 2 + random.nextLong(full / 2 + 1);
    return Math.max(wait, Math.min(askedForMillis, LONGEST_ASKED_FOR_MILLIS));
  }
}
