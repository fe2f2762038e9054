package dev.isotherm.flow.topology;

import dev.isotherm.flow.average.AverageSpec;
import dev.isotherm.flow.average.AverageTypes;
import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.flow.average.MergeOperator;
import dev.isotherm.flow.average.MergeSessions;
import dev.isotherm.flow.average.MergeWindows;
import dev.isotherm.flow.average.PreAggregateOperator;
import dev.isotherm.flow.average.WindowKey;
import dev.isotherm.flow.ingest.DropDuplicates;
import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.flow.ingest.ParseLines;
import dev.isotherm.flow.ingest.ReadingsInBlocks;
import dev.isotherm.flow.ingest.ReadingsOneByOne;
import dev.isotherm.flow.ingest.SplitAcceptedAndRejected;
import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.partial.PartialTypes;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.progress.ProgressUpdate;
import dev.isotherm.flow.progress.RunStart;
import dev.isotherm.flow.progress.TrackProgress;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The topology as functions from streams to streams, the same for files and for Kafka.
 *
 * <pre>
 * lines or messages → readings → pre-aggregate → merge → averages
 *                   ↘ rejected ↘ evaluate rules → transitions
 *                                (late readings leave at pre-aggregate, merge and evaluate)
 * </pre>
 *
 * <p>{@link AlertTopology} leads to alerts, {@link AverageAlertTopology} to alerts on averages;
 * {@link PlausibilityTopology} leaves out what is no measurement, {@link RepeatTopology} what is
 * there twice, {@link ReplayTopology} what was late.
 */
public final class Topology {
  private Topology() {}

  /** Readings that each subtask has aggregated, before the shuffle. */
  public record PreAggregated(
      DataStream<PartialBlock> partials,
      DataStream<LateReading> late,
      DataStream<ProgressPart> progress) {

    static PreAggregated of(SingleOutputStreamOperator<PartialBlock> partials) {
      return new PreAggregated(
          partials,
          partials.getSideOutput(AverageTypes.LATE),
          partials.getSideOutput(ProgressTypes.PROGRESS_PARTS));
    }
  }

  /** Averages, and the readings that came too late for them. */
  public record Averages(
      SingleOutputStreamOperator<AverageUpdate> updates,
      DataStream<LateReading> late,
      DataStream<ProgressPart> progress) {

    static Averages of(SingleOutputStreamOperator<AverageUpdate> updates) {
      return new Averages(
          updates,
          updates.getSideOutput(AverageTypes.LATE),
          updates.getSideOutput(ProgressTypes.PROGRESS_PARTS));
    }
  }

  /** Parses the lines of files. */
  public static ParsedMessages parse(DataStream<LineBlock> blocks, FileParsers parsers) {
    return ParsedMessages.of(
        blocks
            .transform("parse readings", IngestTypes.READING_BLOCK, new ParseLines(parsers))
            .uid("parse-readings"));
  }

  /**
   * Separates accepted from rejected messages that the source has parsed.
   *
   * @param settings the options that determine the results, by name; a stream with state of other
   *     settings fails, and is not restarted
   * @param metrics names of metrics that should occur
   */
  public static ParsedMessages split(
      DataStream<MessageBlock> messages, Map<String, String> settings, Set<String> metrics) {
    return ParsedMessages.of(
        messages
            .transform(
                "split accepted and rejected",
                IngestTypes.READING_BLOCK,
                new SplitAcceptedAndRejected(settings, metrics))
            .uid("split-accepted-and-rejected"));
  }

  static DataStream<Reading> unpack(DataStream<ReadingBlock> blocks) {
    return blocks
        .transform("unpack readings", ModelTypes.READING, new ReadingsOneByOne())
        .uid("unpack-readings");
  }

  /**
   * Packs single readings into blocks. For BATCH mode only.
   *
   * @param what they are, in the plural
   */
  public static DataStream<ReadingBlock> pack(DataStream<Reading> readings, String what) {
    String name = "pack " + what;
    return readings
        .transform(name, IngestTypes.READING_BLOCK, new ReadingsInBlocks())
        .uid(uid(name));
  }

