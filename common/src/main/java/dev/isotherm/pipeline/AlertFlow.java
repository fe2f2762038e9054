package dev.isotherm.pipeline;

import dev.isotherm.alert.RuleTimeline;
import dev.isotherm.alert.Selector.Source;
import dev.isotherm.average.Windowing;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The way from readings to alerts, the same for files and for Kafka. */
public final class AlertFlow {
  private AlertFlow() {}

  /**
   * What becomes of readings as alerts.
   *
   * @param afterLast of sorted readings, all that can fall due after the last one of its series
   */
  public record Alerts(
      DataStream<Transition> transitions,
      DataStream<LateReading> late,
      DataStream<Transition> afterLast,
      DataStream<ProgressPart> progress) {

    /** Those of some rules and those of others, whose progress is not told. */
    public Alerts union(Alerts others) {
      return new Alerts(
          transitions.union(others.transitions),
          late.union(others.late),
          afterLast.union(others.afterLast),
          progress);
    }
  }

  /**
   * Alerts of a stream, on readings and on averages. Averages for alerts are computed only where a
   * rule from the start is on averages.
   *
   * @param windowing of the averages
   * @param hold how much longer than for the watermark readings wait to be evaluated in the order
   *     of their instants; empty where they are evaluated as they come
   */
  public static Alerts alert(
      DataStream<Reading> readings,
      AlertRules rules,
      Windowing windowing,
      Optional<Duration> hold) {
    Alerts onReadings =
        hold.isPresent()
            ? alertReordered(readings, rules, hold.get())
            : alert(readings, rules, ReadingOrder.ARRIVAL);
    return rules.known().watches(Source.AVERAGES)
        ? onReadings.union(AverageAlerts.alert(readings, rules, windowing))
        : onReadings;
  }

  /**
   * Evaluates the rules on readings; readings that no rule watches lead to nothing. Where rules can
   * change, all readings go to their evaluation, because only there it is known which rules count.
   */
  public static Alerts alert(DataStream<Reading> readings, AlertRules rules, ReadingOrder order) {
    return evaluate(watchedBySeries(readings, rules), rules, Source.READINGS, order);
  }

  /** The same in the order of arrival, but that readings are sorted first. */
  private static Alerts alertReordered(
      DataStream<Reading> readings, AlertRules rules, Duration hold) {
    DataStream<Reading> sorted =
        watchedBySeries(readings, rules)
            .transform("reorder readings", FlowTypes.READING, new ReorderReadings(hold))
            .uid("reorder-readings");
    // Keyed already; an exchange could bring what was sorted out of order again.
    return evaluate(
        DataStreamUtils.reinterpretAsKeyedStream(sorted, Reading::series, FlowTypes.SERIES),
        rules,
        Source.READINGS,
        ReadingOrder.ARRIVAL);
  }

  private static KeyedStream<Reading, Series> watchedBySeries(
      DataStream<Reading> readings, AlertRules rules) {
    DataStream<Reading> watched =
        rules.canChange()
            ? readings
            : watched(readings, rules.known(), Source.READINGS, "watched-readings");
    return watched.keyBy(Reading::series, FlowTypes.SERIES);
  }

  static Alerts evaluate(
      KeyedStream<Reading, Series> values, AlertRules rules, Source source, ReadingOrder order) {
    boolean ofAverages = source == Source.AVERAGES;
    String name = ofAverages ? "evaluate average rules" : "evaluate rules";
    if (order == ReadingOrder.SORTED && rules.canChange()) {
      throw new IllegalArgumentException("rules of an input that is sorted must all be known");
    }
    SingleOutputStreamOperator<Transition> transitions =
        switch (order) {
          case ARRIVAL ->
              rules.canChange()
                  ? values
                      .connect(rules.updates().broadcast())
                      .transform(
                          name,
                          FlowTypes.TRANSITION,
                          new EvaluateChangingRules(rules.known(), rules.published(), source))
                  : values.transform(
                      name, FlowTypes.TRANSITION, new EvaluateRules(rules.known(), source));
          case SORTED ->
              values.transform(
                  name, FlowTypes.TRANSITION, new EvaluateSortedRules(rules.known(), source));
        };
    transitions.uid(ofAverages ? "evaluate-average-rules" : "evaluate-rules");
    return new Alerts(
        transitions,
        transitions.getSideOutput(FlowTypes.LATE),
        transitions.getSideOutput(FlowTypes.AFTER_LAST),
        transitions.getSideOutput(FlowTypes.PROGRESS_PARTS));
  }

  /** Readings, or averages as such, that some rule on these watches. */
  public static SingleOutputStreamOperator<Reading> watched(
      DataStream<Reading> readings, RuleTimeline rules, Source source, String uid) {
    return readings
        .filter(new WatchedReadings(rules, source))
        .name(source == Source.AVERAGES ? "watched averages" : "watched readings")
        .uid(uid);
  }

  /**
   * All transitions of an input that has an end, with which time ends too: what falls due after the
   * last reading of a series happens as far as the readings of others go. In BATCH mode only.
   *
   * @param averages of the windows that rules on averages look at; asked only if there are such
   *     rules
   */
  public static DataStream<Transition> alertUntilEnd(
      DataStream<Reading> readings,
      Supplier<DataStream<AverageUpdate>> averages,
      RuleTimeline rules) {
    DataStream<Transition> onReadings =
        untilEnd(alert(readings, AlertRules.of(rules), ReadingOrder.SORTED), readings, "");
    return rules.watches(Source.AVERAGES)
        ? onReadings.union(AverageAlerts.alertUntilEnd(readings, averages.get(), rules))
        : onReadings;
  }

  static DataStream<Transition> untilEnd(
      Alerts alerts, DataStream<Reading> input, String uidSuffix) {
    DataStream<DueUntil> latest =
        input
            .transform("latest instant", FlowTypes.DUE_UNTIL, new LatestInstant())
            .uid("latest-instant" + uidSuffix);
    DataStream<Transition> reached =
        alerts
            .afterLast()
            .map(DueUntil::due, FlowTypes.DUE_UNTIL)
            .name("due after last")
            .uid("due-after-last" + uidSuffix)
            .union(latest)
            .keyBy(one -> 0, Types.INT)
            .process(new LeaveOutFuture(), FlowTypes.TRANSITION)
            .name("leave out future")
            .uid("leave-out-future" + uidSuffix)
            .setParallelism(1);
    return alerts.transitions().union(reached);
  }
}
