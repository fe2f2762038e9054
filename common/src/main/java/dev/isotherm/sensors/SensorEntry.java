package dev.isotherm.sensors;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a table says of one sensor, or of the sensors that match one glob.
 *
 * @param sensor name of the sensor, or the glob
 * @param labels by name
 * @param specs by metric; {@link SensorRow#ALL_METRICS} comes first
 */
public record SensorEntry(
    String sensor,
    NavigableMap<String, Located<String>> labels,
    NavigableMap<String, Located<SeriesSpec>> specs) {

  /** Says nothing yet. */
  SensorEntry(String sensor) {
    this(sensor, new TreeMap<>(), new TreeMap<>());
  }

  public boolean isGlob() {
    return SensorRow.isGlob(sensor);
  }
}
