package dev.isotherm.jobs.verify.job;

import dev.isotherm.jobs.verify.compare.AlertComparison;
import dev.isotherm.jobs.verify.compare.AlertComparison.Replayed;
import dev.isotherm.jobs.verify.compare.Difference;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Compares the transitions of each alert. For BATCH mode only: those of the replay come first, then
 * the published ones in the order of the topic. The state is the transitions of one alert.
 */
final class CompareAlerts
    extends KeyedProcessFunction<Tuple2<String, Series>, AlertResult, Difference> {

  /** Accumulator: how many transitions agree. */
  static final String MATCHES = "matching transitions";

  private static final long serialVersionUID = 1;

  private final AlertComparison comparison;

  private transient ListState<AlertResult> results;
  private transient LongCounter matches;

  CompareAlerts(AlertComparison comparison) {
    this.comparison = comparison;
  }

  @Override
  public void open(OpenContext context) {
    results =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("results", ResultTypes.ALERT_RESULT));
    matches = new LongCounter();
    getRuntimeContext().addAccumulator(MATCHES, matches);
  }

  @Override
  public void processElement(AlertResult result, Context context, Collector<Difference> out)
      throws Exception {
    // In BATCH mode timers fire after the last result of the key, whatever their instant.
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    results.add(result);
  }

  @Override
  public void onTimer(long instant, OnTimerContext context, Collector<Difference> out)
      throws Exception {
    List<Replayed> log = new ArrayList<>();
    List<Transition> published = new ArrayList<>();
    for (AlertResult result : results.get()) {
      if (result.isOfLog()) {
        log.add(new Replayed(result.transition(), result.afterLastReading()));
      } else {
        published.add(result.transition());
      }
    }
    comparison.compare(log, published, new CountedFindings(matches, out));
  }
}
