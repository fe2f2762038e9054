package dev.isotherm.jobs.verify.job;

import dev.isotherm.model.Series;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Emits the last average of each window, unless it was withdrawn. For BATCH mode only. */
final class LastPublished
    extends KeyedProcessFunction<Tuple2<Series, Long>, WindowResult, WindowResult> {

  private static final long serialVersionUID = 1;

  private transient ValueState<WindowResult> last;

  @Override
  public void open(OpenContext context) {
    last =
        getRuntimeContext().getState(new ValueStateDescriptor<>("last", ResultTypes.WINDOW_RESULT));
  }

  @Override
  public void processElement(WindowResult result, Context context, Collector<WindowResult> out)
      throws Exception {
    // In BATCH mode timers fire after the last result of the key, whatever their instant.
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    last.update(result);
  }

  @Override
  public void onTimer(long instant, OnTimerContext context, Collector<WindowResult> out)
      throws Exception {
    if (last.value().average() != null) {
      out.collect(last.value());
    }
  }
}
