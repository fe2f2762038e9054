package dev.isotherm.pipeline;

import dev.isotherm.alert.RuleTimeline;
import dev.isotherm.alert.Selector.Source;
import dev.isotherm.average.SessionWindows;
import dev.isotherm.average.Windowing;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.ReadingBlock;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The way of the data, as functions from streams to streams: the same for files and for Kafka.
 *
 * <pre>
 * lines or messages → readings → combine → merge → averages
 *                   ↘ rejected ↘ evaluate rules → transitions
 *                                (late readings leave at combine, merge and evaluate)
 * </pre>
 *
 * <p>Rules on averages have a way of their own: {@link AverageAlerts}.
 */
public final class Flow {
  private Flow() {}

  /** What messages turned out to be. */
  public static final class Messages {
    private final DataStream<ReadingBlock> blocks;
    private final DataStream<Rejection> rejected;
    private final DataStream<ProgressPart> progress;
    private DataStream<Reading> readings;

    /** Of readings and blocks, one is there. */
    private Messages(
        DataStream<Reading> readings,
        DataStream<ReadingBlock> blocks,
        SingleOutputStreamOperator<?> parted) {
      this.readings = readings;
      this.blocks = blocks;
      this.rejected = parted.getSideOutput(FlowTypes.REJECTED);
      this.progress = parted.getSideOutput(FlowTypes.PROGRESS_PARTS);
    }

    /** The readings, one by one. Where they are in blocks, that is a step of its own. */
    public DataStream<Reading> readings() {
      if (readings == null) {
        readings =
            blocks
                .transform("readings one by one", FlowTypes.READING, new ReadingsOneByOne())
                .uid("readings-one-by-one");
      }
      return readings;
    }

    public DataStream<Rejection> rejected() {
      return rejected;
    }

    public DataStream<ProgressPart> progress() {
      return progress;
    }
  }

  /** Readings folded, before those of all subtasks come together. */
  public record Combined(
      DataStream<Partial> partials,
      DataStream<LateReading> late,
      DataStream<ProgressPart> progress) {}

  /** What becomes of readings as averages. */
  public record Averages(
      DataStream<AverageUpdate> updates,
      DataStream<LateReading> late,
      DataStream<ProgressPart> progress) {}

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
   * A replay without what is in the ledger.
   *
   * @param readings that were late for nothing
   * @param partials those that were late for some windows only, in the other windows
   * @param unmatched entries of the ledger that name no reading
   */
  public record InTime(
      DataStream<Reading> readings,
      DataStream<Partial> partials,
      DataStream<LateReading> unmatched) {}

  /** Parses the lines of files. */
  public static Messages parse(DataStream<LineBlock> blocks, FileParsers parsers) {
    SingleOutputStreamOperator<ReadingBlock> parsed =
        blocks
            .transform("parse readings", FlowTypes.READING_BLOCK, new ParseLines(parsers))
            .uid("parse-readings");
    return new Messages(null, parsed, parsed);
  }

  /** Parts messages that were parsed where they were read. */
  public static Messages accept(DataStream<Message> messages) {
    SingleOutputStreamOperator<Reading> accepted =
        messages
            .transform("accept readings", FlowTypes.READING, new AcceptMessages())
            .uid("accept-readings");
    return new Messages(accepted, null, accepted);
  }

  /**
   * Computes the averages of readings.
   *
   * @param allowedLateness how long a window can still change after its end
   */
  public static Averages average(
      DataStream<Reading> readings, Windowing windowing, Duration allowedLateness) {
    return average(combine(readings, windowing, allowedLateness), windowing, allowedLateness);
  }

  /** The same of messages, whose readings may be in blocks. */
  public static Averages average(Messages messages, Windowing windowing, Duration allowedLateness) {
    return messages.blocks == null
        ? average(messages.readings(), windowing, allowedLateness)
        : average(
            combine(messages.blocks, new CombineBlocks(windowing, allowedLateness)),
            windowing,
            allowedLateness);
  }

  private static Averages average(
      Combined combined, Windowing windowing, Duration allowedLateness) {
    Averages merged = merge(combined.partials(), windowing, allowedLateness);
    return new Averages(
        merged.updates(),
        combined.late().union(merged.late()),
        combined.progress().union(merged.progress()));
  }

  /** The first half of {@link #average}: folds readings, each subtask its own. */
  public static Combined combine(
      DataStream<Reading> readings, Windowing windowing, Duration allowedLateness) {
    return combine(readings, new CombineAverages(windowing, allowedLateness));
  }

