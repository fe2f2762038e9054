package dev.isotherm.jobs.verify.job;

import dev.isotherm.flow.average.AverageTypes;
import dev.isotherm.jobs.verify.compare.AverageComparison;
import dev.isotherm.jobs.verify.compare.ComparisonScope;
import dev.isotherm.jobs.verify.compare.Difference;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Finds published averages that lack the readings of an earlier average. For BATCH mode only: the
 * results of a series come in such an order that the earlier average in question is the last one.
 */
final class FindPartialWindows extends KeyedProcessFunction<Series, WindowResult, Difference> {

  private static final long serialVersionUID = 1;

  private final ComparisonScope scope;
  private final Windowing windowing;

  private transient ValueState<Average> earlier;

  FindPartialWindows(ComparisonScope scope, Windowing windowing) {
    this.scope = scope;
    this.windowing = windowing;
  }

  @Override
  public void open(OpenContext context) {
    earlier =
        getRuntimeContext().getState(new ValueStateDescriptor<>("earlier", AverageTypes.AVERAGE));
  }

  @Override
  public void processElement(WindowResult result, Context context, Collector<Difference> out)
      throws Exception {
    if (result.isOfLog()) {
      earlier.update(result.average());
      return;
    }
    Average published = result.average();
    Average before = earlier.value();
    if (before != null
        && scope.covers(published.windowStartMillis())
        && isOfSameWindow(before, published)
        && !AverageComparison.equalValues(before, published)) {
      out.collect(Difference.ofPartial(published, before.count()));
    }
  }

  private boolean isOfSameWindow(Average before, Average published) {
    return windowing instanceof SessionWindows
        ? before.window().touches(published.window())
        : before.windowStartMillis() == published.windowStartMillis();
  }
}
