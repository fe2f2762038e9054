package dev.isotherm.flow.alert;

import dev.isotherm.flow.state.RefusedState;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What a subtask knows of the run before: how many alerts fire, and the rules that the stream began
 * with.
 */
final class InitialState {

  private final ListState<Long> firingCount;
  private final ListState<String> initialRules;

  InitialState(OperatorStateStore store) throws Exception {
    firingCount = store.getListState(new ListStateDescriptor<>("firing-count", Types.LONG));
    initialRules =
        store.getUnionListState(new ListStateDescriptor<>("initial-rules", Types.STRING));
  }

  /**
   * Checks that the stream began with these rules.
   *
   * @throws org.apache.flink.runtime.execution.SuppressRestartsException if it did not
   */
  void requireRules(String fingerprint) throws Exception {
    for (String before : initialRules.get()) {
      if (!before.equals(fingerprint)) {
        throw RefusedState.because(
            "--rules: the state is of a stream that began with rules of another meaning; begin with"
                + " those again, and put the new ones to it with rules publish");
      }
    }
  }

  /** The number of alerts that fire. After rescaling, only the sum over all subtasks is right. */
  long firing() throws Exception {
    long firing = 0;
    for (long count : firingCount.get()) {
      firing += count;
    }
    return firing;
  }

  void snapshot(long firing, String fingerprint) throws Exception {
    firingCount.update(List.of(firing));
    initialRules.update(List.of(fingerprint));
  }
}
