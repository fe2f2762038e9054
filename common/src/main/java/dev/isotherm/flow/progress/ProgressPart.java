package dev.isotherm.flow.progress;

import dev.isotherm.model.Accounting;
import dev.isotherm.parse.message.LeftOut;
import java.util.List;

/**
 * What one subtask did between two checkpoint barriers.
 *
 * @param partitions the partitions that the subtask has read
 * @param firstOffsets by partition, the first offset that it has read since it started
 * @param nextOffsets by partition, the offset after the last one that it has read
 * @param counted its counts since the last part
 * @param deadlinesMillis all deadlines of alerts until then, inclusively, have passed with the
 *     watermark; {@link #NO_DEADLINES} from operators without deadlines
 * @param soughtNames the kind of the names that the subtask looks for, followed by the names; empty
 *     if they are the same as before, see {@link SoughtNames}
 * @param foundNames those of them that it has found since the last part
 * @param leftOut what it left out of accepted messages since the last part
 * @param lateForAlerts how many readings came too late for the rules on readings since the last
 *     part
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a list would need a serializer
public record ProgressPart(
    int[] partitions,
    long[] firstOffsets,
    long[] nextOffsets,
    Accounting counted,
    long deadlinesMillis,
    String[] soughtNames,
    String[] foundNames,
    LeftOut[] leftOut,
    long lateForAlerts) {

  public static final long NO_DEADLINES = Long.MAX_VALUE;

  private static final String[] NO_NAMES = {};
  private static final LeftOut[] NOTHING = {};

  /** Creates a part without names. */
  public ProgressPart(
      int[] partitions,
      long[] firstOffsets,
      long[] nextOffsets,
      Accounting counted,
      long deadlinesMillis) {
    this(
        partitions,
        firstOffsets,
        nextOffsets,
        counted,
        deadlinesMillis,
        NO_NAMES,
        NO_NAMES,
        NOTHING,
        0);
  }

  ProgressPart withNames(String[] sought, String[] found) {
    return new ProgressPart(
        partitions,
        firstOffsets,
        nextOffsets,
        counted,
        deadlinesMillis,
        sought,
        found,
        leftOut,
        lateForAlerts);
  }

  /** Returns this part with what was left out. */
  public ProgressPart withLeftOut(List<LeftOut> values) {
    return new ProgressPart(
        partitions,
        firstOffsets,
        nextOffsets,
        counted,
        deadlinesMillis,
        soughtNames,
        foundNames,
        values.toArray(NOTHING),
        lateForAlerts);
  }

  public static ProgressPart of(Accounting counted) {
    return new ProgressPart(new int[0], new long[0], new long[0], counted, NO_DEADLINES);
  }

  /** Counts readings that came too late for the rules on readings. */
  public static ProgressPart ofLateForAlerts(long readings) {
    return new ProgressPart(
        new int[0],
        new long[0],
        new long[0],
        Accounting.NONE,
        NO_DEADLINES,
        NO_NAMES,
        NO_NAMES,
        NOTHING,
        readings);
  }

  public static ProgressPart ofDeadlines(long millis) {
    return new ProgressPart(new int[0], new long[0], new long[0], Accounting.NONE, millis);
  }
}
