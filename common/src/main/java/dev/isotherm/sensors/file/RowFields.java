package dev.isotherm.sensors.file;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.model.Series;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.sensors.SensorRow;
import dev.isotherm.sensors.SensorText;
import dev.isotherm.sensors.SeriesSpec;
import dev.isotherm.sensors.ValidRange;
import dev.isotherm.yaml.YamlErrors;
import dev.isotherm.yaml.YamlScalars;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields of one row, read from their texts. Used again for the next row. */
final class RowFields {

  private static final String NUMBER_FORM = "must be a number such as 28 or 28.5";

  private final YamlErrors errors;
  private final Map<String, String> labels = new TreeMap<>();
  private final Map<String, Double> limits = new TreeMap<>();
  private int line;
  private int errorsBefore;
  private @Nullable String sensor;
  private String metric = SensorRow.ALL_METRICS;
  private @Nullable String unit;
  private double min;
  private double max;
  private @Nullable Duration expectedInterval;
  private @Nullable Duration stuckAfter;

  RowFields(YamlErrors errors) {
    this.errors = errors;
  }

  /** Begins a row. */
  void begin(int rowLine) {
    line = rowLine;
    errorsBefore = errors.count();
    labels.clear();
    limits.clear();
    sensor = null;
    metric = SensorRow.ALL_METRICS;
    unit = null;
    min = ValidRange.ALL.min();
    max = ValidRange.ALL.max();
    expectedInterval = null;
    stuckAfter = null;
  }

  /** Reads a field; adds an error if its text is not valid. */
  void set(Field field, String text, int fieldLine) {
    String error = field.nameError();
    if (error == null) {
      try {
        error = read(field, text);
      } catch (IllegalArgumentException unreadable) {
        error =
            field.kind() == Field.Kind.EXPECTED_INTERVAL || field.kind() == Field.Kind.STUCK_AFTER
                ? "must be " + YamlScalars.DURATION_FORM
                : NUMBER_FORM;
      }
    }
    if (error != null) {
      errors.add(fieldLine, Excerpt.plain(field.name()) + " " + Excerpt.plain(text) + ": " + error);
    }
  }

  private @Nullable String read(Field field, String text) {
    switch (field.kind()) {
      case SENSOR -> {
        sensor = text;
        return SensorRow.sensorError(text);
      }
      case METRIC -> {
        metric = text;
        return Series.nameError(text);
      }
      case LABEL -> {
        labels.put(field.key(), text);
        return SensorText.valueError(text, SensorText.MAX_LENGTH);
      }
      case UNIT -> {
        unit = text;
        return SensorText.valueError(text, SensorText.MAX_UNIT_LENGTH);
      }
      case MIN -> min = YamlScalars.finite(text);
      case MAX -> max = YamlScalars.finite(text);
      case EXPECTED_INTERVAL -> {
        expectedInterval = YamlScalars.parseDuration(text);
        return durationError(expectedInterval);
      }
      case STUCK_AFTER -> {
        stuckAfter = YamlScalars.parseDuration(text);
        return durationError(stuckAfter);
      }
      case LIMIT -> limits.put(field.key(), YamlScalars.finite(text));
    }
    return null;
  }

  private static @Nullable String durationError(Duration duration) {
    return duration.isZero() || duration.compareTo(DurationText.LONGEST) > 0
        ? "must be from 1ms to " + DurationText.format(DurationText.LONGEST)
        : null;
  }

  /** The row; {@code null} if any of its fields has an error, which is added. */
  @Nullable SensorRow row() {
    if (sensor == null) {
      errors.add(line, Field.SENSOR + ": is required");
    }
    if (errors.count() > errorsBefore) {
      return null;
    }
    try {
      SeriesSpec spec =
          new SeriesSpec(unit, limits, new ValidRange(min, max), expectedInterval, stuckAfter);
      return new SensorRow(line, sensor, metric, labels, spec);
    } catch (InvalidFieldException invalid) {
      errors.add(line, invalid.getMessage());
      return null;
    }
  }
}
