package dev.isotherm.flow.state;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/** Operator state that is restored as the greatest number of all subtasks. */
public final class MaximumState {

  private final ListState<Long> state;
  private final long restored;

  /** Restores the number of the last checkpoint, if there is one. */
  public MaximumState(OperatorStateStore store, String name) throws Exception {
    state = store.getUnionListState(new ListStateDescriptor<>(name, Types.LONG));
    long greatest = Long.MIN_VALUE;
    for (long each : state.get()) {
      greatest = Math.max(greatest, each);
    }
    restored = greatest;
  }

  /** The restored number; {@code Long.MIN_VALUE} if there was none. */
  public long restored() {
    return restored;
  }

  /** Writes the number of this subtask to the state that is about to be checkpointed. */
  public void snapshot(long number) throws Exception {
    state.update(List.of(number));
  }
}
