package dev.isotherm.flow.topology;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.AveragesAsReadings;
import dev.isotherm.flow.average.AverageSpec;
import dev.isotherm.flow.average.AverageTypes;
import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.flow.average.MergeAverages;
import dev.isotherm.flow.average.MergeSessions;
import dev.isotherm.flow.average.PartialAggregate;
import dev.isotherm.flow.average.PreAggregateOperator;
import dev.isotherm.flow.average.WindowKeyedBySeries;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.RuleScope;
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
 * The topology of alerts on averages. A rule sees each window once, when the watermark passes its
 * end: the mean of the readings that came before, as a reading at the end of the window. A reading
 * that comes later may still revise the published average; for the rules it is late, and gets an
 * entry of its own in the late log, so that a replay without it comes to the same transitions.
 *
 * <pre>
 * readings → pre-aggregate alert averages → merge alert averages → evaluate average rules
 *                                       ↘ late                 ↘ late          ↘ transitions
 * </pre>
 *
 * <p>Readings of series that no rule watches are aggregated too: a later version of the rules may
 * watch them, and its first window must be complete.
 *
 * <p>The means of a series must reach its rules in order, and none after a deadline that the
 * watermark has passed. So one subtask merges all windows of a series and evaluates its rules, with
 * no exchange in between in which means and watermarks of several subtasks could overtake each
 * other.
 */
public final class AverageAlertTopology {
  private AverageAlertTopology() {}

  /** Evaluates the rules of a stream. Its readings are counted elsewhere, so it has no progress. */
  static AlertTopology.Alerts alert(
      DataStream<ReadingBlock> readings, AlertRules rules, Windowing windowing) {
    Topology.PreAggregated aggregated =
        preAggregate(
            readings,
            PreAggregateOperator.ofBlocks(means(windowing), Exclusion.AVERAGE_ALERTS, false));
    Topology.Averages merged = merge(aggregated.partials(), windowing);
    // Keyed as the merge is, by the hash of the series: no record changes its subtask.
    KeyedStream<SeriesReadings, Series> means =
        DataStreamUtils.reinterpretAsKeyedStream(
            means(merged.updates())
                .map(SeriesReadings::of, AlertTypes.SERIES_READINGS)
                .name("averages by series")
                .uid("averages-by-series"),
            SeriesReadings::series,
            ModelTypes.SERIES);
    AlertTopology.Alerts alerts = AlertTopology.evaluate(means, rules, scope(windowing));
    return new AlertTopology.Alerts(
        alerts.transitions(),
        aggregated.late().union(merged.late()),
        alerts.afterEndOfInput(),
        alerts.progress());
  }

  /**
   * Evaluates the rules of a bounded input whose averages are known already. In BATCH mode nothing
   * is late, and every window comes once. Time ends with the last of all readings and windows.
   *
   * @param latest the latest instants of readings
   * @param windowing windows of the averages
   */
  static DataStream<Transition> alertUntilEnd(
      DataStream<Long> latest,
      DataStream<AverageUpdate> averages,
      Windowing windowing,
      RuleSetHistory rules) {
    DataStream<ReadingBlock> means = meansInBlocks(averages);
    return AlertTopology.untilEnd(
        AlertTopology.evaluateSorted(means, rules, scope(windowing)),
        latest.union(AlertTopology.latest(means, "-of-averages")),
        "-of-averages");
  }

  /** Excludes from a replay the readings that, by the late log, came after their window's end. */
  public static ReplayTopology.InTime inTime(
      DataStream<Reading> readings, DataStream<LateReading> lateLog, Windowing windowing) {
    return ReplayTopology.inTime(
        readings, lateLog, Exclusion.AVERAGE_ALERTS, windowing, "average-alerts");
  }

  /** Evaluates the rules of a replay without late readings. For BATCH mode only. */
  public static AlertTopology.Alerts replay(
      ReplayTopology.InTime inTime, RuleSetHistory rules, Windowing windowing) {
    Topology.PreAggregated aggregated =
        preAggregate(
            inTime.readings(),
            PreAggregateOperator.ofReadings(means(windowing), Exclusion.AVERAGE_ALERTS));
    Topology.Averages merged = merge(aggregated.partials().union(inTime.partials()), windowing);
    return AlertTopology.evaluateSorted(meansInBlocks(merged.updates()), rules, scope(windowing));
  }

  /** A window is over for the rules when the watermark passes its end. */
  private static AverageSpec means(Windowing windowing) {
    return AverageSpec.of(windowing, Duration.ZERO);
  }

  private static RuleScope scope(Windowing windowing) {
    return new RuleScope(Source.AVERAGES, windowing.zoneOfDays());
  }

  private static <I> Topology.PreAggregated preAggregate(
      DataStream<I> readings, PreAggregateOperator<I> operator) {
    return Topology.preAggregate(readings, operator, "alert averages");
  }

  private static Topology.Averages merge(
      DataStream<PartialAggregate> partials, Windowing windowing) {
    return windowing instanceof SessionWindows sessions
        ? Topology.mergeSessions(
            partials,
            new MergeSessions(sessions, Duration.ZERO, Exclusion.AVERAGE_ALERTS),
            "merge alert sessions")
        : Topology.mergeWindows(
            partials.keyBy(
                partial -> new WindowKeyedBySeries(partial.window()),
                AverageTypes.WINDOW_KEYED_BY_SERIES),
            new MergeAverages<>(
                AverageSpec.of(windowing, Duration.ZERO),
                Exclusion.AVERAGE_ALERTS,
                WindowKeyedBySeries::window),
            "merge alert averages");
  }

  private static SingleOutputStreamOperator<Reading> means(DataStream<AverageUpdate> updates) {
    return updates
        .transform("averages as readings", ModelTypes.READING, new AveragesAsReadings())
        .uid("averages-as-readings");
  }

  private static DataStream<ReadingBlock> meansInBlocks(DataStream<AverageUpdate> updates) {
    return Topology.pack(means(updates), "averages");
  }
}
