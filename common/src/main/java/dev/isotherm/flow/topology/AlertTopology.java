package dev.isotherm.flow.topology;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.CollectCoverage;
import dev.isotherm.flow.alert.DropBeyondEndOfInput;
import dev.isotherm.flow.alert.EvaluateRules;
import dev.isotherm.flow.alert.EvaluateRulesInBatch;
import dev.isotherm.flow.alert.LatestInstantOfInput;
import dev.isotherm.flow.alert.WatchedBlocks;
import dev.isotherm.flow.alert.WatchedReadings;
import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.reorder.ReorderReadings;
import dev.isotherm.flow.roster.Expectation;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.series.SortBySeries;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The topology from readings to alerts, the same for files and for Kafka. */
public final class AlertTopology {
  /**
   * The buffer timeout of the steps that lead to an alert: records are sent at once. The other
   * steps keep the default, because waking their receiver for one record costs more than the
   * record.
   */
  public static final long BUFFER_MILLIS = 0;

  private static final String WATCHED = "watched readings";

  private AlertTopology() {}

  /**
   * The result of a rule evaluation.
   *
   * @param late readings that came too late or out of order for their rules
   * @param afterEndOfInput for sorted readings, the transitions that may fall due after the last
   *     reading of their series
   */
  public record Alerts(
      DataStream<Transition> transitions,
      DataStream<LateReading> late,
      DataStream<Transition> afterEndOfInput,
      DataStream<ProgressPart> progress) {

    /** Adds the alerts of other rules, with their progress. */
    public Alerts unionAll(Alerts others) {
      return new Alerts(
          transitions.union(others.transitions),
          late.union(others.late),
          afterEndOfInput.union(others.afterEndOfInput),
          progress.union(others.progress));
    }

    /** Adds the alerts of other rules; only the progress of these is kept. */
    public Alerts union(Alerts others) {
      return new Alerts(
          transitions.union(others.transitions),
          late.union(others.late),
          afterEndOfInput.union(others.afterEndOfInput),
          progress);
    }
  }

  /**
   * Evaluates the rules of a stream, on readings and on averages. Averages for alerts are computed
   * only if an initial rule is on averages.
   *
   * @param windowing windows of the averages
   */
  public static Alerts alert(
      DataStream<ReadingBlock> readings, AlertRules rules, Windowing windowing, Ordering ordering) {
    Alerts alerts =
        evaluate(ordering.bySeries().of(watched(readings, rules)), rules, RuleScope.READINGS);
    for (AverageAlertTopology averages : AverageAlertTopology.of(rules.known(), windowing)) {
      alerts = alerts.union(averages.alert(readings, rules));
    }
    return SignalTopology.alert(readings, rules, ordering.messageDelay())
        .map(alerts::unionAll)
        .orElse(alerts);
  }

  /**
   * Sorts the readings of each series by instant.
   *
   * @param delay how long readings are buffered in addition to the lag of the watermark
   */
  public static KeyedStream<SeriesReadings, Series> reordered(
      DataStream<ReadingBlock> readings, Duration delay) {
    DataStream<SeriesReadings> sorted =
        Topology.unpack(readings)
            .keyBy(Reading::series, ModelTypes.SERIES)
            .transform("reorder readings", AlertTypes.SERIES_READINGS, new ReorderReadings(delay))
            .uid("reorder-readings")
            .setBufferTimeout(BUFFER_MILLIS);
    // Keyed already; another exchange could change the order again.
    return DataStreamUtils.reinterpretAsKeyedStream(
        sorted, SeriesReadings::series, ModelTypes.SERIES);
  }

  /**
   * Drops readings that no rule watches. Where rules can change, only their evaluation knows which
   * rules apply, so all readings go there.
   */
  private static DataStream<ReadingBlock> watched(
      DataStream<ReadingBlock> readings, AlertRules rules) {
    return rules.canChange()
        ? readings
        : readings
            .transform(
                WATCHED,
                IngestTypes.READING_BLOCK,
                new WatchedBlocks(rules.known(), RuleScope.READINGS))
            .uid("watched-readings");
  }

  /**
   * Passes readings on unchanged. Collects which rules watch them in the accumulator {@link
   * CollectCoverage#COVERAGE}. For BATCH mode only.
   */
  public static DataStream<ReadingBlock> withCoverage(
      DataStream<ReadingBlock> readings, RuleSet rules) {
    return readings
        .transform("collect coverage", IngestTypes.READING_BLOCK, new CollectCoverage(rules))
        .uid("collect-coverage");
  }

  /** Evaluates readings, or averages as readings, in the order of arrival. */
  static Alerts evaluate(
      KeyedStream<SeriesReadings, Series> values, AlertRules rules, RuleScope scope) {
    EvaluateRules evaluate =
        new EvaluateRules(
            rules.known(),
            rules.published(),
            scope,
            rules.before(),
            scope.source() == Source.READINGS ? rules.expectedSinceMillis() : null);
    String name = nameOf(scope);
    SingleOutputStreamOperator<Transition> transitions =
        rules.canChange()
            ? values
                .connect(rules.updates().broadcast())
                .transform(name, AlertTypes.TRANSITION, evaluate)
            : values.transform(name, AlertTypes.TRANSITION, evaluate);
    transitions.uid(uid(name)).setBufferTimeout(BUFFER_MILLIS);
    return alerts(transitions);
  }

