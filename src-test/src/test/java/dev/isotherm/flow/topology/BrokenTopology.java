package dev.isotherm.flow.topology;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.Partials;
import dev.isotherm.flow.average.AverageSpec;
import dev.isotherm.flow.average.AverageTypes;
import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.flow.average.OpenWindow;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.partial.PartialTypes;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.percentile.WantedPercentiles;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Ways to compute averages wrongly, to see whether that is noticed. */
public final class BrokenTopology {
  private BrokenTopology() {}

  /** Of what is to be merged, one side gets lost. */
  public static Topology.Averages mergeDropsOneSide(ParsedMessages messages, AverageSpec spec) {
    Topology.PreAggregated combined = Topology.preAggregate(messages.readings(), spec);
    SingleOutputStreamOperator<AverageUpdate> updates =
        oneByOne(combined)
            .process(new KeepsTheLast(), AverageTypes.AVERAGE_UPDATE)
            .uid("merge-averages");
    return new Topology.Averages(updates, combined.late(), combined.progress());
  }

  /** What is too late goes nowhere. */
  public static Topology.Averages ledgerIsDropped(ParsedMessages messages, AverageSpec spec) {
    Topology.Averages averages = Topology.average(messages, spec);
    DataStream<LateReading> none = averages.late().filter(late -> false).uid("no-ledger");
    return new Topology.Averages(averages.updates(), none, averages.progress());
  }

  /** A crash loses the open windows. */
  public static Topology.Averages windowsAreNoState(ParsedMessages messages, AverageSpec spec) {
    Topology.PreAggregated combined = Topology.preAggregate(messages.readings(), spec);
    SingleOutputStreamOperator<AverageUpdate> updates =
        oneByOne(combined)
            .process(new KeepsInMemory(), AverageTypes.AVERAGE_UPDATE)
            .uid("merge-averages");
    return new Topology.Averages(updates, combined.late(), combined.progress());
  }

  private static KeyedStream<PartialBlock, SeriesWindow> oneByOne(Topology.PreAggregated combined) {
    return combined
        .partials()
        .<PartialBlock>flatMap(
            (block, out) ->
                block.partials().forEach(partial -> out.collect(Partials.alone(partial))))
        .returns(PartialTypes.PARTIAL_BLOCK)
        .uid("one-by-one")
        .keyBy(block -> partial(block).window(), ModelTypes.SERIES_WINDOW);
  }

  private static PartialAggregate partial(PartialBlock block) throws IOException {
    return block.partials().get(0);
  }

  private static final class KeepsInMemory
      extends KeyedProcessFunction<SeriesWindow, PartialBlock, AverageUpdate> {
    private static final long serialVersionUID = 1;

    private transient Map<SeriesWindow, AverageAccumulator> windows;

    @Override
    public void open(OpenContext context) {
      windows = new HashMap<>();
    }

    @Override
    public void processElement(PartialBlock block, Context context, Collector<AverageUpdate> out)
        throws Exception {
      PartialAggregate partial = partial(block);
      windows
          .computeIfAbsent(partial.window(), any -> new AverageAccumulator())
          .merge(partial.average());
      context.timerService().registerEventTimeTimer(partial.window().lastMillis());
    }

    @Override
    public void onTimer(long instant, OnTimerContext context, Collector<AverageUpdate> out) {
      AverageAccumulator total = windows.remove(context.getCurrentKey());
      if (total != null) {
        out.collect(
            AverageUpdate.of(
                new OpenWindow(total, 0).average(context.getCurrentKey(), WantedPercentiles.NONE)));
      }
    }
  }

  private static final class KeepsTheLast
      extends KeyedProcessFunction<SeriesWindow, PartialBlock, AverageUpdate> {
    private static final long serialVersionUID = 1;

    private transient ValueState<OpenWindow> last;

    @Override
    public void open(OpenContext context) {
      last =
          getRuntimeContext()
              .getState(new ValueStateDescriptor<>("last", AverageTypes.OPEN_WINDOW));
    }

    @Override
    public void processElement(PartialBlock block, Context context, Collector<AverageUpdate> out)
        throws Exception {
      PartialAggregate partial = partial(block);
      last.update(new OpenWindow(partial.average(), 0));
      context.timerService().registerEventTimeTimer(partial.window().lastMillis());
    }

    @Override
    public void onTimer(long instant, OnTimerContext context, Collector<AverageUpdate> out)
        throws Exception {
      out.collect(
          AverageUpdate.of(last.value().average(context.getCurrentKey(), WantedPercentiles.NONE)));
    }
  }
}
