package dev.isotherm.flow.progress;

import dev.isotherm.flow.state.RefusedState;
import dev.isotherm.flow.state.RestoredWatermark;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.EarlierRun;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Adds the parts of all subtasks up to the progress of the stream, and emits it with each
 * checkpoint.
 *
 * <p>Each subtask sends its part right before the barrier. This operator has one subtask, which
 * gets the barrier when all its inputs have: it then has every part of this checkpoint and none of
 * the next. At the end of the input, parts and progress come with that end instead. The watermark
 * here is the lowest of all inputs, so it is never ahead of a merge.
 *
 * <p>It also refuses a run without state that must have state. The job then fails once, without a
 * restart. The command cannot decide this alone: with high availability, the JobManager restores a
 * job on its own.
 */
public final class TrackProgress extends AbstractStreamOperator<ProgressUpdate>
    implements OneInputStreamOperator<ProgressPart, ProgressUpdate>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final int windowsPerReading;
  private final RunStart start;

  private transient ListState<Progress> state;
  private transient ListState<Long> lateForAlertsState;
  private transient ListState<Long> expectedSinceState;
  private transient @Nullable Long expectedSince;
  private transient Map<Integer, Long> firstOffsets;
  private transient Map<Integer, Long> nextOffsets;
  private transient List<EarlierRun> earlierRuns;
  private transient Accounting accounting;
  private transient long acceptedBefore;
  private transient long lateForAlerts;
  private transient long watermark;
  private transient long deadlines;
  private transient long leastDeadlines;
  private transient UnmatchedNames names;
  private transient LeftOutCounts leftOut;
  private transient boolean ended;

  /**
   * Tracks the progress of a run.
   *
   * @param start how the run may start, if it is not restored
   */
  public TrackProgress(int windowsPerReading, RunStart start) {
    this.windowsPerReading = windowsPerReading;
    this.start = start;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    if (!context.isRestored() && start.refusal() != null) {
      throw RefusedState.because(start.refusal());
    }
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("progress", ProgressTypes.PROGRESS));
    Progress before = Progress.NONE;
    for (Progress kept : state.get()) {
      before = kept;
    }
    lateForAlertsState =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("late-for-alerts", Types.LONG));
    lateForAlerts = 0;
    for (long kept : lateForAlertsState.get()) {
      lateForAlerts += kept;
    }
    expectedSinceState =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("expected-since", Types.LONG));
    expectedSince = context.isRestored() ? null : start.expectedSinceMillis();
    for (long kept : expectedSinceState.get()) {
      expectedSince = kept;
    }
    firstOffsets = new HashMap<>(before.firstOffsets());
    nextOffsets = new HashMap<>(before.nextOffsets());
    earlierRuns = context.isRestored() ? before.earlierRuns() : start.earlierRuns();
    accounting = before.accounting().withWindowsPerReading(windowsPerReading);
    acceptedBefore = accounting.accepted();
    watermark = before.watermarkMillis();
    deadlines = before.deadlinesMillis();
    leastDeadlines = ProgressPart.NO_DEADLINES;
    names = new UnmatchedNames();
    leftOut = new LeftOutCounts();
  }

  @Override
  public void processElement(StreamRecord<ProgressPart> element) {
    ProgressPart part = element.getValue();
    accounting = accounting.plus(part.counted());
    names.add(part);
    leftOut.add(Arrays.asList(part.leftOut()));
    lateForAlerts += part.lateForAlerts();
    leastDeadlines = Math.min(leastDeadlines, part.deadlinesMillis());
    for (int i = 0; i < part.partitions().length; i++) {
      firstOffsets.putIfAbsent(part.partitions()[i], part.firstOffsets()[i]);
      nextOffsets.merge(part.partitions()[i], part.nextOffsets()[i], Math::max);
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (!RestoredWatermark.isEndOfInput(mark.getTimestamp())) {
      watermark = Math.max(watermark, mark.getTimestamp());
    }
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    if (!ended) {
      emitProgress();
    }
  }

  /** For the last checkpoint: after the end of the input nothing may be emitted. */
  @Override
  public void endInput() {
    emitProgress();
    ended = true;
  }

  /** Each checkpoint has a part of every subtask with deadlines. */
  private void emitProgress() {
    if (leastDeadlines != ProgressPart.NO_DEADLINES) {
      deadlines = leastDeadlines;
      leastDeadlines = ProgressPart.NO_DEADLINES;
    }
    names.tell(accounting.messages(), watermark);
    List<LeftOut> values = leftOut.take();
    leftOut.add(values);
    output.collect(
        new StreamRecord<>(
            new ProgressUpdate(progress(), unmatched(), values, lateForAlerts, expectedSince)));
  }

  /** Of a run that has accepted no message yet, nothing can be said. */
  private List<String> unmatched() {
    return accounting.accepted() > acceptedBefore ? names.names() : List.of();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    state.update(List.of(progress()));
    lateForAlertsState.update(List.of(lateForAlerts));
    expectedSinceState.update(expectedSince == null ? List.of() : List.of(expectedSince));
  }

  private Progress progress() {
    return new Progress(
        watermark,
        deadlines,
        new HashMap<>(firstOffsets),
        new HashMap<>(nextOffsets),
        accounting,
        getRuntimeContext().getJobInfo().getJobId().toHexString(),
        new ArrayList<>(earlierRuns));
  }
}
