package dev.isotherm.flow.average;

import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.model.Average;
import dev.isotherm.sensors.SensorTable;
import java.time.Duration;
import org.apache.flink.api.common.functions.RuntimeContext;

/** Says how many readings of an average were to be expected, by the sensor table of the job. */
final class ExpectedReadings {

  private final SensorTable table;

  ExpectedReadings(SensorTable table) {
    this.table = table;
  }

  /** By the table of the job of an operator, if it has one. */
  static ExpectedReadings of(RuntimeContext context) {
    return new ExpectedReadings(JobSensors.of(context));
  }

  /** Returns the average with the number of readings that the table expects in its window. */
  @SuppressWarnings("ReferenceEquality") // there is one empty table
  Average in(Average average) {
    if (table == SensorTable.EMPTY) {
      return average;
    }
    Duration interval = table.spec(average.series()).expectedInterval();
    return interval == null
        ? average
        : average.withExpected(
            in(average.windowEndMillis() - average.windowStartMillis(), interval.toMillis()));
  }

  /** Rounded to the nearest whole number, and at least 1. */
  static long in(long lengthMillis, long intervalMillis) {
    long whole = lengthMillis / intervalMillis;
    long rest = lengthMillis % intervalMillis;
    return Math.max(rest >= intervalMillis - rest ? whole + 1 : whole, 1);
  }
}
