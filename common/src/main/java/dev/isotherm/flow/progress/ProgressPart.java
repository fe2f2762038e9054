package dev.isotherm.flow.progress;

import dev.isotherm.model.Accounting;

/**
 * What one subtask did between two checkpoint barriers.
 *
 * @param partitions the partitions that the subtask has read
 * @param firstOffsets by partition, the first offset that it has read since it started
 * @param nextOffsets by partition, the offset after the last one that it has read
 * @param counted its counts since the last part
 * @param deadlinesMillis all deadlines of alerts until then, inclusively, have passed with the
 *     watermark; {@link #NO_DEADLINES} from operators without deadlines
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a list would need a serializer
public record ProgressPart(
    int[] partitions,
    long[] firstOffsets,
    long[] nextOffsets,
    Accounting counted,
    long deadlinesMillis) {

  public static final long NO_DEADLINES = Long.MAX_VALUE;

  public static ProgressPart of(Accounting counted) {
    return new ProgressPart(new int[0], new long[0], new long[0], counted, NO_DEADLINES);
  }

  public static ProgressPart ofDeadlines(long millis) {
    return new ProgressPart(new int[0], new long[0], new long[0], Accounting.NONE, millis);
  }
}
