package dev.isotherm.flow.topology;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.AveragesAsReadings;
import dev.isotherm.flow.average.AverageSpec;
import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.flow.average.MergeSessions;
import dev.isotherm.flow.average.MergeWindows;
import dev.isotherm.flow.average.PreAggregateOperator;
import dev.isotherm.flow.average.WindowKey;
import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.DurationText;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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
 * <p>Rules may have windows of their own. For each length of them there are such operators besides
 * those for the windows of the job.
 *
 * <p>The means of a series must reach its rules in order, and none after a deadline that the
 * watermark has passed. So one subtask merges all windows of a series and evaluates its rules, with
 * no exchange in between in which means and watermarks of several subtasks could overtake each
 * other.
 */
public final class AverageAlertTopology {
  private final Windowing windowing;
  private final RuleScope scope;
  private final Exclusion exclusion;

  private AverageAlertTopology(Windowing windowing, RuleScope scope, Exclusion exclusion) {
    this.windowing = windowing;
    this.scope = scope;
    this.exclusion = exclusion;
  }

  /**
   * One for the windows of the job, and one for each length of windows that rules have of their
   * own; only those that have rules.
   */
  public static List<AverageAlertTopology> of(RuleSetHistory rules, Windowing windowing) {
    List<AverageAlertTopology> all = new ArrayList<>();
    if (rules.watches(Source.AVERAGES)) {
      RuleScope scope = new RuleScope(Source.AVERAGES, windowing.zoneOfDays());
      all.add(new AverageAlertTopology(windowing, scope, Exclusion.AVERAGE_ALERTS));
    }
    for (Duration own : rules.ownWindows()) {
      RuleScope scope = RuleScope.ofWindows(own);
      all.add(new AverageAlertTopology(Windowing.tumbling(own), scope, Exclusion.RULE_WINDOWS));
    }
    return all;
  }

  /** What the names of operators for rules with windows of their own end with. */
  static String of(RuleScope scope) {
    return scope.window() == null ? "" : " of " + DurationText.format(scope.window());
  }

  private String named(String name) {
    return name + of(scope);
  }

  private String uid(String name) {
    return named(name).replace(' ', '-');
  }

  /** Evaluates the rules of a stream. Its readings are counted elsewhere, so it has no progress. */
  AlertTopology.Alerts alert(DataStream<ReadingBlock> readings, AlertRules rules) {
    Topology.PreAggregated aggregated = preAggregate(readings);
    Topology.Averages merged = merge(aggregated.partials());
    // Keyed as the merge is, by the hash of the series: no record changes its subtask.
    KeyedStream<SeriesReadings, Series> means =
        DataStreamUtils.reinterpretAsKeyedStream(
            means(merged.updates())
                .map(SeriesReadings::of, AlertTypes.SERIES_READINGS)
                .name(named("averages by series"))
                .uid(uid("averages by series")),
            SeriesReadings::series,
            ModelTypes.SERIES);
    AlertTopology.Alerts alerts = AlertTopology.evaluate(means, rules, scope);
    return new AlertTopology.Alerts(
        alerts.transitions(),
        aggregated.late().union(merged.late()),
        alerts.afterEndOfInput(),
        alerts.progress());
  }

  /**
   * Evaluates the rules of a bounded input. In BATCH mode nothing is late, and every window comes
   * once. Time ends with the last of all readings and windows.
   *
   * @param latest the latest instants of readings
   * @param averages those of the windows of the job, which are known already
   */
  DataStream<Transition> alertUntilEnd(
      DataStream<ReadingBlock> readings,
      DataStream<Long> latest,
      Supplier<DataStream<AverageUpdate>> averages,
      RuleSetHistory rules) {
    DataStream<ReadingBlock> means =
        meansInBlocks(
            scope.window() == null
                ? averages.get()
                : merge(preAggregate(readings).partials()).updates());
    String suffix = uid("-of-averages");
    return AlertTopology.untilEnd(
        AlertTopology.evaluateSorted(means, rules, scope),
        latest.union(AlertTopology.latest(means, suffix)),
        suffix);
  }

  /** Excludes from a replay the readings that, by the late log, came after their window's end. */
  public ReplayTopology.InTime inTime(
      DataStream<Reading> readings, DataStream<LateReading> lateLog) {
    return ReplayTopology.inTime(
        readings, ofTheseWindows(lateLog), exclusion, windowing, uid("average-alerts"));
  }

  /** The length of a window tells whose it is: windows of different lengths may begin together. */
  private DataStream<LateReading> ofTheseWindows(DataStream<LateReading> lateLog) {
    if (scope.window() == null) {
      return lateLog;
    }
    long millis = scope.window().toMillis();
    Exclusion own = exclusion;
    return lateLog
        .filter(
            late ->
                late.excludedFrom() == own
                    && late.window().endMillis() - late.window().startMillis() == millis)
        .name(named("late log"))
        .uid(uid("late log of windows"));
  }

  /** Evaluates the rules of a replay without late readings. For BATCH mode only. */
  public AlertTopology.Alerts replay(ReplayTopology.InTime inTime, RuleSetHistory rules) {
    Topology.PreAggregated aggregated =
        Topology.preAggregate(
            inTime.readings(),
            PreAggregateOperator.ofReadings(means(), exclusion),
            named("alert averages"));
    Topology.Averages merged = merge(aggregated.partials().union(inTime.partials()));
    return AlertTopology.evaluateSorted(meansInBlocks(merged.updates()), rules, scope);
  }

  /** A window is over for the rules when the watermark passes its end. */
  private AverageSpec means() {
    return AverageSpec.of(windowing, Duration.ZERO);
  }

  private Topology.PreAggregated preAggregate(DataStream<ReadingBlock> readings) {
    return Topology.preAggregate(
        readings,
        PreAggregateOperator.ofBlocks(means(), exclusion, false),
        named("alert averages"));
  }

  private Topology.Averages merge(DataStream<PartialBlock> partials) {
    return windowing instanceof SessionWindows sessions
        ? Topology.mergeSessions(
            partials, new MergeSessions(sessions, Duration.ZERO, exclusion), "merge alert sessions")
        : Topology.mergeWindows(
            partials,
            WindowKey.BY_SERIES,
            new MergeWindows<>(means(), exclusion, WindowKey.BY_SERIES),
            named("merge alert averages"));
  }

  private SingleOutputStreamOperator<Reading> means(DataStream<AverageUpdate> updates) {
    return updates
        .transform(named("averages as readings"), ModelTypes.READING, new AveragesAsReadings())
        .uid(uid("averages as readings"));
  }

  private DataStream<ReadingBlock> meansInBlocks(DataStream<AverageUpdate> updates) {
    return Topology.pack(means(updates), named("averages"));
  }
}
