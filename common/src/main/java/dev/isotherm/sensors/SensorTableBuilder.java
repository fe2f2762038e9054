package dev.isotherm.sensors;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Builds a table from its rows, in the order of the file. */
public final class SensorTableBuilder {

  /** Most globs of a table. */
  public static final int MOST_GLOBS = 10_000;

  private final ExactSensors exact = new ExactSensors();
  private final Map<String, SensorEntry> globs = new LinkedHashMap<>();

  /**
   * Adds a row.
   *
   * @param errors takes a sentence for each conflict with a row before it, which then counts
   */
  public void add(SensorRow row, Consumer<String> errors) {
    if (!SensorRow.isGlob(row.sensor())) {
      exact.add(row, errors);
      return;
    }
    if (globs.size() == MOST_GLOBS && !globs.containsKey(row.sensor())) {
      errors.accept(
          "sensor " + row.sensor() + ": a table has at most " + MOST_GLOBS + " different globs");
      return;
    }
    globs.computeIfAbsent(row.sensor(), SensorEntry::new).add(row, errors);
  }

  /**
   * Adds all rows of a sensor.
   *
   * @throws IllegalArgumentException if it is a glob, or there are rows of it already
   */
  public void add(SensorEntry entry) {
    if (entry.isGlob() || names(entry.sensor())) {
      throw new IllegalArgumentException(entry.sensor() + ": must be a sensor without rows");
    }
    exact.add(entry);
  }

  /** Whether there is a row that names a sensor, or a glob, exactly so. */
  public boolean names(String sensor) {
    return SensorRow.isGlob(sensor) ? globs.containsKey(sensor) : exact.find(sensor) != null;
  }

  /** The table. No row may be added afterwards. */
  public SensorTable build() {
    return new SensorTable(exact, GlobRows.of(globs.values()));
  }
}