  private static <I> Combined combine(DataStream<I> readings, CombineOperator<I> combine) {
    SingleOutputStreamOperator<Partial> partials =
        readings.transform("combine averages", FlowTypes.PARTIAL, combine).uid("combine-averages");
    return combined(partials);
  }

  static Combined combined(SingleOutputStreamOperator<Partial> partials) {
    return new Combined(
        partials,
        partials.getSideOutput(FlowTypes.LATE),
        partials.getSideOutput(FlowTypes.PROGRESS_PARTS));
  }

  /**
   * The second half of {@link #average}: brings what was folded together.
   *
   * @param partials folded by the same windows
   */
  public static Averages merge(
      DataStream<Partial> partials, Windowing windowing, Duration allowedLateness) {
    return merged(
        windowing instanceof SessionWindows sessions
            ? partials
                .keyBy(partial -> partial.window().series(), FlowTypes.SERIES)
                .transform(
                    "merge sessions",
                    FlowTypes.AVERAGE_UPDATE,
                    new MergeOperator<>(new MergeSessions(sessions, allowedLateness)))
                .uid("merge-sessions")
            : partials
                .keyBy(Partial::window, FlowTypes.SERIES_WINDOW)
                .transform(
                    "merge averages",
                    FlowTypes.AVERAGE_UPDATE,
                    new MergeOperator<>(
                        new MergeAverages<SeriesWindow>(allowedLateness, window -> window)))
                .uid("merge-averages"));
  }

  static Averages merged(SingleOutputStreamOperator<AverageUpdate> updates) {
    return new Averages(
        updates,
        updates.getSideOutput(FlowTypes.LATE),
        updates.getSideOutput(FlowTypes.PROGRESS_PARTS));
  }

  /**
   * Leaves out of a replay the readings that, by the ledger, came too late for averages. In BATCH
   * mode only.
   *
   * @param windowing of the averages that the ledger was written for
   */
  public static InTime inTimeForAverages(
      DataStream<Reading> readings, DataStream<LateReading> ledger, Windowing windowing) {
    return inTime(readings, ledger, Exclusion.AVERAGES, windowing, "averages");
  }

  /** The same for alerts on readings: leaves out those that came out of order. */
  public static InTime inTimeForAlerts(
      DataStream<Reading> readings, DataStream<LateReading> ledger) {
    return inTime(readings, ledger, Exclusion.ALERTS, null, "alerts");
  }

  static InTime inTime(
      DataStream<Reading> readings,
      DataStream<LateReading> ledger,
      Exclusion exclusion,
      Windowing windowing,
      String of) {
    DataStream<LedgerClaim> entries =
        ledger
            .filter(late -> late.excludedFrom() == exclusion)
            .uid("ledger-of-" + of)
            .map(LedgerClaim::of, FlowTypes.LEDGER_CLAIM)
            .uid("ledger-claims-of-" + of);
    SingleOutputStreamOperator<Reading> inTime =
        readings
            .map(LedgerClaim::of, FlowTypes.LEDGER_CLAIM)
            .uid("log-claims-of-" + of)
            .union(entries)
            .keyBy(claim -> claim.reading().series(), FlowTypes.SERIES)
            .process(new LeaveOutLate(windowing), FlowTypes.READING)
            .name("leave out late of " + of)
            .uid("leave-out-late-of-" + of);
    return new InTime(
        inTime, inTime.getSideOutput(FlowTypes.PARTIALS), inTime.getSideOutput(FlowTypes.LATE));
  }

  /** How far a stream has come, with each checkpoint. */
  public static DataStream<Progress> progress(
      Messages messages, Averages averages, Alerts alerts, Windowing windowing) {
    return messages
        .progress()
        .union(averages.progress(), alerts.progress())
        .transform(
            "track progress", FlowTypes.PROGRESS, new TrackProgress(windowing.windowsPerReading()))
        .uid("track-progress")
        .setParallelism(1);
  }

  /**
   * Evaluates the rules on readings; readings that no rule watches lead to nothing. Where rules can
   * change, all readings go to their evaluation, because only there it is known which rules count.
   */
  public static Alerts alert(DataStream<Reading> readings, AlertRules rules, ReadingOrder order) {
    DataStream<Reading> watched =
        rules.canChange()
            ? readings
            : watched(readings, rules.known(), Source.READINGS, "watched-readings");
    return evaluate(
        watched.keyBy(Reading::series, FlowTypes.SERIES), rules, Source.READINGS, order);
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
   */
  public static DataStream<Transition> alertUntilEnd(
      DataStream<Reading> readings, RuleTimeline rules) {
    return untilEnd(alert(readings, AlertRules.of(rules), ReadingOrder.SORTED), readings, "");
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
