package dev.isotherm.flow.replay;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.average.PartialAggregate;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.Windowing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Leaves out of a replay what the ledger names: live + ledger = replay. For BATCH mode, where the
 * claims of a series come sorted by instant, so that those of one instant can be held and settled.
 *
 * <p>Readings that are equal cannot be told apart, and need not be: of three that are in the log,
 * one of which is in the ledger, two stay. A reading that was too late for some of its windows only
 * leaves as partial averages of the others.
 */
public final class ExcludeLateReadings
    extends KeyedProcessFunction<Series, TaggedReading, Reading> {

  private static final long serialVersionUID = 1;

  private final Windowing windowing;

  private transient ListState<TaggedReading> held;

  /**
   * Settles the entries of one kind.
   *
   * @param windowing of the averages; {@code null} for alerts, where windows do not matter
   */
  public ExcludeLateReadings(Windowing windowing) {
    this.windowing = windowing;
  }

  @Override
  public void open(OpenContext context) {
    held =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("claims", ReplayTypes.TAGGED_READING));
  }

  @Override
  public void processElement(TaggedReading claim, Context context, Collector<Reading> out)
      throws Exception {
    TaggedReading first = firstHeld();
    if (first == null) {
      // In BATCH mode timers fire after the last claim of the key, whatever their instant.
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    } else if (first.reading().epochMillis() != claim.reading().epochMillis()) {
      settle(context, out);
    }
    held.add(claim);
  }

  private TaggedReading firstHeld() throws Exception {
    for (TaggedReading claim : held.get()) {
      return claim;
    }
    return null;
  }

  @Override
  public void onTimer(long instant, OnTimerContext context, Collector<Reading> out)
      throws Exception {
    settle(context, out);
  }

  private void settle(Context context, Collector<Reading> out) throws Exception {
    Map<Double, List<TaggedReading>> byValue = new TreeMap<>();
    for (TaggedReading claim : held.get()) {
      byValue.computeIfAbsent(claim.reading().value(), value -> new ArrayList<>()).add(claim);
    }
    held.clear();
    for (List<TaggedReading> equal : byValue.values()) {
      settle(equal, context, out);
    }
  }

  private void settle(List<TaggedReading> equal, Context context, Collector<Reading> out) {
    Reading reading = equal.get(0).reading();
    int copies = 0;
    Map<Long, Integer> leftOut = new TreeMap<>();
    for (TaggedReading claim : equal) {
      if (claim.leftOut()) {
        leftOut.merge(claim.windowEndMillis(), 1, Integer::sum);
      } else {
        copies++;
      }
    }
    if (windowing == null || leftOut.isEmpty()) {
      int left = copies - leftOut.values().stream().mapToInt(Integer::intValue).sum();
      for (int i = 0; i < left; i++) {
        out.collect(reading);
      }
      for (int i = left; i < 0; i++) {
        context.output(ReplayTypes.UNMATCHED, LateReading.ofAlerts(reading));
      }
      return;
    }
    long instant = reading.epochMillis();
    SeriesWindow first =
        new SeriesWindow(reading.series(), windowing.startOf(instant), windowing.endOf(instant));
    for (int i = 0; i < windowing.windowsPerReading(); i++) {
      SeriesWindow window = first.shifted(i * windowing.slideMillis());
      Integer named = leftOut.remove(window.endMillis());
      int left = copies - (named == null ? 0 : named);
      if (left > 0) {
        context.output(ReplayTypes.PARTIALS, partial(reading, window, left));
      }
      unmatched(reading, window, -left, context);
    }
    leftOut.forEach(
        (end, count) ->
            unmatched(reading, new SeriesWindow(reading.series(), end - 1, end), count, context));
  }

  private static PartialAggregate partial(Reading reading, SeriesWindow window, int copies) {
    AverageAccumulator average = new AverageAccumulator();
    for (int i = 0; i < copies; i++) {
      average.add(reading.value());
    }
    return new PartialAggregate(window, average, reading.epochMillis());
  }

  private void unmatched(Reading reading, SeriesWindow window, int count, Context context) {
    for (int i = 0; i < count; i++) {
      context.output(ReplayTypes.UNMATCHED, LateReading.ofAverages(reading, window));
    }
  }
}
