package dev.isotherm.sensors;

import dev.isotherm.glob.Glob;
import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.model.Series;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of a sensor table.
 *
 * @param line of the file, counted from 1
 * @param sensor name of a sensor, or a glob: a text with {@code *} or {@code ?} is a glob
 * @param metric {@link #ALL_METRICS}, or the name of the only one that {@code spec} is about
 * @param labels of the sensor, whatever the metric; at most {@value #MOST_LABELS}
 */
public record SensorRow(
    int line, String sensor, String metric, Map<String, String> labels, SeriesSpec spec) {

  /** The metric of a row about all metrics of its sensor. No metric has this name. */
  public static final String ALL_METRICS = "";

  /** Most labels of a sensor. */
  public static final int MOST_LABELS = 32;

  public SensorRow {
    Objects.requireNonNull(spec, "spec");
    require("sensor", sensorError(sensor));
    require("metric", metric.equals(ALL_METRICS) ? null : Series.nameError(metric));
    if (labels.size() > MOST_LABELS) {
      require("labels", "there are " + labels.size() + "; at most " + MOST_LABELS + " are allowed");
    }
    labels.forEach(
        (name, value) -> {
          require("labels", SensorText.labelNameError(name));
          require("labels", SensorText.valueError(value, SensorText.MAX_LENGTH));
        });
    labels = Map.copyOf(labels);
  }

  private static void require(String field, @Nullable String error) {
    if (error != null) {
      throw new InvalidFieldException(field, field + ": " + error);
    }
  }

  /**
   * Returns what is wrong with the name of a sensor or a glob, in words that follow it.
   *
   * @return {@code null} if it is valid
   */
  public static @Nullable String sensorError(String sensor) {
    return isGlob(sensor) ? Glob.errorOf(sensor) : Series.nameError(sensor);
  }

  /** Whether a name is a glob. */
  public static boolean isGlob(String sensor) {
    return sensor.indexOf('*') >= 0 || sensor.indexOf('?') >= 0;
  }
}
