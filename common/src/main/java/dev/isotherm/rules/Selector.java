package dev.isotherm.rules;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.model.Series;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which values a rule evaluates: those of one metric, or of a signal, and of some sensors.
 *
 * @param metric the metric of the values. Those of a signal have the name of its rule as metric.
 * @param sensors whose values; of groups, the members
 * @param on where the values come from
 * @param signal {@code null} for a metric
 * @param window length of the rule's own windows; {@code null} unless {@code on} is {@link
 *     Source#WINDOWS}
 */
public record Selector(
    String metric, Sensors sensors, Source on, @Nullable Signal signal, @Nullable Duration window)
    implements Serializable {

  /** Where the values come from. */
  public enum Source {
    /** Every reading. */
    READINGS,
    /** The mean of each window of the job at its end, of the readings that came before that. */
    AVERAGES,
    /** The mean of each window of the rule's own. These windows are counted from the epoch. */
    WINDOWS,
    /** A signal, evaluated with each message that brings one of its metrics. */
    SIGNALS,
    /** A signal, evaluated at the end of each step. */
    STEPS;

    /** The sources of values of a single metric, which a rule names. */
    public static final List<Source> OF_METRICS = List.of(READINGS, AVERAGES);

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
    boolean isOfSignal = on == Source.SIGNALS || on == Source.STEPS;
    if (signal == null ? isOfSignal : on != sourceOf(signal)) {
      throw new InvalidFieldException("on", on, "does not go with the signal");
    }
    if ((window != null) != (on == Source.WINDOWS)) {
      throw new InvalidFieldException("window", String.valueOf(window), "needs on: averages");
    }
    if (window != null) {
      DurationText.require("window", window, 1);
    }
  }

  /** The values of a metric. */
  public Selector(String metric, Sensors sensors, Source on) {
    this(metric, sensors, on, null, null);
  }

  /** The means of a metric in windows of the rule's own. */
  public static Selector ofWindows(String metric, Sensors sensors, Duration window) {
    return new Selector(metric, sensors, Source.WINDOWS, null, window);
  }

  /** A signal of some sensors, or of groups of these. */
  public static Selector of(String ruleName, Sensors sensors, Signal signal) {
    return new Selector(ruleName, sensors, sourceOf(signal), signal, null);
  }

  private static Source sourceOf(Signal signal) {
    return signal.every() == null ? Source.SIGNALS : Source.STEPS;
  }

  /** The readings of a metric, of every sensor. */
  public static Selector of(String metric) {
    return new Selector(metric, Sensors.ALL, Source.READINGS);
  }

  boolean selects(Series series) {
    return metric.equals(series.metric()) && (isOfGroups() || sensors.match(series.sensorId()));
  }

  /** Whether the series are those of groups, and not of sensors. */
  public boolean isOfGroups() {
    return signal != null && signal.isOfGroups();
  }

  Selector named(String ruleName) {
    return signal == null ? this : of(ruleName, sensors, signal);
  }
}
