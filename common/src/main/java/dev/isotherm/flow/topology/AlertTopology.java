package dev.isotherm.flow.topology;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.DropBeyondEndOfInput;
import dev.isotherm.flow.alert.EvaluateChangingRules;
import dev.isotherm.flow.alert.EvaluateRules;
import dev.isotherm.flow.alert.EvaluateSortedRules;
import dev.isotherm.flow.alert.LatestInstantOfInput;
import dev.isotherm.flow.alert.PendingTransition;
import dev.isotherm.flow.alert.ReorderReadings;
import dev.isotherm.flow.alert.SeriesReadings;
import dev.isotherm.flow.alert.WatchedBlocks;
import dev.isotherm.flow.alert.WatchedReadings;
import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The way from readings to alerts, the same for files and for Kafka. */
public final class AlertTopology {
  /**
   * How long what leads to an alert waits in a network buffer that is not full: not at all. Nothing
   * else is in such a hurry: to wake who reads it costs more than what is in it.
   */
  public static final long BUFFER_MILLIS = 0;

  private static final String WATCHED = "watched readings";

  private AlertTopology() {}

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

  /** A way to where the readings of a series are together, in the order they are evaluated in. */
  @FunctionalInterface
  public interface BySeries {
    KeyedStream<SeriesReadings, Series> of(DataStream<ReadingBlock> readings);
  }

  /**
   * Alerts of a stream, on readings and on averages. Averages for alerts are computed only where a
   * rule from the start is on averages.
   *
   * @param windowing of the averages
   * @param bySeries how readings come to their rules
   */
  public static Alerts alert(
      DataStream<ReadingBlock> readings, AlertRules rules, Windowing windowing, BySeries bySeries) {
    Alerts onReadings = evaluate(bySeries.of(watched(readings, rules)), rules, Source.READINGS);
    return rules.known().watches(Source.AVERAGES)
        ? onReadings.union(AverageAlertTopology.alert(readings, rules, windowing))
        : onReadings;
  }

  /**
   * Readings in the order of their instants.
   *
   * @param hold how much longer than for the watermark they wait
   */
  public static KeyedStream<SeriesReadings, Series> reordered(
      DataStream<ReadingBlock> readings, Duration hold) {
    DataStream<SeriesReadings> sorted =
        Topology.oneByOne(readings)
            .keyBy(Reading::series, ModelTypes.SERIES)
            .transform("reorder readings", AlertTypes.SERIES_READINGS, new ReorderReadings(hold))
            .uid("reorder-readings")
            .setBufferTimeout(BUFFER_MILLIS);
    // Keyed already; an exchange could bring what was sorted out of order again.
    return DataStreamUtils.reinterpretAsKeyedStream(
        sorted, SeriesReadings::series, ModelTypes.SERIES);
  }

  /**
   * Readings that no rule watches lead to nothing. Where rules can change, all readings go to their
   * evaluation, because only there it is known which rules count.
   */
  private static DataStream<ReadingBlock> watched(
      DataStream<ReadingBlock> readings, AlertRules rules) {
    return rules.canChange()
        ? readings
        : readings
            .transform(WATCHED, IngestTypes.READING_BLOCK, new WatchedBlocks(rules.known()))
            .uid("watched-readings");
  }

  private static DataStream<Reading> watched(DataStream<Reading> readings, RuleSetHistory rules) {
    return watched(readings, rules, Source.READINGS, "watched-readings");
  }

  /** Evaluates the rules on readings or averages as they come. */
  static Alerts evaluate(
      KeyedStream<SeriesReadings, Series> values, AlertRules rules, Source source) {
    SingleOutputStreamOperator<Transition> transitions =
        rules.canChange()
            ? values
                .connect(rules.updates().broadcast())
                .transform(
                    nameOf(source),
                    AlertTypes.TRANSITION,
                    new EvaluateChangingRules(rules.known(), rules.published(), source))
            : values.transform(
                nameOf(source), AlertTypes.TRANSITION, new EvaluateRules(rules.known(), source));
    return alerts(transitions.setBufferTimeout(BUFFER_MILLIS), source);
  }

  /** Evaluates the rules on readings or averages in the order of their instants, in BATCH mode. */
  static Alerts evaluateSorted(
      KeyedStream<Reading, Series> values, RuleSetHistory rules, Source source) {
    return alerts(
        values.transform(
            nameOf(source), AlertTypes.TRANSITION, new EvaluateSortedRules(rules, source)),
        source);
  }

  private static String nameOf(Source source) {
    return source == Source.AVERAGES ? "evaluate average rules" : "evaluate rules";
  }

  private static Alerts alerts(SingleOutputStreamOperator<Transition> transitions, Source source) {
    transitions.uid(nameOf(source).replace(' ', '-'));
    return new Alerts(
        transitions,
        transitions.getSideOutput(AlertTypes.LATE),
        transitions.getSideOutput(AlertTypes.AFTER_END_OF_INPUT),
        transitions.getSideOutput(ProgressTypes.PROGRESS_PARTS));
  }

  /** Readings, or averages as such, that some rule on these watches. */
  public static SingleOutputStreamOperator<Reading> watched(
      DataStream<Reading> readings, RuleSetHistory rules, Source source, String uid) {
    return readings
        .filter(new WatchedReadings(rules, source))
        .name(source == Source.AVERAGES ? "watched averages" : WATCHED)
        .uid(uid);
  }

  /** Alerts on readings of an input that has an end, but of which time goes on. In BATCH mode. */
  public static Alerts alertSorted(DataStream<Reading> readings, RuleSetHistory rules) {
    return evaluateSorted(
        watched(readings, rules).keyBy(Reading::series, ModelTypes.SERIES), rules, Source.READINGS);
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
      RuleSetHistory rules) {
    DataStream<Transition> onReadings = untilEnd(alertSorted(readings, rules), readings, "");
    return rules.watches(Source.AVERAGES)
        ? onReadings.union(AverageAlertTopology.alertUntilEnd(readings, averages.get(), rules))
        : onReadings;
  }

  static DataStream<Transition> untilEnd(
      Alerts alerts, DataStream<Reading> input, String uidSuffix) {
    DataStream<PendingTransition> latest =
        input
            .transform("latest instant", AlertTypes.PENDING_TRANSITION, new LatestInstantOfInput())
            .uid("latest-instant" + uidSuffix);
    DataStream<Transition> reached =
        alerts
            .afterLast()
            .map(PendingTransition::due, AlertTypes.PENDING_TRANSITION)
            .name("due after last")
            .uid("due-after-last" + uidSuffix)
            .union(latest)
            .keyBy(one -> 0, Types.INT)
            .process(new DropBeyondEndOfInput(), AlertTypes.TRANSITION)
            .name("leave out future")
            .uid("leave-out-future" + uidSuffix)
            .setParallelism(1);
    return alerts.transitions().union(reached);
  }
}