  /** Evaluates readings, or averages as readings, in the order of instants. For BATCH mode only. */
  static Alerts evaluateSorted(
      DataStream<ReadingBlock> values, RuleSetHistory rules, RuleScope scope) {
    return evaluateInBatch(sorted(values, rules, scope), rules, scope);
  }

  private static DataStream<SeriesReadings> sorted(
      DataStream<ReadingBlock> values, RuleSetHistory rules, RuleScope scope) {
    String what =
        scope.source() == Source.READINGS
            ? "readings"
            : "averages" + AverageAlertTopology.of(scope);
    return values
        .transform("watched " + what, IngestTypes.READING_BLOCK, new WatchedBlocks(rules, scope))
        .uid(uid("watched " + what))
        .transform("sort by series", AlertTypes.SERIES_READINGS, new SortBySeries())
        .uid(uid("sort " + what + " by series"));
  }

  private static Alerts evaluateInBatch(
      DataStream<SeriesReadings> values, RuleSetHistory rules, RuleScope scope) {
    String name = nameOf(scope);
    return alerts(
        values
            .keyBy(SeriesReadings::series, ModelTypes.SERIES)
            .transform(name, AlertTypes.TRANSITION, new EvaluateRulesInBatch(rules, scope))
            .uid(uid(name)));
  }

  private static String nameOf(RuleScope scope) {
    return scope.source() == Source.READINGS
        ? "evaluate rules"
        : "evaluate average rules" + AverageAlertTopology.of(scope);
  }

  private static String uid(String name) {
    return name.replace(' ', '-');
  }

  static Alerts alerts(SingleOutputStreamOperator<Transition> transitions) {
    return new Alerts(
        transitions,
        transitions.getSideOutput(AlertTypes.LATE),
        transitions.getSideOutput(AlertTypes.AFTER_END_OF_INPUT),
        transitions.getSideOutput(ProgressTypes.PROGRESS_PARTS));
  }

  /** The readings that a rule on readings watches. */
  public static SingleOutputStreamOperator<Reading> watched(
      DataStream<Reading> readings, RuleSetHistory rules, String uid) {
    return readings.filter(new WatchedReadings(rules)).name(WATCHED).uid(uid);
  }

  /**
   * Evaluates the rules on readings of a bounded part of a stream. For BATCH mode only.
   *
   * @param expectation from when on the series of the sensor table are expected to send
   */
  public static Alerts alertSorted(
      DataStream<ReadingBlock> readings, RuleSetHistory rules, Expectation expectation) {
    return evaluateInBatch(
        RosterTopology.withExpected(
            sorted(readings, rules, RuleScope.READINGS), readings, rules, expectation),
        rules,
        RuleScope.READINGS);
  }

  /**
   * All transitions of a bounded input. Event time ends with its latest reading: deadlines after
   * the last reading of a series count as far as the readings of other series go. For BATCH mode
   * only.
   *
   * @param averages averages for the rules on averages; asked for only if there are such rules
   * @param windowing windows of the averages
   */
  public static DataStream<Transition> alertUntilEnd(
      DataStream<ReadingBlock> readings,
      Supplier<DataStream<AverageUpdate>> averages,
      Windowing windowing,
      RuleSetHistory rules) {
    DataStream<Long> latest = latest(readings, "");
    DataStream<Transition> transitions =
        untilEnd(alertSorted(readings, rules, Expectation.FROM_FIRST_READING), latest, "");
    for (AverageAlertTopology on : AverageAlertTopology.of(rules, windowing)) {
      transitions = transitions.union(on.alertUntilEnd(readings, latest, averages, rules));
    }
    Optional<Alerts> onSignals = SignalTopology.alertSorted(readings, rules);
    return onSignals.isEmpty()
        ? transitions
        : transitions.union(untilEnd(onSignals.get(), latest, "-of-signals"));
  }

  /** The latest instant of each subtask. */
  static DataStream<Long> latest(DataStream<ReadingBlock> readings, String uidSuffix) {
    return readings
        .transform("latest instant", Types.LONG, new LatestInstantOfInput())
        .uid("latest-instant" + uidSuffix);
  }

  /**
   * The transitions up to the end of the input.
   *
   * @param latest of the whole input
   */
  static DataStream<Transition> untilEnd(Alerts alerts, DataStream<Long> latest, String uidSuffix) {
    DataStream<Transition> reached =
        latest
            .connect(alerts.afterEndOfInput())
            .keyBy(instant -> 0, transition -> 0, Types.INT)
            .process(new DropBeyondEndOfInput(), AlertTypes.TRANSITION)
            .name("drop beyond end of input")
            .uid("drop-beyond-end-of-input" + uidSuffix)
            .setParallelism(1);
    return alerts.transitions().union(reached);
  }
}
