package dev.isotherm.rules;

import dev.isotherm.model.Series;
import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;

/**
 * What a rule looks at.
 *
 * @param metric of this metric
 * @param sensors of these sensors
 * @param on the values themselves, or what becomes of them
 */
public record Selector(String metric, Glob sensors, Source on) implements Serializable {

  /** Where the values come from. */
  public enum Source {
    /** Every reading. */
    READINGS,
    /** The mean of each window, at the window's end, of the readings that came before that. */
    AVERAGES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Selector {
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(sensors, "sensors");
    Objects.requireNonNull(on, "on");
    String fault = Series.nameError(metric);
    if (fault != null) {
      throw new IllegalArgumentException("metric \"" + metric + "\": " + fault);
    }
  }

  /** Readings of a metric, of every sensor. */
  public static Selector of(String metric) {
    return new Selector(metric, Glob.ALL, Source.READINGS);
  }

  boolean selects(Series series) {
    return metric.equals(series.metric()) && sensors.matches(series.sensorId());
  }
}
