package dev.isotherm.flow.topology;

import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.plausibility.CheckRanges;
import dev.isotherm.flow.plausibility.DivideByStuckAfter;
import dev.isotherm.flow.plausibility.FindStuckValues;
import dev.isotherm.flow.plausibility.FindStuckValuesInBatch;
import dev.isotherm.flow.plausibility.PlausibilityTypes;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.sensors.PlausibilityChecks;
import java.util.Optional;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * What is done before everything else with readings that are no measurements, by the sensor table.
 *
 * <pre>
 * messages → check ranges → divide by stuckAfter ──────────→ averages, rules
 *                        ↘                     ↘ find stuck ↗
 *                          implausible (late log)         ↘ implausible (late log)
 * </pre>
 *
 * <p>Only readings of series that have {@code stuckAfter} are brought together by series. No step
 * is there that the table does not need.
 */
public final class PlausibilityTopology {

  private static final String FIND_STUCK = "find stuck values";

  private PlausibilityTopology() {}

  /**
   * Messages without the readings that are no measurements.
   *
   * @param implausible these readings, and those that came too late to be checked: a part of the
   *     late log; empty if none is checked
   */
  public record Plausible(ParsedMessages messages, Optional<DataStream<LateReading>> implausible) {

    /** Adds the readings that are no measurements to the late log. */
    public DataStream<LateReading> addTo(DataStream<LateReading> late) {
      return implausible.map(late::union).orElse(late);
    }

    private Plausible with(ParsedMessages checked, DataStream<LateReading> more) {
      return new Plausible(checked, Optional.of(addTo(more)));
    }
  }

  /**
   * Messages of a replay without the readings that the stream has excluded.
   *
   * @param unmatched entries of the late log that are not true; empty if none is checked
   * @param unlogged readings that are no measurements, and that the late log does not name; empty
   *     if none is checked
   */
  public record Replayed(
      ParsedMessages messages,
      Optional<DataStream<LateReading>> unmatched,
      Optional<DataStream<LateReading>> unlogged) {

    private Replayed with(ReplayTopology.InTime compared, Exclusion kind) {
      DataStream<LateReading> missing =
          compared
              .readings()
              .map(reading -> LateReading.fromEverything(reading, kind), ModelTypes.LATE_READING)
              .name("not in the late log")
              .uid("not-in-late-log-of-" + ReplayTopology.nameOf(kind));
      return new Replayed(
          messages,
          Optional.of(unmatched.map(compared.unmatched()::union).orElse(compared.unmatched())),
          Optional.of(unlogged.map(missing::union).orElse(missing)));
    }

    private Replayed with(ParsedMessages others) {
      return new Replayed(others, unmatched, unlogged);
    }
  }

  /**
   * Excludes the readings of a stream that are no measurements.
   *
   * @param sensors how the sensor table becomes known
   */
  public static Plausible check(
      ParsedMessages messages, PlausibilityChecks checks, KnownSensors sensors) {
    Plausible valid = checkRanges(messages, checks, sensors);
    if (!checks.ofStuckValues()) {
      return valid;
    }
    SingleOutputStreamOperator<ReadingBlock> others =
        divide(valid.messages(), sensors).setBufferTimeout(AlertTopology.BUFFER_MILLIS);
    SingleOutputStreamOperator<ReadingBlock> checked =
        others
            .getSideOutput(PlausibilityTypes.TO_CHECK)
            .keyBy(Reading::series, ModelTypes.SERIES)
            .transform(FIND_STUCK, IngestTypes.READING_BLOCK, new FindStuckValues(sensors))
            .uid("find-stuck-values")
            .setBufferTimeout(AlertTopology.BUFFER_MILLIS);
    return valid.with(
        valid
            .messages()
            .with(others.union(checked), checked.getSideOutput(ProgressTypes.PROGRESS_PARTS)),
        checked.getSideOutput(PlausibilityTypes.IMPLAUSIBLE));
  }

