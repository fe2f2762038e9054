package dev.isotherm.flow.topology;

import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.replay.ExcludeLateReadings;
import dev.isotherm.flow.replay.ReplayTypes;
import dev.isotherm.flow.replay.TaggedReading;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.window.Windowing;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a replay does before the steps that it shares with the stream: it leaves out the readings
 * that, by the late log, the stream left out. For BATCH mode only.
 */
public final class ReplayTopology {
  private ReplayTopology() {}

  /**
   * The readings of a replay that the late log does not name.
   *
   * @param readings readings that are late for nothing
   * @param partials readings that are late for some windows, in the other windows
   * @param unmatched entries of the late log that name no reading
   */
  public record InTime(
      DataStream<Reading> readings,
      DataStream<PartialBlock> partials,
      DataStream<LateReading> unmatched) {}

  /**
   * Excludes from a replay the readings that, by the late log, came too late for averages.
   *
   * @param windowing of the averages that the late log was written for
   */
  public static InTime inTimeForAverages(
      DataStream<Reading> readings, DataStream<LateReading> lateLog, Windowing windowing) {
    return inTime(readings, lateLog, Exclusion.AVERAGES, windowing, "averages");
  }

  /**
   * Excludes from a replay the readings that, by the late log, came out of order for the rules on
   * readings.
   */
  public static InTime inTimeForAlerts(
      DataStream<Reading> readings, DataStream<LateReading> lateLog) {
    return inTime(readings, lateLog, Exclusion.ALERTS, null, "alerts");
  }

  /**
   * Excludes from a replay the readings that, by the late log, repeated earlier ones. The others
   * are left for averages and alerts.
   *
   * @param lateLog only of messages that are replayed
   */
  public static InTime withoutRepeats(
      DataStream<Reading> readings, DataStream<LateReading> lateLog) {
    InTime distinct = inTime(readings, lateLog, Exclusion.EVERYTHING, null, "repeats");
    return new InTime(
        withInstants(distinct.readings(), "readings"), distinct.partials(), distinct.unmatched());
  }

  /** Gives readings their instants as timestamps. */
  static DataStream<Reading> withInstants(DataStream<Reading> readings, String uidSuffix) {
    return readings
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Reading>noWatermarks()
                .withTimestampAssigner((reading, before) -> reading.epochMillis()))
        .name("instants of readings")
        .uid("instants-of-" + uidSuffix);
  }

  /**
   * Compares what a replay finds implausible with what the late log says. The readings of the
   * result are those that the late log does not name.
   *
   * @param implausible by the replay, all of one kind
   * @param lateLog only of messages that are replayed
   * @param kind what they are
   */
  static InTime unlogged(
      DataStream<LateReading> implausible, DataStream<LateReading> lateLog, Exclusion kind) {
    String name = nameOf(kind);
    return inTime(
        implausible
            .map(LateReading::reading, ModelTypes.READING)
            .name("readings of " + name)
            .uid("readings-of-" + name),
        lateLog,
        kind,
        null,
        name);
  }

  static String nameOf(Exclusion kind) {
    return EnumText.lowerCase(kind).replace('_', '-');
  }

  static InTime inTime(
      DataStream<Reading> readings,
      DataStream<LateReading> lateLog,
      Exclusion exclusion,
      @Nullable Windowing windowing,
      String uidSuffix) {
    DataStream<TaggedReading> entries =
        lateLog
            .filter(late -> late.excludedFrom() == exclusion)
            .uid("late-log-of-" + uidSuffix)
            .map(TaggedReading::of, ReplayTypes.TAGGED_READING)
            .uid("tagged-late-log-of-" + uidSuffix);
    SingleOutputStreamOperator<Reading> inTime =
        readings
            .map(TaggedReading::of, ReplayTypes.TAGGED_READING)
            .uid("tagged-readings-of-" + uidSuffix)
            .union(entries)
            .keyBy(tagged -> tagged.reading().series(), ModelTypes.SERIES)
            .process(new ExcludeLateReadings(windowing, exclusion), ModelTypes.READING)
            .name("exclude late of " + uidSuffix)
            .uid("exclude-late-of-" + uidSuffix);
    return new InTime(
        inTime,
        inTime.getSideOutput(ReplayTypes.PARTIALS),
        inTime.getSideOutput(ReplayTypes.UNMATCHED));
  }
}
