package dev.isotherm.rules;

import dev.isotherm.model.EnumText;
import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.model.Series;
import java.io.Serializable;
import java.util.Objects;

/** Which values a rule evaluates: those of one metric and of some sensors. */
public record Selector(String metric, Sensors sensors, Source on) implements Serializable {

  /** Where the values come from. */
  public enum Source {
    /** Every reading. */
    READINGS,
    /** The mean of each window at its end, of the readings that came before that. */
    AVERAGES;

    @Override
    public String toString() {
      return EnumText.lowerCase(this);
    }
  }

  public Selector {
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(sensors, "sensors");
    Objects.requireNonNull(on, "on");
    String error = Series.nameError(metric);
    if (error != null) {
      throw new InvalidFieldException("metric", '"' + metric + '"', error);
    }
  }

  /** The readings of a metric, of every sensor. */
  public static Selector of(String metric) {
    return new Selector(metric, Sensors.ALL, Source.READINGS);
  }

  boolean selects(Series series) {
    return metric.equals(series.metric()) && sensors.match(series.sensorId());
  }
}
