package dev.isotherm.flow.average;

import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.model.percentile.WantedPercentiles;
import dev.isotherm.window.Windowing;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * Which averages are computed.
 *
 * @param windowing their windows
 * @param allowedLateness how long a window can still change after its end
 * @param percentiles those that each average has
 * @param sensors what is known of sensors
 */
public record AverageSpec(
    Windowing windowing,
    Duration allowedLateness,
    WantedPercentiles percentiles,
    KnownSensors sensors)
    implements Serializable {

  private static final long serialVersionUID = 1;

  public AverageSpec {
    Objects.requireNonNull(windowing, "windowing");
    Objects.requireNonNull(allowedLateness, "allowedLateness");
    Objects.requireNonNull(percentiles, "percentiles");
  }

  /** Averages without percentiles. */
  public static AverageSpec of(Windowing windowing, Duration allowedLateness) {
    return new AverageSpec(
        windowing, allowedLateness, WantedPercentiles.NONE, KnownSensors.OF_JOB_FILE);
  }

  /** Averages of a bounded input, where nothing is late. */
  public static AverageSpec bounded(Windowing windowing, WantedPercentiles percentiles) {
    return new AverageSpec(windowing, Duration.ZERO, percentiles, KnownSensors.OF_JOB_FILE);
  }
}
