package dev.isotherm.flow.state;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/** The greatest number that any subtask had when the last checkpoint was made. */
public final class MaximumState {

  private final ListState<Long> state;
  private final long before;

  /** Takes up what was kept, if this is a restart. */
  public MaximumState(OperatorStateStore store, String name) throws Exception {
    state = store.getUnionListState(new ListStateDescriptor<>(name, Types.LONG));
    long greatest = Long.MIN_VALUE;
    for (long kept : state.get()) {
      greatest = Math.max(greatest, kept);
    }
    before = greatest;
  }

  /** That of before the restart; {@code Long.MIN_VALUE} if there was none. */
  public long before() {
    return before;
  }

  /** Keeps this subtask's in the state that a checkpoint is about to take. */
  public void keep(long number) throws Exception {
    state.update(List.of(number));
  }
}
