package dev.isotherm.pipeline;

import dev.isotherm.average.SessionWindows;
import dev.isotherm.average.Windowing;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.ReadingBlock;
import java.time.Duration;
import org.apache.flink.streaming.api.datastream.DataStream;
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
 * <p>The way to alerts is in {@link AlertFlow}, that to alerts on averages in {@link
 * AverageAlerts}.
 */
public final class Flow {
  private Flow() {}

  /** What messages turned out to be. */
  public static final class Messages {
    private final DataStream<ReadingBlock> blocks;
    private final DataStream<Rejection> rejected;
    private final DataStream<ProgressPart> progress;
    private DataStream<Reading> readings;

    private Messages(SingleOutputStreamOperator<ReadingBlock> blocks) {
      this.blocks = blocks;
      this.rejected = blocks.getSideOutput(FlowTypes.REJECTED);
      this.progress = blocks.getSideOutput(FlowTypes.PROGRESS_PARTS);
    }

    /** The readings, many at a time. */
    public DataStream<ReadingBlock> blocks() {
      return blocks;
    }

    /** The readings, one by one: a step of its own. */
    public DataStream<Reading> readings() {
      if (readings == null) {
        readings = oneByOne(blocks);
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
    return new Messages(
        blocks
            .transform("parse readings", FlowTypes.READING_BLOCK, new ParseLines(parsers))
            .uid("parse-readings"));
  }

  /** Parts messages that were parsed where they were read. */
  public static Messages accept(DataStream<MessageBlock> messages) {
    return new Messages(
        messages
            .transform("accept readings", FlowTypes.READING_BLOCK, new AcceptMessages())
            .uid("accept-readings"));
  }

  static DataStream<Reading> oneByOne(DataStream<ReadingBlock> blocks) {
    return blocks
        .transform("readings one by one", FlowTypes.READING, new ReadingsOneByOne())
        .uid("readings-one-by-one");
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

  /** The same of messages. */
  public static Averages average(Messages messages, Windowing windowing, Duration allowedLateness) {
    return average(
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
      Messages messages, Averages averages, AlertFlow.Alerts alerts, Windowing windowing) {
    return messages
        .progress()
        .union(averages.progress(), alerts.progress())
        .transform(
            "track progress", FlowTypes.PROGRESS, new TrackProgress(windowing.windowsPerReading()))
        .uid("track-progress")
        .setParallelism(1);
  }
}
