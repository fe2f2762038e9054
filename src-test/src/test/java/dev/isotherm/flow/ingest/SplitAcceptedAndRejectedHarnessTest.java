package dev.isotherm.flow.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.parse.ReadingBlock;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** A stream goes on only as the stream that it was. */
@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class SplitAcceptedAndRejectedHarnessTest {

  private static final Map<String, String> MINUTES =
      Map.of("--window", "1min", "--zone", "UTC", "--slide", "10s");

  @Test
  void theSameSettingsContinue() throws Exception {
    OperatorSubtaskState state = snapshot(MINUTES, false);
    assertThat(snapshot(MINUTES, state, false)).isNotNull();
  }

  @Test
  void otherSettingsFailForGoodAndAreNamedWithBothValues() throws Exception {
    OperatorSubtaskState state = snapshot(MINUTES, false);
    Map<String, String> other = Map.of("--window", "5min", "--zone", "UTC", "--reorder", "10s");
    assertThatThrownBy(() -> snapshot(other, state, false))
        .isInstanceOf(SuppressRestartsException.class)
        .rootCause()
        .hasMessage(
            "--reorder 10s: the state is of a stream without it; --slide: is not given; the state"
                + " is of a stream with 10s; --window 5min: the state is of a stream with 1min."
                + " Continue with the same options, or begin anew with --fresh");
  }

  @Test
  void everySubtaskKnowsAfterRescaling() throws Exception {
    OperatorSubtaskState state = snapshot(MINUTES, false);
    for (int i = 0; i < 3; i++) {
      OperatorSubtaskState share =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(state, 8, 1, 3, i);
      assertThatThrownBy(() -> snapshot(Map.of(), share, false))
          .isInstanceOf(SuppressRestartsException.class);
    }
  }

  @Test
  void aDrainedStreamHasEnded() throws Exception {
    OperatorSubtaskState state = snapshot(MINUTES, true);
    assertThatThrownBy(() -> snapshot(MINUTES, state, false))
        .isInstanceOf(SuppressRestartsException.class)
        .rootCause()
        .hasMessageStartingWith("the state was written by stop --drain, which ends a stream");
  }

  private static OperatorSubtaskState snapshot(Map<String, String> settings, boolean drain)
      throws Exception {
    return snapshot(settings, null, drain);
  }

  private static OperatorSubtaskState snapshot(
      Map<String, String> settings, OperatorSubtaskState before, boolean drain) throws Exception {
    try (OneInputStreamOperatorTestHarness<MessageBlock, ReadingBlock> harness =
        new OneInputStreamOperatorTestHarness<>(new SplitAcceptedAndRejected(settings, Set.of()))) {
      harness.setup(IngestTypes.READING_BLOCK.createSerializer(new SerializerConfigImpl()));
      harness.initializeState(before);
      harness.open();
      if (drain) {
        harness.endInput();
      }
      return harness.snapshot(1, 1);
    }
  }
}
