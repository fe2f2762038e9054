package dev.isotherm.jobs.notify;

import java.util.random.RandomGenerator;

/** How long to wait after a failure: from a second to a minute, half of it by chance. */
final class Backoff {

  static final long FIRST_MILLIS = 1_000;
  static final long LONGEST_MILLIS = 60_000;

  /** Whatever a receiver asks for: alerts that are not repeated expire. */
  static final long LONGEST_ASKED_FOR_MILLIS = 120_000;

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * After so many failures in a row.
   *
   * @param failures at least 1
   * @param askedForMillis what the receiver wants; 0 if it did not say
   */
  long millis(int failures, long askedForMillis) {
    long full = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 16));
    long wait = full / 2 + random.nextLong(full / 2 + 1);
    return Math.max(wait, Math.min(askedForMillis, LONGEST_ASKED_FOR_MILLIS));
  }
}
