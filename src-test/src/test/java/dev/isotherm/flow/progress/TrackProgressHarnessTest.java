package dev.isotherm.flow.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.model.Accounting;
import dev.isotherm.model.EarlierRun;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutReason;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class TrackProgressHarnessTest {

  private OneInputStreamOperatorTestHarness<ProgressPart, ProgressUpdate> harness;

  @BeforeEach
  void open() throws Exception {
    open(null);
  }

  private void open(OperatorSubtaskState state) throws Exception {
    open(state, RunStart.FIRST);
  }

  private void open(OperatorSubtaskState state, RunStart start) throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new TrackProgress(2, start),
            ProgressTypes.PROGRESS_PART.createSerializer(new SerializerConfigImpl()));
    harness.setup(ProgressTypes.PROGRESS_UPDATE.createSerializer(new SerializerConfigImpl()));
    harness.initializeState(state);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void joinsThePartsOfAllSubtasksWithEachCheckpoint() throws Exception {
    part(0, 5, 9, new Accounting(4, 3, Map.of(RejectionReason.EMPTY, 1L), 6, 0, 0));
    part(1, 7, 8, new Accounting(1, 1, Map.of(), 1, 0, 0));
    harness.processElement(ProgressPart.of(new Accounting(0, 0, Map.of(), 0, 12, 2)), 0);
    harness.processWatermark(1_000);
    harness.prepareSnapshotPreBarrier(1);
    Progress progress = last();
    assertThat(progress.firstOffsets()).isEqualTo(Map.of(0, 5L, 1, 7L));
    assertThat(progress.nextOffsets()).isEqualTo(Map.of(0, 9L, 1, 8L));
    assertThat(progress.watermarkMillis()).isEqualTo(1_000);
    assertThat(progress.accounting())
        .isEqualTo(new Accounting(5, 4, Map.of(RejectionReason.EMPTY, 1L), 7, 12, 2, 2));
    assertThat(progress.accounting().addsUp()).isTrue();
  }

  @Test
  void goesOnCountingAfterARestart() throws Exception {
    part(0, 5, 9, new Accounting(4, 4, Map.of(), 4, 0, 0));
    harness.processWatermark(1_000);
    harness.prepareSnapshotPreBarrier(1);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(state);
    // What the source reads now begins where it was; its subtask does not know of more.
    part(0, 9, 11, new Accounting(2, 2, Map.of(), 2, 0, 0));
    harness.prepareSnapshotPreBarrier(2);
    assertThat(last().firstOffsets()).isEqualTo(Map.of(0, 5L));
    assertThat(last().nextOffsets()).isEqualTo(Map.of(0, 11L));
    assertThat(last().watermarkMillis()).isEqualTo(1_000);
    assertThat(last().accounting().messages()).isEqualTo(6);
  }

  @Test
  void aRunThatMustContinueFailsOnceWithoutState() throws Exception {
    harness.close();
    RunStart start = RunStart.continued("--group g: has no state");
    assertThatThrownBy(() -> open(null, start))
        .isInstanceOf(SuppressRestartsException.class)
        .hasRootCauseMessage("--group g: has no state");
    harness.close();
    open();
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(state, start);
    harness.prepareSnapshotPreBarrier(2);
    assertThat(last().earlierRuns()).isEmpty();
  }

  /** A job that is restored on its own, as with high availability, is not a further run. */
  @Test
  void aRunThatBeginsAnewNamesTheRunsBeforeAlsoAfterARestart() throws Exception {
    harness.close();
    EarlierRun before = new EarlierRun(Map.of(0, 1L), Map.of(0, 5L), 900, Accounting.NONE);
    open(null, RunStart.anew(List.of(before)));
    harness.prepareSnapshotPreBarrier(1);
    assertThat(last().earlierRuns()).containsExactly(before);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(state, RunStart.anew(List.of(before, before)));
    harness.prepareSnapshotPreBarrier(2);
    assertThat(last().earlierRuns()).containsExactly(before);
  }

  @Test
  void whatWasExpectedAtFirstIsToldAlsoAfterARestart() throws Exception {
    harness.close();
    open(null, RunStart.FIRST.expecting(700L));
    harness.prepareSnapshotPreBarrier(1);
    assertThat(updates()).last().extracting(ProgressUpdate::expectedSinceMillis).isEqualTo(700L);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(state, RunStart.FIRST.expecting(900L));
    harness.prepareSnapshotPreBarrier(2);
    assertThat(updates()).last().extracting(ProgressUpdate::expectedSinceMillis).isEqualTo(700L);
  }

  @Test
  void aRunWhoseStateExpectsNothingExpectsNothing() throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(state, RunStart.FIRST.expecting(900L));
    harness.prepareSnapshotPreBarrier(2);
    assertThat(updates()).last().extracting(ProgressUpdate::expectedSinceMillis).isNull();
  }

  /** They can go back: the evaluation begins without a watermark after a restart. */
  @Test
  void tellsTheDeadlinesThatAllSubtasksHavePassed() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
    assertThat(last().deadlinesMillis()).isEqualTo(Long.MIN_VALUE);
    harness.processElement(ProgressPart.ofDeadlines(900), 0);
    harness.processElement(ProgressPart.ofDeadlines(700), 0);
    harness.processWatermark(1_000);
    harness.prepareSnapshotPreBarrier(2);
    assertThat(last().deadlinesMillis()).isEqualTo(700);
    OperatorSubtaskState state = harness.snapshot(2, 2);
    harness.close();
    open(state);
    harness.processElement(ProgressPart.ofDeadlines(Long.MIN_VALUE), 0);
    harness.prepareSnapshotPreBarrier(3);
    assertThat(last().deadlinesMillis()).isEqualTo(Long.MIN_VALUE);
    harness.processElement(ProgressPart.ofDeadlines(800), 0);
    harness.processElement(ProgressPart.ofDeadlines(900), 0);
    harness.endInput();
    assertThat(last().deadlinesMillis()).isEqualTo(800);
  }

  @Test
  void saysNothingBehindTheEndOfTheInput() throws Exception {
    part(0, 0, 1, new Accounting(1, 1, Map.of(), 1, 0, 0));
    harness.processWatermark(1_000);
    harness.processWatermark(Long.MAX_VALUE);
    harness.endInput();
    harness.prepareSnapshotPreBarrier(1);
    assertThat(emitted()).hasSize(1);
    assertThat(last().watermarkMillis()).as("the end is not a time").isEqualTo(1_000);
  }

  private void part(int partition, long first, long next, Accounting counted) throws Exception {
    harness.processElement(
        new ProgressPart(
            new int[] {partition},
            new long[] {first},
            new long[] {next},
            counted,
            ProgressPart.NO_DEADLINES),
        0);
  }

  /** A name is missing until any subtask has found it; rules may be replaced. */
  @Test
  void namesWhatNoSubtaskHasFound() throws Exception {
    names(new String[] {"metric", "metric a", "metric b"}, new String[0]);
    names(new String[] {"rule", "rule r on a"}, new String[0]);
    part(0, 5, 6, new Accounting(1, 1, Map.of(), 1, 0, 0));
    harness.prepareSnapshotPreBarrier(1);
    assertThat(unmatched()).containsExactly("metric a", "metric b", "rule r on a");
    names(new String[0], new String[] {"metric b"});
    harness.prepareSnapshotPreBarrier(2);
    assertThat(unmatched()).containsExactly("metric a", "rule r on a");
    names(new String[] {"rule", "rule r on b"}, new String[] {"rule r on b"});
    harness.prepareSnapshotPreBarrier(3);
    assertThat(unmatched()).containsExactly("metric a");
  }

  /** A restart forgets what was found: until a message is accepted, that says nothing. */
  @Test
  void namesNothingBeforeAMessageIsAccepted() throws Exception {
    part(0, 5, 6, new Accounting(1, 1, Map.of(), 1, 0, 0));
    harness.prepareSnapshotPreBarrier(1);
    OperatorSubtaskState state = harness.snapshot(1, 0);
    harness.close();
    open(state);
    names(new String[] {"metric", "metric a"}, new String[0]);
    part(0, 6, 7, new Accounting(1, 0, Map.of(RejectionReason.EMPTY, 1L), 0, 0, 0));
    harness.prepareSnapshotPreBarrier(2);
    assertThat(unmatched()).isEmpty();
    part(0, 7, 8, new Accounting(1, 1, Map.of(), 1, 0, 0));
    harness.prepareSnapshotPreBarrier(3);
    assertThat(unmatched()).containsExactly("metric a");
  }

  @Test
  void keepsTheNumberOfReadingsThatWereLateForAlerts() throws Exception {
    harness.processElement(ProgressPart.ofLateForAlerts(48), 0);
    harness.prepareSnapshotPreBarrier(1);
    OperatorSubtaskState state = harness.snapshot(1, 0);
    harness.close();
    open(state);
    harness.processElement(ProgressPart.ofLateForAlerts(2), 0);
    harness.prepareSnapshotPreBarrier(2);
    assertThat(updates().get(0).lateForAlerts()).isEqualTo(50);
  }

  /** As long as the job runs, over all subtasks. */
  @Test
  void addsUpWhatIsLeftOut() throws Exception {
    leftOut(LeftOut.one("hum", LeftOutReason.NOT_FINITE, "NaN"));
    leftOut(LeftOut.one("hum", LeftOutReason.NOT_FINITE, "inf"));
    harness.prepareSnapshotPreBarrier(1);
    leftOut(LeftOut.one("rssi", LeftOutReason.NESTED, "-7"));
    harness.prepareSnapshotPreBarrier(2);
    assertThat(updates().get(1).leftOut())
        .containsExactly(
            new LeftOut("hum", LeftOutReason.NOT_FINITE, 2, "NaN"),
            new LeftOut("rssi", LeftOutReason.NESTED, 1, "-7"));
  }

  private void leftOut(LeftOut... values) throws Exception {
    harness.processElement(ProgressPart.of(Accounting.NONE).withLeftOut(List.of(values)), 0);
  }

  private void names(String[] sought, String[] found) throws Exception {
    harness.processElement(ProgressPart.of(Accounting.NONE).withNames(sought, found), 0);
  }

  private List<String> unmatched() {
    List<ProgressUpdate> all = updates();
    return all.get(all.size() - 1).unmatched();
  }

  private List<Progress> emitted() {
    return updates().stream().map(ProgressUpdate::progress).toList();
  }

  private List<ProgressUpdate> updates() {
    return harness.getOutput().stream()
        .filter(StreamRecord.class::isInstance)
        .map(element -> (ProgressUpdate) ((StreamRecord<?>) element).getValue())
        .toList();
  }

  private Progress last() {
    List<Progress> all = emitted();
    return all.get(all.size() - 1);
  }
}
