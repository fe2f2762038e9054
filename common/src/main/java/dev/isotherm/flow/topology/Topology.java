package dev.isotherm.flow.topology;

import dev.isotherm.flow.average.AverageTypes;
import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.flow.average.MergeAverages;
import dev.isotherm.flow.average.MergeOperator;
import dev.isotherm.flow.average.MergeSessions;
import dev.isotherm.flow.average.PartialAggregate;
import dev.isotherm.flow.average.PreAggregateBlocks;
import dev.isotherm.flow.average.PreAggregateOperator;
import dev.isotherm.flow.average.PreAggregateReadings;
import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.flow.ingest.ParseLines;
import dev.isotherm.flow.ingest.ReadingsOneByOne;
import dev.isotherm.flow.ingest.SplitAcceptedAndRejected;
import dev.isotherm.flow.progress.Progress;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.progress.TrackProgress;
import dev.isotherm.flow.replay.ExcludeLateReadings;
import dev.isotherm.flow.replay.ReplayTypes;
import dev.isotherm.flow.replay.TaggedReading;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
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
 * <p>The way to alerts is in {@link AlertTopology}, that to alerts on averages in {@link
 * AverageAlertTopology}.
 */
public final class Topology {
  private Topology() {}

  /** What messages turned out to be. */
  public static final class Messages {
    private final DataStream<ReadingBlock> blocks;
    private final DataStream<Rejection> rejected;
    private final DataStream<ProgressPart> progress;
    private DataStream<Reading> readings;

    private Messages(SingleOutputStreamOperator<ReadingBlock> blocks) {
      this.blocks = blocks;
      this.rejected = blocks.getSideOutput(IngestTypes.REJECTED);
      this.progress = blocks.getSideOutput(ProgressTypes.PROGRESS_PARTS);
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
      DataStream<PartialAggregate> partials,
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
      DataStream<PartialAggregate> partials,
      DataStream<LateReading> unmatched) {}

  /** Parses the lines of files. */
  public static Messages parse(DataStream<LineBlock> blocks, FileParsers parsers) {
    return new Messages(
        blocks
            .transform("parse readings", IngestTypes.READING_BLOCK, new ParseLines(parsers))
            .uid("parse-readings"));
  }

  /** Parts messages that were parsed where they were read. */
  public static Messages accept(DataStream<MessageBlock> messages) {
    return new Messages(
        messages
            .transform("accept readings", IngestTypes.READING_BLOCK, new SplitAcceptedAndRejected())
            .uid("accept-readings"));
  }

  static DataStream<Reading> oneByOne(DataStream<ReadingBlock> blocks) {
    return blocks
        .transform("readings one by one", ModelTypes.READING, new ReadingsOneByOne())
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
        combine(messages.blocks, new PreAggregateBlocks(windowing, allowedLateness)),
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
    return combine(readings, new PreAggregateReadings(windowing, allowedLateness));
  }

  private static <I> Combined combine(DataStream<I> readings, PreAggregateOperator<I> combine) {
    SingleOutputStreamOperator<PartialAggregate> partials =
        readings
            .transform("combine averages", AverageTypes.PARTIAL_AGGREGATE, combine)
            .uid("combine-averages");
    return combined(partials);
  }

  static Combined combined(SingleOutputStreamOperator<PartialAggregate> partials) {
    return new Combined(
        partials,
        partials.getSideOutput(AverageTypes.LATE),
        partials.getSideOutput(ProgressTypes.PROGRESS_PARTS));
  }

  /**
   * The second half of {@link #average}: brings what was folded together.
   *
   * @param partials folded by the same windows
   */
  public static Averages merge(
      DataStream<PartialAggregate> partials, Windowing windowing, Duration allowedLateness) {
    return merged(
        windowing instanceof SessionWindows sessions
            ? partials
                .keyBy(partial -> partial.window().series(), ModelTypes.SERIES)
                .transform(
                    "merge sessions",
                    AverageTypes.AVERAGE_UPDATE,
                    new MergeOperator<>(new MergeSessions(sessions, allowedLateness)))
                .uid("merge-sessions")
            : partials
                .keyBy(PartialAggregate::window, ModelTypes.SERIES_WINDOW)
                .transform(
                    "merge averages",
                    AverageTypes.AVERAGE_UPDATE,
                    new MergeOperator<>(
                        new MergeAverages<SeriesWindow>(allowedLateness, window -> window)))
                .uid("merge-averages"));
  }

  static Averages merged(SingleOutputStreamOperator<AverageUpdate> updates) {
    return new Averages(
        updates,
        updates.getSideOutput(AverageTypes.LATE),
        updates.getSideOutput(ProgressTypes.PROGRESS_PARTS));
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
    DataStream<TaggedReading> entries =
        ledger
            .filter(late -> late.excludedFrom() == exclusion)
            .uid("ledger-of-" + of)
            .map(TaggedReading::of, ReplayTypes.TAGGED_READING)
            .uid("ledger-claims-of-" + of);
    SingleOutputStreamOperator<Reading> inTime =
        readings
            .map(TaggedReading::of, ReplayTypes.TAGGED_READING)
            .uid("log-claims-of-" + of)
            .union(entries)
            .keyBy(claim -> claim.reading().series(), ModelTypes.SERIES)
            .process(new ExcludeLateReadings(windowing), ModelTypes.READING)
            .name("leave out late of " + of)
            .uid("leave-out-late-of-" + of);
    return new InTime(
        inTime,
        inTime.getSideOutput(ReplayTypes.PARTIALS),
        inTime.getSideOutput(ReplayTypes.UNMATCHED));
  }

  /** How far a stream has come, with each checkpoint. */
  public static DataStream<Progress> progress(
      Messages messages, Averages averages, AlertTopology.Alerts alerts, Windowing windowing) {
    return messages
        .progress()
        .union(averages.progress(), alerts.progress())
        .transform(
            "track progress",
            ProgressTypes.PROGRESS,
            new TrackProgress(windowing.windowsPerReading()))
        .uid("track-progress")
        .setParallelism(1);
  }
}
