package dev.isotherm.flow.signal;

import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.signal.memory.SensorReadings;
import java.util.List;
import java.util.TreeMap;

/**
 * The readings of one message that a rule needs of a sensor.
 *
 * @param series the sensor, and the name of the rule as metric
 */
public record SignalMessage(Series series, SensorReadings readings) {

  public String rule() {
    return series.metric();
  }

  public long epochMillis() {
    return readings.epochMillis();
  }

  /** The readings one by one, sorted by metric. */
  List<Reading> each() {
    return new TreeMap<>(readings.values())
        .entrySet().stream()
            .map(
                one ->
                    new Reading(
                        new Series(series.sensorId(), one.getKey()),
                        readings.epochMillis(),
                        one.getValue(),
                        readings.position()))
            .toList();
  }

  /** The entries of the late log for a message that came too late for the rule. */
  public List<LateReading> late() {
    return each().stream().map(reading -> LateReading.forSignal(reading, rule())).toList();
  }
}
