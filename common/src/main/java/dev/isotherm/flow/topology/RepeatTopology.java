package dev.isotherm.flow.topology;

import dev.isotherm.flow.alert.EvaluateRules;
import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.repeat.DropRepeats;
import dev.isotherm.flow.repeat.RepeatTypes;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * What a stream does before averages and alerts if a reading that is sent again is to count once.
 *
 * <pre>
 * messages → readings by series → drop repeats → pre-aggregate, evaluate rules
 *                                            ↘ repeats (late log)
 * </pre>
 */
public final class RepeatTopology {

  /** Readings are remembered for a day more: the watermark of the rules may be behind. */
  private static final Duration LATE_FOR_RULES = EvaluateRules.FORGET_AFTER.plusDays(1);

  private RepeatTopology() {}

  /**
   * Messages without the readings that repeat an earlier one.
   *
   * @param repeats these readings, which are a part of the late log
   */
  public record Distinct(ParsedMessages messages, DataStream<LateReading> repeats) {}

  /**
   * Drops the readings that repeat an earlier one, of the same series, instant and value. Readings
   * that are late for averages and for rules are passed on.
   *
   * @param bySeries the readings of the messages, by series and in the order of arrival
   */
  public static Distinct withoutRepeats(
      ParsedMessages messages,
      KeyedStream<SeriesReadings, Series> bySeries,
      Windowing windowing,
      Duration allowedLateness) {
    SingleOutputStreamOperator<ReadingBlock> first =
        bySeries
            .transform(
                "drop repeats",
                IngestTypes.READING_BLOCK,
                new DropRepeats(windowing, allowedLateness, LATE_FOR_RULES))
            .uid("drop-repeats");
    return new Distinct(
        new ParsedMessages(
            first,
            messages.rejected(),
            messages.progress().union(first.getSideOutput(ProgressTypes.PROGRESS_PARTS)),
            true),
        first.getSideOutput(RepeatTypes.REPEATS));
  }
}
