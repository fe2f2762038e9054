package dev.isotherm.flow.roster;

import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.model.Position;
import dev.isotherm.model.Series;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RulesByInstant;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends a marker for each series of the {@link Roster}, before all readings of the series: the
 * series is expected from an instant on. Series that the sensor table gets later have theirs at
 * that instant. For BATCH mode, which evaluates no series without input.
 *
 * <p>The input is the earliest instants of all subtasks. There must be one subtask of this one.
 */
public final class ExpectSeries extends AbstractStreamOperator<SeriesReadings>
    implements OneInputStreamOperator<Long, SeriesReadings>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final RuleSetHistory rules;
  private final @Nullable Long sinceMillis;

  private transient long earliest;

  /**
   * Expects the series that rules on readings watch.
   *
   * @param sinceMillis from when on; {@code null} for the earliest instant of the input
   */
  public ExpectSeries(RuleSetHistory rules, @Nullable Long sinceMillis) {
    this.rules = rules;
    this.sinceMillis = sinceMillis;
  }

  @Override
  public void open() throws Exception {
    super.open();
    earliest = EarliestInstantOfInput.NONE;
  }

  @Override
  public void processElement(StreamRecord<Long> element) {
    earliest = Math.min(earliest, element.getValue());
  }

  @Override
  public void endInput() {
    long since = sinceMillis == null ? earliest : sinceMillis;
    if (since == EarliestInstantOfInput.NONE) {
      return;
    }
    RulesByInstant versions =
        new RulesByInstant(rules, RuleScope.READINGS, JobSensors.of(getRuntimeContext()));
    Roster.forEach(versions.at(since), series -> expect(series, since, Long.MIN_VALUE));
    for (long from : Roster.changesBetween(versions, since, Long.MAX_VALUE)) {
      Roster.forEachAdded(versions, from, series -> expect(series, from, from));
    }
  }

  /**
   * Sends a marker.
   *
   * @param sortedMillis its place among the readings of the series
   */
  private void expect(Series series, long since, long sortedMillis) {
    SeriesReadings marker =
        new SeriesReadings(
            series, new long[] {since}, new double[] {Double.NaN}, new long[] {Position.NONE});
    output.collect(new StreamRecord<>(marker, sortedMillis));
  }
}
