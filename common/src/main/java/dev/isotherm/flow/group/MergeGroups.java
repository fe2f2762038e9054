package dev.isotherm.flow.group;

import dev.isotherm.group.GroupAverage;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.percentile.WantedPercentiles;
import dev.isotherm.window.Lateness;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Merges the readings of the sensors of a group. The average of a window is published when the
 * watermark passes its end, and again, with the next revision, after each later change.
 *
 * <p>Nothing is late here: that is decided before, for the series. All subtasks send what they
 * publish for a watermark, and then the watermark. So when the watermark passes the end of a window
 * here, all that was in time for the first averages has come. And no subtask sends readings of a
 * window that is closed for good by its own watermark, which the watermark here never exceeds. So
 * the state of a window is not needed any more when the watermark passes the allowed lateness.
 */
public final class MergeGroups extends KeyedProcessFunction<SeriesWindow, GroupPart, GroupAverage> {

  private static final long serialVersionUID = 1;

  private final long allowedLatenessMillis;
  private final WantedPercentiles percentiles;

  private transient ValueState<OpenGroup> open;

  /**
   * Merges groups.
   *
   * @param allowedLateness that of the averages of the series
   * @param percentiles those of the averages of the series
   */
  public MergeGroups(Duration allowedLateness, WantedPercentiles percentiles) {
    this.allowedLatenessMillis = allowedLateness.toMillis();
    this.percentiles = percentiles;
  }

  @Override
  public void open(OpenContext context) {
    open =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("open-group", GroupTypes.OPEN_GROUP));
  }

  @Override
  public void processElement(GroupPart part, Context context, Collector<GroupAverage> out)
      throws Exception {
    SeriesWindow window = part.window();
    OpenGroup known = open.value();
    OpenGroup merged =
        (known == null ? OpenGroup.empty(part.group()) : known).with(part, percentiles);
    if (merged.isPublished()) {
      publish(window, merged, out);
    } else if (window.lastMillis() <= context.timerService().currentWatermark()) {
      // At once: while a topic is idle, the watermark does not advance again.
      publish(window, merged, out);
      context
          .timerService()
          .registerEventTimeTimer(Lateness.cleanupTime(window, allowedLatenessMillis));
    } else {
      open.update(merged);
      if (known == null) {
        context.timerService().registerEventTimeTimer(window.lastMillis());
      }
    }
  }

  @Override
  public void onTimer(long instant, OnTimerContext context, Collector<GroupAverage> out)
      throws Exception {
    SeriesWindow window = context.getCurrentKey();
    OpenGroup known = open.value();
    if (!known.isPublished()) {
      publish(window, known, out);
    }
    long closedAt = Lateness.cleanupTime(window, allowedLatenessMillis);
    if (closedAt <= context.timerService().currentWatermark()) {
      open.clear();
    } else {
      context.timerService().registerEventTimeTimer(closedAt);
    }
  }

  private void publish(SeriesWindow window, OpenGroup now, Collector<GroupAverage> out)
      throws IOException {
    out.collect(now.average(window, percentiles));
    open.update(now.published());
  }
}
