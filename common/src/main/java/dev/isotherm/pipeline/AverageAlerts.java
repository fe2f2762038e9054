package dev.isotherm.pipeline;

import dev.isotherm.alert.RuleTimeline;
import dev.isotherm.alert.Selector.Source;
import dev.isotherm.average.SessionWindows;
import dev.isotherm.average.Windowing;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.ReadingBlock;
import java.time.Duration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The way to alerts on averages. A rule sees each window once, when the watermark passes its end:
 * the mean of the readings that came before that, as a reading at the end of the window. One that
 * comes later may still revise the published average; here it is late, and goes to the ledger with
 * an exclusion of its own, so that a replay without it comes to the same.
 *
 * <pre>
 * readings → combine alert averages → merge alert averages → evaluate average rules → transitions
 *                                 ↘ late                ↘ late
 * </pre>
 *
 * <p>All readings are folded, of series that no rule watches too: a version of the rules that comes
 * later may watch them, and its first window must be whole.
 *
 * <p>The means of a series must come to its rules in their order, none after a deadline that the
 * watermark has passed. So all windows of a series are merged by one subtask, and the rules are
 * evaluated by the same one, with no exchange in between in which means and watermarks of several
 * subtasks could overtake each other.
 */
public final class AverageAlerts {
  private AverageAlerts() {}

  /** Of a stream. Its parts of progress are nobody's: these readings are counted elsewhere. */
  static AlertFlow.Alerts alert(
      DataStream<ReadingBlock> readings, AlertRules rules, Windowing windowing) {
    Flow.Combined combined = combine(readings, CombineBlocks.onceEach(windowing));
    Flow.Averages merged = merge(combined.partials(), windowing);
    DataStream<LateReading> late =
        ofAverageAlerts(combined.late().union(merged.late()), "late-of-alert-averages");
    // Keyed as the merge is, by the hash of the series: nothing has to go anywhere.
    KeyedStream<SeriesReadings, Series> means =
        DataStreamUtils.reinterpretAsKeyedStream(
            means(merged.updates())
                .map(SeriesReadings::of, FlowTypes.SERIES_READINGS)
                .name("averages one by one")
                .uid("averages-one-by-one"),
            SeriesReadings::series,
            FlowTypes.SERIES);
    AlertFlow.Alerts alerts = AlertFlow.evaluate(means, rules, Source.AVERAGES);
    return new AlertFlow.Alerts(alerts.transitions(), late, alerts.afterLast(), alerts.progress());
  }

  /**
   * Of an input that has an end, whose averages are known already: in BATCH mode nothing is late,
   * and every window comes once. Time ends with the last of all readings and windows.
   */
  static DataStream<Transition> alertUntilEnd(
      DataStream<Reading> readings, DataStream<AverageUpdate> averages, RuleTimeline rules) {
    SingleOutputStreamOperator<Reading> means = means(averages);
    return AlertFlow.untilEnd(sorted(means, rules), readings.union(means), "-of-averages");
  }

  /** Leaves out of a replay what, by the ledger, came after the end of its window. */
  public static Flow.InTime inTime(
      DataStream<Reading> readings, DataStream<LateReading> ledger, Windowing windowing) {
    Flow.InTime inTime =
        Flow.inTime(
            readings, ledger, LateReading.Exclusion.AVERAGE_ALERTS, windowing, "average-alerts");
    return new Flow.InTime(
        inTime.readings(),
        inTime.partials(),
        ofAverageAlerts(inTime.unmatched(), "unmatched-of-average-alerts"));
  }

  /** Of a replay without what was late. In BATCH mode only. */
  public static AlertFlow.Alerts replay(
      Flow.InTime inTime, RuleTimeline rules, Windowing windowing) {
    Flow.Combined combined = combine(inTime.readings(), CombineAverages.onceEach(windowing));
    Flow.Averages merged = merge(combined.partials().union(inTime.partials()), windowing);
    return sorted(means(merged.updates()), rules);
  }

  private static <I> Flow.Combined combine(DataStream<I> readings, CombineOperator<I> combine) {
    SingleOutputStreamOperator<Partial> partials =
        readings
            .transform("combine alert averages", FlowTypes.PARTIAL, combine)
            .uid("combine-alert-averages");
    return Flow.combined(partials);
  }

  private static Flow.Averages merge(DataStream<Partial> partials, Windowing windowing) {
    return Flow.merged(
        windowing instanceof SessionWindows sessions
            ? partials
                .keyBy(partial -> partial.window().series(), FlowTypes.SERIES)
                .transform(
                    "merge alert sessions",
                    FlowTypes.AVERAGE_UPDATE,
                    new MergeOperator<>(MergeSessions.onceEach(sessions)))
                .uid("merge-alert-sessions")
            : partials
                .keyBy(partial -> new WindowAtSeries(partial.window()), FlowTypes.WINDOW_AT_SERIES)
                .transform(
                    "merge alert averages",
                    FlowTypes.AVERAGE_UPDATE,
                    new MergeOperator<>(
                        new MergeAverages<WindowAtSeries>(Duration.ZERO, WindowAtSeries::window)))
                .uid("merge-alert-averages"));
  }

  private static SingleOutputStreamOperator<Reading> means(DataStream<AverageUpdate> updates) {
    return updates
        .transform("averages as readings", FlowTypes.READING, new AveragesAsReadings())
        .uid("averages-as-readings");
  }

  private static AlertFlow.Alerts sorted(DataStream<Reading> means, RuleTimeline rules) {
    return AlertFlow.evaluateSorted(
        AlertFlow.watched(means, rules, Source.AVERAGES, "watched-averages")
            .keyBy(Reading::series, FlowTypes.SERIES),
        rules,
        Source.AVERAGES);
  }

  private static DataStream<LateReading> ofAverageAlerts(DataStream<LateReading> late, String uid) {
    return late.map(
            one -> LateReading.ofAverageAlerts(one.reading(), one.window()), FlowTypes.LATE_READING)
        .name("late of alert averages")
        .uid(uid);
  }
}