  /** Passes on the readings of each series and instant that are to be kept. For BATCH mode only. */
  public static DataStream<Reading> withoutDuplicates(
      DataStream<Reading> readings, DropDuplicates.Keep keep) {
    return readings
        .keyBy(Reading::series, ModelTypes.SERIES)
        .transform("drop duplicates", ModelTypes.READING, new DropDuplicates(keep))
        .uid("drop-duplicates");
  }

  /** Computes the averages of readings. */
  public static Averages average(DataStream<ReadingBlock> readings, AverageSpec averages) {
    return average(readings, averages, false);
  }

  /** Computes the averages of the accepted messages. */
  public static Averages average(ParsedMessages messages, AverageSpec averages) {
    return average(messages.blocks(), averages, messages.isBehindExchange());
  }

  private static Averages average(
      DataStream<ReadingBlock> readings, AverageSpec averages, boolean behindExchange) {
    PreAggregated aggregated =
        preAggregate(
            readings,
            PreAggregateOperator.ofBlocks(averages, Exclusion.AVERAGES, behindExchange),
            "averages");
    Averages merged = merge(aggregated.partials(), averages);
    return new Averages(
        merged.updates(),
        aggregated.late().union(merged.late()),
        aggregated.progress().union(merged.progress()));
  }

  /** The first half of {@link #average}: aggregates readings in each subtask. */
  public static PreAggregated preAggregate(DataStream<Reading> readings, AverageSpec averages) {
    return preAggregate(
        readings, PreAggregateOperator.ofReadings(averages, Exclusion.AVERAGES), "averages");
  }

  static <I> PreAggregated preAggregate(
      DataStream<I> readings, PreAggregateOperator<I> operator, String averages) {
    String name = "pre-aggregate " + averages;
    return PreAggregated.of(
        readings.transform(name, PartialTypes.PARTIAL_BLOCK, operator).uid(uid(name)));
  }

  /**
   * The second half of {@link #average}: merges the partial aggregates of all subtasks.
   *
   * @param partials aggregated for the same averages
   */
  public static Averages merge(DataStream<PartialBlock> partials, AverageSpec averages) {
    Duration lateness = averages.allowedLateness();
    return averages.windowing() instanceof SessionWindows sessions
        ? mergeSessions(
            partials,
            new MergeSessions(sessions, lateness, Exclusion.AVERAGES, averages.percentiles()),
            "merge sessions")
        : mergeWindows(
            partials,
            WindowKey.BY_WINDOW,
            new MergeWindows<>(averages, Exclusion.AVERAGES, WindowKey.BY_WINDOW),
            "merge averages");
  }

  static Averages mergeSessions(
      DataStream<PartialBlock> partials, MergeSessions merge, String name) {
    return Averages.of(
        partials
            .keyBy(PartialBlock::series, ModelTypes.SERIES)
            .transform(name, AverageTypes.AVERAGE_UPDATE, new MergeOperator<>(merge))
            .uid(uid(name)));
  }

  static <K> Averages mergeWindows(
      DataStream<PartialBlock> partials, WindowKey<K> keys, MergeWindows<K> merge, String name) {
    return Averages.of(
        partials
            .keyBy(keys::of, keys.type())
            .transform(name, AverageTypes.AVERAGE_UPDATE, merge)
            .uid(uid(name)));
  }

  private static String uid(String name) {
    return name.replace(' ', '-');
  }

  /**
   * The progress of a stream, with each checkpoint.
   *
   * @param start how this run of the stream may start
   */
  public static DataStream<ProgressUpdate> progress(
      ParsedMessages messages,
      Averages averages,
      AlertTopology.Alerts alerts,
      Windowing windowing,
      RunStart start) {
    return messages
        .progress()
        .union(averages.progress(), alerts.progress())
        .transform(
            "track progress",
            ProgressTypes.PROGRESS_UPDATE,
            new TrackProgress(windowing.windowsPerReading(), start))
        .uid("track-progress")
        .setParallelism(1);
  }
}
