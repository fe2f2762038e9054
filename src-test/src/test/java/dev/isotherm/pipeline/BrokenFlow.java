package dev.isotherm.pipeline;

import dev.isotherm.average.PartialAverage;
import dev.isotherm.average.Windowing;
import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.SeriesWindow;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Ways to compute averages wrongly, to see whether that is noticed. */
public final class BrokenFlow {
  private BrokenFlow() {}

  /** Of what is to be merged, one side gets lost. */
  public static Flow.Averages mergeDropsOneSide(
      Flow.Messages messages, Windowing windowing, Duration allowedLateness) {
    Flow.Combined combined = Flow.combine(messages.readings(), windowing, allowedLateness);
    SingleOutputStreamOperator<AverageUpdate> updates =
        combined
            .partials()
            .keyBy(Partial::window, FlowTypes.SERIES_WINDOW)
            .process(new KeepsTheLast(), FlowTypes.AVERAGE_UPDATE)
            .uid("merge-averages");
    return new Flow.Averages(updates, combined.late(), combined.progress());
  }

  /** What is too late goes nowhere. */
  public static Flow.Averages ledgerIsDropped(
      Flow.Messages messages, Windowing windowing, Duration allowedLateness) {
    Flow.Averages averages = Flow.average(messages, windowing, allowedLateness);
    DataStream<LateReading> none = averages.late().filter(late -> false).uid("no-ledger");
    return new Flow.Averages(averages.updates(), none, averages.progress());
  }

  private static final class KeepsTheLast
      extends KeyedProcessFunction<SeriesWindow, Partial, AverageUpdate> {
    private static final long serialVersionUID = 1;

    private transient ValueState<PartialAverage> last;

    @Override
    public void open(OpenContext context) {
      last =
          getRuntimeContext()
              .getState(new ValueStateDescriptor<>("last", FlowTypes.PARTIAL_AVERAGE));
    }

    @Override
    public void processElement(Partial partial, Context context, Collector<AverageUpdate> out)
        throws Exception {
      last.update(partial.average());
      context.timerService().registerEventTimeTimer(partial.window().lastMillis());
    }

    @Override
    public void onTimer(long instant, OnTimerContext context, Collector<AverageUpdate> out)
        throws Exception {
      SeriesWindow window = context.getCurrentKey();
      Average average =
          last.value().toAverage(window.series(), window.startMillis(), window.endMillis(), 0);
      out.collect(new AverageUpdate(window, average));
    }
  }
}
