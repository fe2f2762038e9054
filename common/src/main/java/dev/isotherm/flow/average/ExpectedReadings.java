package dev.isotherm.flow.average;

import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.model.Average;
import dev.isotherm.sensors.SensorTables;
import java.time.Duration;
import org.apache.flink.api.common.functions.RuntimeContext;

/** Says how many readings of an average were to be expected, by the sensor table of the job. */
final class ExpectedReadings {

  private final SensorTables tables;

  ExpectedReadings(SensorTables tables) {
    this.tables = tables;
  }

  /** By the table that an operator knows, if there is one. */
  static ExpectedReadings of(KnownSensors sensors, RuntimeContext context) {
    return new ExpectedReadings(sensors.of(context));
  }

  /**
   * Returns the average with the number of readings that the table expects in its window. The table
   * is that of the start of the window.
   */
  @SuppressWarnings("ReferenceEquality") // there is one empty table
  Average in(Average average) {
    if (tables == SensorTables.EMPTY) {
      return average;
    }
    Duration interval =
        tables.at(average.windowStartMillis()).spec(average.series()).expectedInterval();
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
