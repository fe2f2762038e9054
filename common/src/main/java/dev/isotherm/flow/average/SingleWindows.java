package dev.isotherm.flow.average;

import dev.isotherm.flow.partial.SeriesShares;
import dev.isotherm.flow.state.RefusedState;
import dev.isotherm.model.SeriesWindow;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.util.function.BiConsumerWithException;

/** The state of earlier versions, where each window of each series is a value by itself. */
final class SingleWindows<K> {

  private static final ValueStateDescriptor<OpenWindow> OPEN =
      new ValueStateDescriptor<>("open-window", AverageTypes.OPEN_WINDOW);

  private final AbstractStreamOperator<?> operator;
  private final WindowKey<K> keys;
  private final KeyedStateBackend<K> backend;

  private record Single<K>(K key, OpenWindow open) {}

  SingleWindows(AbstractStreamOperator<?> operator, WindowKey<K> keys) {
    this.operator = operator;
    this.keys = keys;
    this.backend = operator.getKeyedStateBackend();
  }

  /**
   * Removes all of them.
   *
   * @param into receives each; may change the current key
   */
  void moveInto(BiConsumerWithException<SeriesWindow, OpenWindow, Exception> into)
      throws Exception {
    List<Single<K>> singles = new ArrayList<>();
    backend.applyToAllKeys(
        VoidNamespace.INSTANCE,
        VoidNamespaceSerializer.INSTANCE,
        OPEN,
        (key, state) -> singles.add(new Single<>(key, state.value())));
    if (!singles.isEmpty()) {
      requireSameSubtasks();
    }
    ValueState<OpenWindow> state = operator.getRuntimeContext().getState(OPEN);
    for (Single<K> single : singles) {
      operator.setCurrentKey(single.key);
      state.clear();
    }
    for (Single<K> single : singles) {
      into.accept(keys.windowOf().apply(single.key), single.open);
    }
  }

  /** A share is where its series were only if a key group is a whole number of shares. */
  private void requireSameSubtasks() {
    int most = operator.getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    if (SeriesShares.COUNT % most != 0) {
      throw RefusedState.because(
          "state of open windows: was written by an earlier version with a maximum parallelism of "
              + most
              + "; this version reads it if that is a power of two up to "
              + SeriesShares.COUNT
              + ". Let the earlier version read until all windows are closed, or begin without this"
              + " state");
    }
  }
}
