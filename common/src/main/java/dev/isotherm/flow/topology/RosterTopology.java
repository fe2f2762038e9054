package dev.isotherm.flow.topology;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.roster.EarliestInstantOfInput;
import dev.isotherm.flow.roster.ExpectSeries;
import dev.isotherm.flow.roster.Expectation;
import dev.isotherm.flow.roster.Roster;
import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.RuleSetHistory;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Adds the series that should send readings to the readings of a bounded input, see {@link Roster}.
 * For BATCH mode only: in a stream, the evaluation of the rules knows them when it starts.
 */
final class RosterTopology {
  private RosterTopology() {}

  /**
   * The readings by series, with a marker for each series that is expected; only the readings if
   * the job has no sensor table, or no rule tells that a series never sent.
   */
  static DataStream<SeriesReadings> withExpected(
      DataStream<SeriesReadings> bySeries,
      DataStream<ReadingBlock> readings,
      RuleSetHistory rules,
      Expectation expectation) {
    if (!expectation.isAny()
        || !Roster.isWatchedBy(rules)
        || !JobSensors.areGiven(readings.getExecutionEnvironment())) {
      return bySeries;
    }
    return bySeries.union(
        readings
            .transform("earliest instant", Types.LONG, new EarliestInstantOfInput())
            .uid("earliest-instant")
            .transform(
                "expect series",
                AlertTypes.SERIES_READINGS,
                new ExpectSeries(rules, expectation.sinceMillis()))
            .uid("expect-series")
            .setParallelism(1));
  }
}
