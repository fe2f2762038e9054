package dev.isotherm.pipeline;

import dev.isotherm.average.PartialAverage;
import dev.isotherm.average.Windowing;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
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
final class LeaveOutLate extends KeyedProcessFunction<Series, LedgerClaim, Reading> {

  private static final long serialVersionUID = 1;

  private final Windowing windowing;

  private transient ListState<LedgerClaim> held;

  /**
   * Settles the entries of one kind.
   *
   * @param windowing of the averages; {@code null} for alerts, where windows do not matter
   */
  LeaveOutLate(Windowing windowing) {
    this.windowing = windowing;
  }

  @Override
  public void open(OpenContext context) {
    held =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("claims", FlowTypes.LEDGER_CLAIM));
  }

  @Override
  public void processElement(LedgerClaim claim, Context context, Collector<Reading> out)
      throws Exception {
    LedgerClaim first = firstHeld();
    if (first == null) {
      // In BATCH mode timers fire after the last claim of the key, whatever their instant.
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    } else if (first.reading().epochMillis() != claim.reading().epochMillis()) {
      settle(context, out);
    }
    held.add(claim);
  }

  private LedgerClaim firstHeld() throws Exception {
    for (LedgerClaim claim : held.get()) {
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
    Map<Double, List<LedgerClaim>> byValue = new TreeMap<>();
    for (LedgerClaim claim : held.get()) {
      byValue.computeIfAbsent(claim.reading().value(), value -> new ArrayList<>()).add(claim);
    }
    held.clear();
    for (List<LedgerClaim> equal : byValue.values()) {
      settle(equal, context, out);
    }
  }

  private void settle(List<LedgerClaim> equal, Context context, Collector<Reading> out) {
    Reading reading = equal.get(0).reading();
    int copies = 0;
    Map<Long, Integer> leftOut = new TreeMap<>();
    for (LedgerClaim claim : equal) {
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
        context.output(FlowTypes.LATE, LateReading.ofAlerts(reading));
      }
      return;
    }
    long instant = reading.epochMillis();
    SeriesWindow first =
        new SeriesWindow(reading.series(), windowing.startOf(instant), windowing.endOf(instant));
    for (int i = 0; i < windowing.windowsPerReading(); i++) {
      SeriesWindow window = first.shifted(i * windowing.stepMillis());
      Integer named = leftOut.remove(window.endMillis());
      int left = copies - (named == null ? 0 : named);
      if (left > 0) {
        context.output(FlowTypes.PARTIALS, partial(reading, window, left));
      }
      unmatched(reading, window, -left, context);
    }
    leftOut.forEach(
        (end, count) ->
            unmatched(reading, new SeriesWindow(reading.series(), end - 1, end), count, context));
  }

  private static Partial partial(Reading reading, SeriesWindow window, int copies) {
    PartialAverage average = new PartialAverage();
    for (int i = 0; i < copies; i++) {
      average.add(reading.value());
    }
    return new Partial(window, average, reading.epochMillis());
  }

  private void unmatched(Reading reading, SeriesWindow window, int count, Context context) {
    for (int i = 0; i < count; i++) {
      context.output(FlowTypes.LATE, LateReading.ofAverages(reading, window));
    }
  }
}
