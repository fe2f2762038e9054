package dev.isotherm.jobs.processingtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.GoldenState;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A source that may be idle for a minute. */
@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class SourceSilenceHarnessTest {

  private OneInputStreamOperatorTestHarness<ProgressPart, Transition> harness;
  private long checkpoint;

  @BeforeEach
  void open() throws Exception {
    open(null);
  }

  private void open(OperatorSubtaskState state) throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(new SourceSilence("topic", Duration.ofMinutes(1)));
    harness.initializeState(state);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void isToldOnceWhenItHasLastedAndEndsWithALaterWatermark() throws Exception {
    harness.processWatermark(5_000);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.setProcessingTime(59_999);
    checkpoint();
    assertThat(transitions()).isEmpty();
    harness.setProcessingTime(60_000);
    checkpoint();
    harness.setProcessingTime(500_000);
    checkpoint();
    assertThat(transitions())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.rule()).isEqualTo("source_silent");
              assertThat(one.series()).isEqualTo(new Series("topic", "messages"));
              assertThat(one.severity()).isEqualTo(Severity.CRITICAL);
              assertThat(one.reason()).isEqualTo(TransitionReason.SOURCE_SILENT);
              assertThat(one.rulesVersion()).isNull();
            });
    assertThat(states()).containsExactly("FIRING at 65000");
    harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
    harness.processWatermark(5_000);
    assertThat(states()).as("no later watermark").hasSize(1);
    harness.processWatermark(5_001);
    assertThat(states()).containsExactly("FIRING at 65000", "RESOLVED at 65000");
    harness.processWatermark(80_000);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.setProcessingTime(560_000);
    checkpoint();
    harness.processWatermark(200_000);
    assertThat(states().subList(2, 4)).containsExactly("FIRING at 140000", "RESOLVED at 200000");
  }

  @Test
  void aShortPauseIsNoSilence() throws Exception {
    harness.processWatermark(5_000);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.setProcessingTime(59_000);
    harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.setProcessingTime(118_999);
    checkpoint();
    assertThat(transitions()).isEmpty();
    harness.setProcessingTime(119_000);
    checkpoint();
    assertThat(transitions()).hasSize(1);
  }

  @Test
  void aSourceOfRejectedMessagesIsNotSilent() throws Exception {
    harness.processWatermark(5_000);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.setProcessingTime(60_000);
    count(new Accounting(1, 0, Map.of(RejectionReason.EMPTY, 1L), 0, 0, 0));
    checkpoint();
    harness.setProcessingTime(119_999);
    count(new Accounting(0, 0, Map.of(), 0, 0, 0));
    checkpoint();
    assertThat(transitions()).isEmpty();
    harness.setProcessingTime(120_000);
    checkpoint();
    assertThat(transitions()).hasSize(1);
  }

  @Test
  void aSourceThatNeverHadAnythingIsNotSilentButNew() throws Exception {
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.setProcessingTime(500_000);
    checkpoint();
    assertThat(transitions()).isEmpty();
  }

  @Test
  void afterARestartInASilenceItIsNotToldAgainAndEndsAllTheSame() throws Exception {
    fallSilent();
    OperatorSubtaskState state = checkpoint();
    harness.close();
    open(state);
    harness.setProcessingTime(700_000);
    checkpoint();
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.setProcessingTime(800_000);
    checkpoint();
    assertThat(transitions()).isEmpty();
    harness.processWatermark(90_000);
    assertThat(states()).containsExactly("RESOLVED at 90000");
  }

  /** Nobody knows whether it was told: better twice, with one id, than an end of nothing. */
  @Test
  void whatWasFoundBeforeACrashIsToldAfterIt() throws Exception {
    OperatorSubtaskState found = fallSilent();
    List<Transition> before = transitions();
    harness.close();
    open(found);
    harness.processWatermark(90_000);
    assertThat(states()).containsExactly("FIRING at 65000", "RESOLVED at 90000");
    assertThat(transitions().get(0).id()).isEqualTo(before.get(0).id());
  }

  @Test
  void whatIsNotInACheckpointIsNotToldBecauseACrashCouldUndoIt() throws Exception {
    harness.processWatermark(5_000);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.setProcessingTime(60_000);
    harness.prepareSnapshotPreBarrier(7);
    harness.snapshot(7, 0);
    harness.notifyOfCompletedCheckpoint(6);
    assertThat(transitions()).isEmpty();
    harness.notifyOfCompletedCheckpoint(7);
    assertThat(transitions()).hasSize(1);
  }

  @Test
  void theEndOfTheInputIsNotItsReturn() throws Exception {
    fallSilent();
    harness.processWatermark(Long.MAX_VALUE);
    assertThat(states()).containsExactly("FIRING at 65000");
  }

  private OperatorSubtaskState fallSilent() throws Exception {
    harness.processWatermark(5_000);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.setProcessingTime(60_000);
    OperatorSubtaskState state = checkpoint();
    assertThat(states()).containsExactly("FIRING at 65000");
    return state;
  }

  private OperatorSubtaskState checkpoint() throws Exception {
    checkpoint++;
    harness.prepareSnapshotPreBarrier(checkpoint);
    OperatorSubtaskState state = harness.snapshot(checkpoint, 0);
    harness.notifyOfCompletedCheckpoint(checkpoint);
    return state;
  }

  private void count(Accounting counted) throws Exception {
    harness.processElement(
        new ProgressPart(new int[0], new long[0], new long[0], counted, Long.MAX_VALUE), 0);
  }

  private List<Transition> transitions() {
    return harness.extractOutputValues();
  }

  private List<String> states() {
    return transitions().stream().map(one -> one.state() + " at " + one.atMillis()).toList();
  }

  @Test
  void savepointsKeepTheirForm() throws Exception {
    GoldenState.assertKept(
        "source-status", Types.POJO(SourceStatus.class), new SourceStatus(7, 9, true));
  }
}
