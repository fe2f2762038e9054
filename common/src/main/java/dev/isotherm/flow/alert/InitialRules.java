package dev.isotherm.flow.alert;

import dev.isotherm.flow.state.RefusedState;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/** The rules that a stream began with, which its state has a meaning under. */
final class InitialRules {

  private final ListState<String> initialRules;

  InitialRules(OperatorStateStore store) throws Exception {
    initialRules =
        store.getUnionListState(new ListStateDescriptor<>("initial-rules", Types.STRING));
  }

  /**
   * Checks that the stream began with these rules.
   *
   * @throws org.apache.flink.runtime.execution.SuppressRestartsException if it did not
   */
  void require(String fingerprint) throws Exception {
    for (String before : initialRules.get()) {
      if (!before.equals(fingerprint)) {
        throw RefusedState.because(
            "--rules: the state is of a stream that began with rules of another meaning; begin with"
                + " those again, and put the new ones to it with rules publish");
      }
    }
  }

  void snapshot(String fingerprint) throws Exception {
    initialRules.update(List.of(fingerprint));
  }
}
