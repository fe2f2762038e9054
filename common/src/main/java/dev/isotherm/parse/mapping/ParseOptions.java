package dev.isotherm.parse.mapping;

import dev.isotherm.model.Series;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.time.InstantSyntax;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How messages become readings. Sent to the tasks, each of which makes its own parsers.
 *
 * @param instants how timestamps are written, and which are believed
 * @param timestampField name of the member or column that holds the instant
 * @param sensor where the name of the sensor comes from
 * @param metrics the metrics to read
 * @param absent values that stand for a missing one
 * @param texts texts that stand for numbers
 * @param longLayout the fields of messages with one value each; {@code null} if the name of a field
 *     is that of the metric
 * @param maxMessageBytes size limit of a message, at least 1
 * @param schemaRegistry URL of the registry of schemas, for Kafka records in Avro; {@code null} for
 *     records in JSON; files have no such thing
 */
public record ParseOptions(
    InstantSyntax instants,
    String timestampField,
    SensorSource sensor,
    MetricSelection metrics,
    AbsentValues absent,
    ValueTexts texts,
    @Nullable LongLayout longLayout,
    int maxMessageBytes,
    @Nullable String schemaRegistry)
    implements Serializable {

  /** Default size limit of a message: 64 KiB. */
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 64 * 1024;

  public ParseOptions {
    Objects.requireNonNull(instants, "instants");
    requireName("timestamp field", timestampField);
    requireName(sensor.isField() ? "sensor field" : "sensor", sensor.toString());
    Objects.requireNonNull(absent, "absent");
    Objects.requireNonNull(metrics, "metrics");
    Objects.requireNonNull(texts, "texts");
    if (isSensorField(sensor, timestampField)) {
      throw new IllegalArgumentException(
          "sensor field " + sensor + ": must not be the timestamp field too");
    }
    if (longLayout != null && sensor.isColumn()) {
      throw new IllegalArgumentException(
          "metric field " + longLayout.metricField() + ": not with the sensor " + sensor);
    }
    if (longLayout != null) {
      requireOtherField("metric field", longLayout.metricField(), timestampField, sensor);
      requireOtherField("value field", longLayout.valueField(), timestampField, sensor);
    }
    for (String path : metrics.paths()) {
      requireOtherField("metric", path, timestampField, sensor);
    }
    if (maxMessageBytes < 1) {
      throw new IllegalArgumentException(
          "largest message " + maxMessageBytes + " bytes: must be at least 1");
    }
  }

  /** UTC, {@code timestamp}, {@code sensor_id}, every number is a metric, 64 KiB. */
  public static ParseOptions defaults() {
    return new ParseOptions(
        InstantSyntax.in(ZoneId.of("UTC")),
        "timestamp",
        SensorSource.field("sensor_id"),
        MetricSelection.ALL,
        AbsentValues.NONE,
        ValueTexts.NONE,
        null,
        DEFAULT_MAX_MESSAGE_BYTES,
        null);
  }

  /** The time zone of timestamps without an offset. */
  public ZoneId zone() {
    return instants.zone();
  }

  /** Returns these options with another zone. */
  public ParseOptions withZone(ZoneId other) {
    return withInstants(instants.withZone(other));
  }

  /** Returns these options with another syntax of timestamps. */
  public ParseOptions withInstants(InstantSyntax other) {
    return new ParseOptions(
        other,
        timestampField,
        sensor,
        metrics,
        absent,
        texts,
        longLayout,
        maxMessageBytes,
        schemaRegistry);
  }

  /** Returns these options with other names of the timestamp and sensor fields. */
  public ParseOptions withFields(String timestamp, String sensorField) {
    return withFields(timestamp, SensorSource.field(sensorField));
  }

  /** Returns these options with other metrics, see {@link MetricSelection}. */
  public ParseOptions withMetrics(Collection<String> selectors) {
    MetricSelection others = MetricSelection.of(selectors);
    return new ParseOptions(
        instants,
        timestampField,
        sensor,
        others,
        absent,
        texts,
        longLayout,
        maxMessageBytes,
        schemaRegistry);
  }

  /** Returns these options with another size limit. */
  public ParseOptions withMaxMessageBytes(int other) {
    return new ParseOptions(
        instants,
        timestampField,
        sensor,
        metrics,
        absent,
        texts,
        longLayout,
        other,
        schemaRegistry);
  }

  /** Returns these options with other values that stand for a missing one. */
  public ParseOptions withAbsent(AbsentValues values) {
    return new ParseOptions(
        instants,
        timestampField,
        sensor,
        metrics,
        values,
        texts,
        longLayout,
        maxMessageBytes,
        schemaRegistry);
  }

  /** Returns these options with another timestamp field and source of the sensor's name. */
  public ParseOptions withFields(String timestamp, SensorSource source) {
    return new ParseOptions(
        instants,
        timestamp,
        source,
        metrics,
        absent,
        texts,
        longLayout,
        maxMessageBytes,
        schemaRegistry);
  }

  /** Returns these options with other texts that stand for numbers. */
  public ParseOptions withTexts(ValueTexts others) {
    return new ParseOptions(
        instants,
        timestampField,
        sensor,
        metrics,
        absent,
        others,
        longLayout,
        maxMessageBytes,
        schemaRegistry);
  }

  /** Returns these options for messages with one value each. */
  public ParseOptions withLongLayout(@Nullable LongLayout layout) {
    return new ParseOptions(
        instants,
        timestampField,
        sensor,
        metrics,
        absent,
        texts,
        layout,
        maxMessageBytes,
        schemaRegistry);
  }

  /** Returns these options for records in Avro with the schemas of a registry. */
  public ParseOptions withSchemaRegistry(@Nullable String url) {
    return new ParseOptions(
        instants, timestampField, sensor, metrics, absent, texts, longLayout, maxMessageBytes, url);
  }

  /** Returns whether an object has a member with a role of its own inside. */
  public boolean readsInside(String object) {
    String beginning = object + '.';
    return timestampField.startsWith(beginning)
        || (sensor.isField() && sensor.name().startsWith(beginning))
        || metrics.selectsIn(object)
        || (longLayout != null
            && (longLayout.metricField().startsWith(beginning)
                || longLayout.valueField().startsWith(beginning)));
  }

  /** Returns what a member or column is used for, given its name or its path inside of objects. */
  public FieldRole roleOf(String name) {
    if (name.equals(timestampField)) {
      return FieldRole.TIMESTAMP;
    }
    if (isSensorField(sensor, name)) {
      return FieldRole.SENSOR;
    }
    if (longLayout == null) {
      return metrics.nameOf(name) == null ? FieldRole.IGNORED : FieldRole.METRIC;
    }
    if (name.equals(longLayout.metricField())) {
      return FieldRole.METRIC_NAME;
    }
    return name.equals(longLayout.valueField()) ? FieldRole.VALUE : FieldRole.IGNORED;
  }

  private static void requireOtherField(
      String what, String name, String timestampField, SensorSource sensor) {
    requireName(what, name);
    if (name.equals(timestampField) || isSensorField(sensor, name)) {
      throw new IllegalArgumentException(
          what + " " + name + ": must not be the timestamp or the sensor field too");
    }
  }

  private static boolean isSensorField(SensorSource sensor, String name) {
    return sensor.isField() && name.equals(sensor.name());
  }

  private static void requireName(String what, String name) {
    Objects.requireNonNull(name, what);
    String error = Series.nameError(name);
    if (error != null) {
      throw new IllegalArgumentException(what + " " + Excerpt.quoted(name) + ": " + error);
    }
  }
}
