package dev.isotherm.jobs.verify.job;

import dev.isotherm.jobs.verify.compare.AverageComparison;
import dev.isotherm.jobs.verify.compare.Difference;
import dev.isotherm.jobs.verify.compare.Findings;
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
import org.jspecify.annotations.Nullable;

/**
 * Compares the averages of each window, of series or of groups. For BATCH mode only: the average of
 * the replay comes first, then the published ones in the order of the topic. The state is two
 * averages.
 */
final class CompareAverages
    extends KeyedProcessFunction<Tuple2<Series, Long>, WindowResult, Difference> {

  /** Accumulator: how many averages of series agree. */
  static final String MATCHES = "matching averages";

  /** Accumulator: how many averages of groups agree. */
  static final String MATCHES_OF_GROUPS = "matching averages of groups";

  /** Accumulator: the first instant of the earliest window whose published average is compared. */
  static final String EARLIEST = "earliest published window";

  private static final long serialVersionUID = 1;

  private final AverageComparison comparison;

  private final String matchesName;

  private transient ValueState<WindowResult> ofLog;
  private transient ValueState<WindowResult> published;
  private transient LongCounter matches;
  private transient LongMinimum earliest;

  /**
   * Compares averages.
   *
   * @param matchesName the accumulator that counts those that agree
   */
  CompareAverages(AverageComparison comparison, String matchesName) {
    this.comparison = comparison;
    this.matchesName = matchesName;
  }

  @Override
  public void open(OpenContext context) {
    ofLog =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("of-log", ResultTypes.WINDOW_RESULT));
    published =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("published", ResultTypes.WINDOW_RESULT));
    matches = new LongCounter();
    earliest = new LongMinimum();
    getRuntimeContext().addAccumulator(matchesName, matches);
    getRuntimeContext().addAccumulator(EARLIEST, earliest);
  }

  @Override
  public void processElement(WindowResult result, Context context, Collector<Difference> out)
      throws Exception {
    // In BATCH mode timers fire after the last result of the key, whatever their instant.
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    if (result.isOfLog()) {
      ofLog.update(result);
      return;
    }
    if (result.average() != null) {
      comparison.revision(
          averageOf(published.value()), result.average(), new CountedFindings(matches, out));
    }
    published.update(result);
  }

  @Override
  public void onTimer(long instant, OnTimerContext context, Collector<Difference> out)
      throws Exception {
    WindowResult log = ofLog.value();
    WindowResult last = published.value();
    Average lastAverage = averageOf(last);
    if (lastAverage != null && comparison.scope().covers(lastAverage.windowStartMillis())) {
      earliest.add(lastAverage.windowStartMillis());
    }
    Findings findings = new CountedFindings(matches, out);
    if (log != null
        && lastAverage != null
        && log.sensors() != last.sensors()
        && AverageComparison.equalValues(log.average(), lastAverage)) {
      comparison.members(log.average(), log.sensors(), last.sensors(), findings);
    } else {
      comparison.last(averageOf(log), lastAverage, findings);
    }
  }

  private static @Nullable Average averageOf(@Nullable WindowResult result) {
    return result == null ? null : result.average();
  }
}
