package dev.isotherm.jobs.verify;

import dev.isotherm.wire.OffsetRange;

/**
 * How much can be compared.
 *
 * @param log what the stream has read, as far as the log still has it; all partitions of the topic
 * @param isWhole whether the log still has all of that. If not, it does not tell what alerts were
 *     before it begins
 * @param sinceMillis windows that begin earlier, and what happened earlier, are not compared;
 *     {@code Long.MIN_VALUE} for no limit
 * @param watermarkMillis windows that end later need not have been published yet
 * @param deadlinesMillis what falls due later, after the last reading of its series, need not have
 *     been published yet
 */
record ComparisonScope(
    OffsetRange log,
    boolean isWhole,
    long sinceMillis,
    long watermarkMillis,
    long deadlinesMillis) {

  boolean covers(long epochMillis) {
    return epochMillis >= sinceMillis;
  }
}
