package dev.isotherm.jobs.verify;

import dev.isotherm.wire.OffsetRange;

/**
 * Which results can be compared.
 *
 * @param log the messages that the stream has read and the log still contains, in all partitions
 * @param isWhole whether the log still contains all messages that the stream has read. If not, the
 *     state of alerts before its beginning is unknown
 * @param sinceMillis windows that begin earlier and earlier events are not compared; {@code
 *     Long.MIN_VALUE} for no limit
 * @param watermarkMillis windows that end later need not be published yet
 * @param deadlinesMillis deadlines that expire later, after the last reading of a series, need not
 *     be published yet
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
