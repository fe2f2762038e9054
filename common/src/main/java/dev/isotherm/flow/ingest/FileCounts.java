package dev.isotherm.flow.ingest;

import java.io.Serializable;

/**
 * What became of the messages of one file, as far as one or several subtasks have read it.
 *
 * @param messages lines that are not blank
 * @param accepted messages that became readings
 * @param readings readings of the accepted messages
 * @param earliestMillis the instant of the earliest reading; {@link Long#MAX_VALUE} if there is
 *     none
 * @param latestMillis the instant of the latest reading; {@link Long#MIN_VALUE} if there is none
 * @param atMidnight whether every reading is of the first instant of a day; {@code true} if there
 *     is none
 */
public record FileCounts(
    long messages,
    long accepted,
    long readings,
    long earliestMillis,
    long latestMillis,
    boolean atMidnight)
    implements Serializable {

  /** Nothing was read. */
  public static final FileCounts NONE =
      new FileCounts(0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE, true);

  /** Returns the counts of both parts of a file. */
  public FileCounts plus(FileCounts other) {
    return new FileCounts(
        messages + other.messages,
        accepted + other.accepted,
        readings + other.readings,
        Math.min(earliestMillis, other.earliestMillis),
        Math.max(latestMillis, other.latestMillis),
        atMidnight && other.atMidnight);
  }
}
