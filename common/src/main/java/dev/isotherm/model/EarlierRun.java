package dev.isotherm.model;

import java.io.Serializable;
import java.util.Map;

/**
 * What an earlier run of a stream had done when a later run began anew, without its state. A run
 * that continues from a checkpoint or savepoint is the same run.
 *
 * @param firstOffsets by partition, the first offset that it has read; partitions without a message
 *     are missing
 * @param nextOffsets by partition, the offset after the last one that it has read
 * @param watermarkMillis it has published all windows that end before this; {@code Long.MIN_VALUE}
 *     if it had no watermark
 * @param accounting what became of its messages and readings
 */
public record EarlierRun(
    Map<Integer, Long> firstOffsets,
    Map<Integer, Long> nextOffsets,
    long watermarkMillis,
    Accounting accounting)
    implements Serializable {}
