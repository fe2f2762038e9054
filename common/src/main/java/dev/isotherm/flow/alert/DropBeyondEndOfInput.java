package dev.isotherm.flow.alert;

import dev.isotherm.model.Transition;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Of what falls due after the last reading of its series, lets pass what other series show to have
 * been reached: a batch ends with its latest reading. In BATCH mode only, where the input comes
 * sorted, how far it goes before all else.
 */
public final class DropBeyondEndOfInput
    extends KeyedProcessFunction<Integer, PendingTransition, Transition> {

  private static final long serialVersionUID = 1;

  private transient ValueState<Long> latest;

  @Override
  public void open(OpenContext context) {
    latest = getRuntimeContext().getState(new ValueStateDescriptor<>("latest", Types.LONG));
  }

  @Override
  public void processElement(PendingTransition one, Context context, Collector<Transition> out)
      throws Exception {
    Long before = latest.value();
    if (one.transition() == null) {
      latest.update(before == null ? one.millis() : Math.max(before, one.millis()));
    } else if (before != null && one.millis() <= before) {
      out.collect(one.transition());
    }
  }
}
