package dev.isotherm.flow.alert;

import dev.isotherm.model.Transition;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Drops transitions that fall due after the latest instant of the input. A batch ends with its
 * latest reading, of whatever series. For BATCH mode only: there both inputs come sorted by
 * timestamp, and the latest instants, which have the lowest timestamp, come first.
 */
public final class DropBeyondEndOfInput
    extends KeyedCoProcessFunction<Integer, Long, Transition, Transition> {

  private static final long serialVersionUID = 1;

  private transient ValueState<Long> latest;

  @Override
  public void open(OpenContext context) {
    latest = getRuntimeContext().getState(new ValueStateDescriptor<>("latest", Types.LONG));
  }

  @Override
  public void processElement1(Long latestOfSubtask, Context context, Collector<Transition> out)
      throws Exception {
    Long known = latest.value();
    latest.update(known == null ? latestOfSubtask : Math.max(known, latestOfSubtask));
  }

  @Override
  public void processElement2(Transition due, Context context, Collector<Transition> out)
      throws Exception {
    Long end = latest.value();
    if (end != null && due.atMillis() <= end) {
      out.collect(due);
    }
  }
}
