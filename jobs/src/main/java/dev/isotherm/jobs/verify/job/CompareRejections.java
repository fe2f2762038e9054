package dev.isotherm.jobs.verify.job;

import dev.isotherm.jobs.verify.compare.Comparison;
import dev.isotherm.jobs.verify.compare.Difference;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Compares the rejections of each message. For BATCH mode only. */
final class CompareRejections extends KeyedProcessFunction<String, RejectionResult, Difference> {

  /** Accumulator: how many rejections agree. */
  static final String MATCHES = "matching rejections";

  private static final long serialVersionUID = 1;

  private transient ValueState<String> ofLog;
  private transient ValueState<String> published;
  private transient ValueState<Long> times;
  private transient LongCounter matches;

  @Override
  public void open(OpenContext context) {
    ofLog = getRuntimeContext().getState(new ValueStateDescriptor<>("of-log", Types.STRING));
    published = getRuntimeContext().getState(new ValueStateDescriptor<>("published", Types.STRING));
    times = getRuntimeContext().getState(new ValueStateDescriptor<>("times", Types.LONG));
    matches = new LongCounter();
    getRuntimeContext().addAccumulator(MATCHES, matches);
  }

  @Override
  public void processElement(RejectionResult result, Context context, Collector<Difference> out)
      throws Exception {
    // In BATCH mode timers fire after the last result of the key, whatever their instant.
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    if (result.ofLog()) {
      ofLog.update(result.reason());
    } else {
      published.update(result.reason());
      times.update(timesPublished() + 1);
    }
  }

  private long timesPublished() throws Exception {
    return times.value() == null ? 0 : times.value();
  }

  @Override
  public void onTimer(long instant, OnTimerContext context, Collector<Difference> out)
      throws Exception {
    Comparison.rejection(
        context.getCurrentKey(),
        ofLog.value(),
        published.value(),
        timesPublished(),
        new CountedFindings(matches, out));
  }
}
