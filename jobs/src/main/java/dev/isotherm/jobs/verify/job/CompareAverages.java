package dev.isotherm.jobs.verify.job;

import dev.isotherm.flow.average.AverageTypes;
import dev.isotherm.jobs.verify.compare.AverageComparison;
import dev.isotherm.jobs.verify.compare.Difference;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.accumulators.LongMinimum;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Compares the averages of each window. For BATCH mode only: the average of the replay comes first,
 * then the published ones in the order of the topic. The state is two averages.
 */
final class CompareAverages
    extends KeyedProcessFunction<Tuple2<Series, Long>, WindowResult, Difference> {

  /** Accumulator: how many averages agree. */
  static final String MATCHES = "matching averages";

  /** Accumulator: the first instant of the earliest window whose published average is compared. */
  static final String EARLIEST = "earliest published window";

  private static final long serialVersionUID = 1;

  private final AverageComparison comparison;

  private transient ValueState<Average> ofLog;
  private transient ValueState<Average> published;
  private transient LongCounter matches;
  private transient LongMinimum earliest;

  CompareAverages(AverageComparison comparison) {
    this.comparison = comparison;
  }

  @Override
  public void open(OpenContext context) {
    ofLog =
        getRuntimeContext().getState(new ValueStateDescriptor<>("of-log", AverageTypes.AVERAGE));
    published =
        getRuntimeContext().getState(new ValueStateDescriptor<>("published", AverageTypes.AVERAGE));
    matches = new LongCounter();
    earliest = new LongMinimum();
    getRuntimeContext().addAccumulator(MATCHES, matches);
    getRuntimeContext().addAccumulator(EARLIEST, earliest);
  }

  @Override
  public void processElement(WindowResult result, Context context, Collector<Difference> out)
      throws Exception {
    // In BATCH mode timers fire after the last result of the key, whatever their instant.
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    if (result.isOfLog()) {
      ofLog.update(result.average());
      return;
    }
    if (result.average() != null) {
      comparison.revision(published.value(), result.average(), new CountedFindings(matches, out));
    }
    published.update(result.average());
  }

  @Override
  public void onTimer(long instant, OnTimerContext context, Collector<Difference> out)
      throws Exception {
    Average last = published.value();
    if (last != null && comparison.scope().covers(last.windowStartMillis())) {
      earliest.add(last.windowStartMillis());
    }
    comparison.last(ofLog.value(), last, new CountedFindings(matches, out));
  }
}
