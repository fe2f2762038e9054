package dev.isotherm.parse.mapping;

import dev.isotherm.model.Series;
import dev.isotherm.parse.message.Excerpt;
import java.io.Serializable;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * How messages become readings. Sent to the tasks, each of which makes its own parsers.
 *
 * @param zone where timestamps without an offset were written
 * @param timestampField name of the member or column that holds the instant
 * @param sensorField name of the member or column that holds the name of the sensor
 * @param metrics the metrics to read; empty for every number
 * @param maxMessageBytes size limit of a message, at least 1
 */
public record ParseOptions(
    ZoneId zone,
    String timestampField,
    String sensorField,
    Set<String> metrics,
    int maxMessageBytes)
    implements Serializable {

  /** Default size limit of a message: 64 KiB. */
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 64 * 1024;

  public ParseOptions {
    Objects.requireNonNull(zone, "zone");
    requireName("timestamp field", timestampField);
    requireName("sensor field", sensorField);
    metrics = Collections.unmodifiableSet(new LinkedHashSet<>(metrics));
    if (timestampField.equals(sensorField)) {
      throw new IllegalArgumentException(
          "sensor field " + sensorField + ": must not be the timestamp field too");
    }
    for (String metric : metrics) {
      requireName("metric", metric);
      if (metric.equals(timestampField) || metric.equals(sensorField)) {
        throw new IllegalArgumentException(
            "metric " + metric + ": must not be the timestamp or the sensor field too");
      }
    }
    if (maxMessageBytes < 1) {
      throw new IllegalArgumentException(
          "largest message " + maxMessageBytes + " bytes: must be at least 1");
    }
  }

  /** UTC, {@code timestamp}, {@code sensor_id}, every number is a metric, 64 KiB. */
  public static ParseOptions defaults() {
    return new ParseOptions(
        ZoneOffset.UTC, "timestamp", "sensor_id", Set.of(), DEFAULT_MAX_MESSAGE_BYTES);
  }

  /** Returns these options with another zone. */
  public ParseOptions withZone(ZoneId other) {
    return new ParseOptions(other, timestampField, sensorField, metrics, maxMessageBytes);
  }

  /** Returns these options with other names of the timestamp and sensor fields. */
  public ParseOptions withFields(String timestamp, String sensor) {
    return new ParseOptions(zone, timestamp, sensor, metrics, maxMessageBytes);
  }

  /** Returns these options with other metrics; an empty set lifts the restriction. */
  public ParseOptions withMetrics(Set<String> others) {
    return new ParseOptions(zone, timestampField, sensorField, others, maxMessageBytes);
  }

  /** Returns these options with another size limit. */
  public ParseOptions withMaxMessageBytes(int other) {
    return new ParseOptions(zone, timestampField, sensorField, metrics, other);
  }

  /** Returns what a member or column of the given name is used for. */
  public FieldRole roleOf(String name) {
    if (name.equals(timestampField)) {
      return FieldRole.TIMESTAMP;
    }
    if (name.equals(sensorField)) {
      return FieldRole.SENSOR;
    }
    return metrics.isEmpty() || metrics.contains(name) ? FieldRole.METRIC : FieldRole.IGNORED;
  }

  private static void requireName(String what, String name) {
    Objects.requireNonNull(name, what);
    String error = Series.nameError(name);
    if (error != null) {
      throw new IllegalArgumentException(what + " " + Excerpt.quoted(name) + ": " + error);
    }
  }
}
