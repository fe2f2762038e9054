package dev.isotherm.sensors;

import dev.isotherm.glob.Glob;
import java.util.Map;

/**
 * A glob of a table.
 *
 * @param rank its place among the globs, from 0; the least counts first
 * @param labels the values of its labels by their names
 */
record RankedGlob(int rank, Glob glob, SensorEntry entry, Map<String, String> labels) {

  RankedGlob(int rank, SensorEntry entry) {
    this(rank, new Glob(entry.sensor()), entry, entry.labelValues());
  }
}