  /** Excludes the readings of a bounded input that are no measurements. For BATCH mode only. */
  public static Plausible checkSorted(ParsedMessages messages, PlausibilityChecks checks) {
    Plausible valid = checkRanges(messages, checks, KnownSensors.OF_JOB_FILE);
    if (!checks.ofStuckValues()) {
      return valid;
    }
    SingleOutputStreamOperator<ReadingBlock> others =
        divide(valid.messages(), KnownSensors.OF_JOB_FILE);
    SingleOutputStreamOperator<Reading> checked =
        findStuckSorted(others.getSideOutput(PlausibilityTypes.TO_CHECK));
    return valid.with(
        valid.messages().with(others.union(Topology.pack(checked, "checked readings"))),
        checked.getSideOutput(PlausibilityTypes.IMPLAUSIBLE));
  }

  /**
   * Excludes the readings of a replay that a stream has excluded: those outside of their valid
   * range, and the stuck values that the late log names. Compares both with what the log says. For
   * BATCH mode only.
   *
   * @param lateLog only of messages that are replayed
   */
  public static Replayed replay(
      ParsedMessages messages, PlausibilityChecks checks, DataStream<LateReading> lateLog) {
    Plausible valid = checkRanges(messages, checks, KnownSensors.OF_JOB_FILE);
    Replayed replayed = new Replayed(valid.messages(), Optional.empty(), Optional.empty());
    if (valid.implausible().isPresent()) {
      replayed =
          replayed.with(
              ReplayTopology.unlogged(
                  valid.implausible().get(), lateLog, Exclusion.IMPLAUSIBLE_RANGE),
              Exclusion.IMPLAUSIBLE_RANGE);
    }
    return checks.ofStuckValues() ? replayStuck(replayed, lateLog) : replayed;
  }

  private static Replayed replayStuck(Replayed valid, DataStream<LateReading> lateLog) {
    SingleOutputStreamOperator<ReadingBlock> others =
        divide(valid.messages(), KnownSensors.OF_JOB_FILE);
    DataStream<Reading> toCheck = others.getSideOutput(PlausibilityTypes.TO_CHECK);
    DataStream<Reading> counted =
        ReplayTopology.inTime(toCheck, lateLog, Exclusion.IMPLAUSIBLE_STUCK, null, "stuck-values")
            .readings();
    ReplayTopology.InTime inOrder =
        ReplayTopology.inTime(toCheck, lateLog, Exclusion.STUCK_CHECK, null, "stuck-check");
    DataStream<LateReading> found =
        findStuckSorted(ReplayTopology.withInstants(inOrder.readings(), "checked-readings"))
            .getSideOutput(PlausibilityTypes.IMPLAUSIBLE);
    ReplayTopology.InTime compared =
        ReplayTopology.unlogged(found, lateLog, Exclusion.IMPLAUSIBLE_STUCK);
    return valid
        .with(valid.messages().with(others.union(Topology.pack(counted, "checked readings"))))
        .with(
            new ReplayTopology.InTime(
                compared.readings(),
                compared.partials(),
                compared.unmatched().union(inOrder.unmatched())),
            Exclusion.IMPLAUSIBLE_STUCK);
  }

  private static Plausible checkRanges(
      ParsedMessages messages, PlausibilityChecks checks, KnownSensors sensors) {
    if (!checks.ofRanges()) {
      return new Plausible(messages, Optional.empty());
    }
    SingleOutputStreamOperator<ReadingBlock> valid =
        messages
            .blocks()
            .transform("check ranges", IngestTypes.READING_BLOCK, new CheckRanges(sensors))
            .uid("check-ranges");
    return new Plausible(
        messages.with(valid, valid.getSideOutput(ProgressTypes.PROGRESS_PARTS)),
        Optional.of(valid.getSideOutput(PlausibilityTypes.IMPLAUSIBLE)));
  }

  private static SingleOutputStreamOperator<ReadingBlock> divide(
      ParsedMessages messages, KnownSensors sensors) {
    return messages
        .blocks()
        .transform(
            "divide by stuckAfter", IngestTypes.READING_BLOCK, new DivideByStuckAfter(sensors))
        .uid("divide-by-stuck-after");
  }

  private static SingleOutputStreamOperator<Reading> findStuckSorted(DataStream<Reading> readings) {
    return readings
        .keyBy(Reading::series, ModelTypes.SERIES)
        .transform(FIND_STUCK, ModelTypes.READING, new FindStuckValuesInBatch())
        .uid("find-stuck-values");
  }
}
