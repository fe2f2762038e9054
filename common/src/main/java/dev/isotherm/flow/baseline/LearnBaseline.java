package dev.isotherm.flow.baseline;

import dev.isotherm.baseline.LearnedSlot;
import dev.isotherm.baseline.SeriesHistory;
import dev.isotherm.baseline.Slots;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Learns what is usual for each series from its last days, and passes it on at the end of the
 * input. For BATCH mode: a stream would have to keep the days in its state.
 */
public final class LearnBaseline extends KeyedProcessFunction<Series, Reading, LearnedSlot> {

  private static final long serialVersionUID = 1;

  private final Slots slots;
  private final int days;

  private transient ValueState<SeriesHistory> history;

  public LearnBaseline(Slots slots, int days) {
    this.slots = slots;
    this.days = days;
  }

  @Override
  public void open(OpenContext context) {
    history =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("history", BaselineTypes.SERIES_HISTORY));
  }

  @Override
  public void processElement(Reading reading, Context context, Collector<LearnedSlot> out)
      throws Exception {
    SeriesHistory known = history.value();
    if (known == null) {
      known = new SeriesHistory();
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }
    known.add(slots, days, reading.epochMillis(), reading.value());
    history.update(known);
  }

  @Override
  public void onTimer(long epochMillis, OnTimerContext context, Collector<LearnedSlot> out)
      throws Exception {
    history.value().learned(context.getCurrentKey()).forEach(out::collect);
    history.clear();
  }
}
