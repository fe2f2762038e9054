package dev.isotherm.flow.topology;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.AveragesAsReadings;
import dev.isotherm.flow.alert.SeriesReadings;
import dev.isotherm.flow.average.AverageTypes;
import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.flow.average.MergeAverages;
import dev.isotherm.flow.average.MergeOperator;
import dev.isotherm.flow.average.MergeSessions;
import dev.isotherm.flow.average.PartialAggregate;
import dev.isotherm.flow.average.PreAggregateBlocks;
import dev.isotherm.flow.average.PreAggregateOperator;
import dev.isotherm.flow.average.PreAggregateReadings;
import dev.isotherm.flow.average.WindowKeyedBySeries;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
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
public final class AverageAlertTopology {
  private AverageAlertTopology() {}

  /** Of a stream. Its parts of progress are nobody's: these readings are counted elsewhere. */
  static AlertTopology.Alerts alert(
      DataStream<ReadingBlock> readings, AlertRules rules, Windowing windowing) {
    Topology.Combined combined = combine(readings, PreAggregateBlocks.onceEach(windowing));
    Topology.Averages merged = merge(combined.partials(), windowing);
    DataStream<LateReading> late =
        ofAverageAlerts(combined.late().union(merged.late()), "late-of-alert-averages");
    // Keyed as the merge is, by the hash of the series: nothing has to go anywhere.
    KeyedStream<SeriesReadings, Series> means =
        DataStreamUtils.reinterpretAsKeyedStream(
            means(merged.updates())
                .map(SeriesReadings::of, AlertTypes.SERIES_READINGS)
                .name("averages one by one")
                .uid("averages-one-by-one"),
            SeriesReadings::series,
            ModelTypes.SERIES);
    AlertTopology.Alerts alerts = AlertTopology.evaluate(means, rules, Source.AVERAGES);
    return new AlertTopology.Alerts(
        alerts.transitions(), late, alerts.afterLast(), alerts.progress());
  }

  /**
   * Of an input that has an end, whose averages are known already: in BATCH mode nothing is late,
   * and every window comes once. Time ends with the last of all readings and windows.
   */
  static DataStream<Transition> alertUntilEnd(
      DataStream<Reading> readings, DataStream<AverageUpdate> averages, RuleSetHistory rules) {
    SingleOutputStreamOperator<Reading> means = means(averages);
    return AlertTopology.untilEnd(sorted(means, rules), readings.union(means), "-of-averages");
  }

  /** Leaves out of a replay what, by the ledger, came after the end of its window. */
  public static Topology.InTime inTime(
      DataStream<Reading> readings, DataStream<LateReading> ledger, Windowing windowing) {
    Topology.InTime inTime =
        Topology.inTime(
            readings, ledger, LateReading.Exclusion.AVERAGE_ALERTS, windowing, "average-alerts");
    return new Topology.InTime(
        inTime.readings(),
        inTime.partials(),
        ofAverageAlerts(inTime.unmatched(), "unmatched-of-average-alerts"));
  }

  /** Of a replay without what was late. In BATCH mode only. */
  public static AlertTopology.Alerts replay(
      Topology.InTime inTime, RuleSetHistory rules, Windowing windowing) {
    Topology.Combined combined =
        combine(inTime.readings(), PreAggregateReadings.onceEach(windowing));
    Topology.Averages merged = merge(combined.partials().union(inTime.partials()), windowing);
    return sorted(means(merged.updates()), rules);
  }

  private static <I> Topology.Combined combine(
      DataStream<I> readings, PreAggregateOperator<I> combine) {
    SingleOutputStreamOperator<PartialAggregate> partials =
        readings
            .transform("combine alert averages", AverageTypes.PARTIAL_AGGREGATE, combine)
            .uid("combine-alert-averages");
    return Topology.combined(partials);
  }

  private static Topology.Averages merge(
      DataStream<PartialAggregate> partials, Windowing windowing) {
    return Topology.merged(
        windowing instanceof SessionWindows sessions
            ? partials
                .keyBy(partial -> partial.window().series(), ModelTypes.SERIES)
                .transform(
                    "merge alert sessions",
                    AverageTypes.AVERAGE_UPDATE,
                    new MergeOperator<>(MergeSessions.onceEach(sessions)))
                .uid("merge-alert-sessions")
            : partials
                .keyBy(
                    partial -> new WindowKeyedBySeries(partial.window()),
                    AverageTypes.WINDOW_KEYED_BY_SERIES)
                .transform(
                    "merge alert averages",
                    AverageTypes.AVERAGE_UPDATE,
                    new MergeOperator<>(
                        new MergeAverages<WindowKeyedBySeries>(
                            Duration.ZERO, WindowKeyedBySeries::window)))
                .uid("merge-alert-averages"));
  }

  private static SingleOutputStreamOperator<Reading> means(DataStream<AverageUpdate> updates) {
    return updates
        .transform("averages as readings", ModelTypes.READING, new AveragesAsReadings())
        .uid("averages-as-readings");
  }

  private static AlertTopology.Alerts sorted(DataStream<Reading> means, RuleSetHistory rules) {
    return AlertTopology.evaluateSorted(
        AlertTopology.watched(means, rules, Source.AVERAGES, "watched-averages")
            .keyBy(Reading::series, ModelTypes.SERIES),
        rules,
        Source.AVERAGES);
  }

  private static DataStream<LateReading> ofAverageAlerts(DataStream<LateReading> late, String uid) {
    return late.map(
            one -> LateReading.ofAverageAlerts(one.reading(), one.window()),
            ModelTypes.LATE_READING)
        .name("late of alert averages")
        .uid(uid);
  }
}
