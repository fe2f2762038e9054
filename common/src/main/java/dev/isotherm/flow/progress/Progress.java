package dev.isotherm.flow.progress;

import dev.isotherm.model.Accounting;
import dev.isotherm.model.EarlierRun;
import java.util.List;
import java.util.Map;

/**
 * How far a stream had come at a checkpoint. Everything in it is as of the same cut through all
 * operators: the messages before {@code nextOffsets}, and no others, are in the counts, in the
 * state and in the results up to that checkpoint.
 *
 * @param watermarkMillis all windows that end before it have been emitted; {@code Long.MIN_VALUE}
 *     before the first one
 * @param deadlinesMillis all deadlines of alerts on readings until then, inclusively, have passed;
 *     {@code Long.MIN_VALUE} before the first one. Idleness advances the watermark until the last
 *     windows end, but no deadline passes with it
 * @param firstOffsets by partition, the first offset that was read; partitions that have not had a
 *     message yet are missing
 * @param nextOffsets by partition, the offset after the last one that was read
 * @param accounting what became of all messages and readings since the run began
 * @param job Flink's id of the job, which names the folder of its checkpoints
 * @param earlierRuns the runs before this one that it has no state of, oldest first
 */
public record Progress(
    long watermarkMillis,
    long deadlinesMillis,
    Map<Integer, Long> firstOffsets,
    Map<Integer, Long> nextOffsets,
    Accounting accounting,
    String job,
    List<EarlierRun> earlierRuns) {

  static final Progress NONE =
      new Progress(
          Long.MIN_VALUE, Long.MIN_VALUE, Map.of(), Map.of(), Accounting.NONE, "", List.of());
}
