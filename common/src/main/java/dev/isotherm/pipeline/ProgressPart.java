package dev.isotherm.pipeline;

import dev.isotherm.model.Accounting;

/**
 * What one subtask did between two checkpoint barriers.
 *
 * @param partitions of the topic that it has read from
 * @param firstOffsets of these, the first offset that it has read since it began
 * @param nextOffsets of these, the offset after the last one that it has read
 * @param counted what it counted
 * @param silenceMillis how far a silence has brought its watermark; {@code Long.MIN_VALUE} if that
 *     is where its input has come, {@code Long.MAX_VALUE} if that has ended
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a list would need a serializer
public record ProgressPart(
    int[] partitions,
    long[] firstOffsets,
    long[] nextOffsets,
    Accounting counted,
    long silenceMillis) {

  static ProgressPart of(Accounting counted) {
    return of(counted, Long.MIN_VALUE);
  }

  static ProgressPart of(Accounting counted, long silenceMillis) {
    return new ProgressPart(new int[0], new long[0], new long[0], counted, silenceMillis);
  }
}
