package dev.isotherm.parse.mapping;

import dev.isotherm.model.Series;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.time.InstantSyntax;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How messages become readings. Sent to the tasks, each of which makes its own parsers.
 *
 * @param instants how timestamps are written, and which are believed
 * @param timestamp the members or columns that hold the instant; of several, the texts are joined
 *     with one blank between them; none if it is the timestamp of the Kafka record
 * @param sensor where the name of the sensor comes from
 * @param metrics the metrics to read
 * @param absent values that stand for a missing one
 * @param texts texts that stand for numbers
 * @param longLayout the fields of messages with one value each; {@code null} if the name of a field
 *     is that of the metric
 * @param form what the bytes of a message are
 */
public record ParseOptions(
    InstantSyntax instants,
    FieldList timestamp,
    SensorSource sensor,
    MetricSelection metrics,
    AbsentValues absent,
    ValueTexts texts,
    @Nullable LongLayout longLayout,
    MessageForm form)
    implements Serializable {

  /** Stands for the timestamp of the Kafka record in place of the name of a field. */
  public static final String RECORD_TIMESTAMP = "@record";

  public ParseOptions {
    Objects.requireNonNull(instants, "instants");
    if (!timestamp.equals(FieldList.NONE)) {
      requireNames("timestamp field", timestamp);
    }
    if (sensor.isField()) {
      requireNames("sensor field", sensor.fields());
    } else {
      requireName("sensor", sensor.toString());
    }
    Objects.requireNonNull(absent, "absent");
    Objects.requireNonNull(metrics, "metrics");
    Objects.requireNonNull(texts, "texts");
    for (String field : sensor.fields().names()) {
      if (timestamp.contains(field)) {
        throw new IllegalArgumentException(
            "sensor field " + field + ": must not be the timestamp field too");
      }
    }
    if (longLayout != null && sensor.isColumn()) {
      throw new IllegalArgumentException(
          "metric field " + longLayout.metricField() + ": not with the sensor " + sensor);
    }
    if (longLayout != null) {
      requireOtherField("metric field", longLayout.metricField(), timestamp, sensor);
      requireOtherField("value field", longLayout.valueField(), timestamp, sensor);
    }
    for (String path : metrics.paths()) {
      requireOtherField("metric", path, timestamp, sensor);
    }
    Objects.requireNonNull(form, "form");
    texts.flags().check(timestamp, sensor, metrics, longLayout);
  }

  /** UTC, {@code timestamp}, {@code sensor_id}, every number is a metric, 64 KiB. */
  public static ParseOptions defaults() {
    return new ParseOptions(
        InstantSyntax.in(ZoneId.of("UTC")),
        FieldList.of("timestamp"),
        SensorSource.field("sensor_id"),
        MetricSelection.ALL,
        AbsentValues.NONE,
        ValueTexts.NONE,
        null,
        MessageForm.DEFAULT);
  }

  /** The name of the field with the instant; of several fields, their list; or {@code @record}. */
  public String timestampField() {
    return isTimedByRecord() ? RECORD_TIMESTAMP : timestamp.toString();
  }

  /**
   * Returns fields with the instant.
   *
   * @param names their names, or {@link #RECORD_TIMESTAMP} alone
   */
  public static FieldList timestampFields(List<String> names) {
    return names.equals(List.of(RECORD_TIMESTAMP)) ? FieldList.NONE : new FieldList(names);
  }

  /** Whether the instant of a message is the timestamp of its Kafka record. */
  public boolean isTimedByRecord() {
    return timestamp.names().isEmpty();
  }

  /** Whether the instant or the name of the sensor is joined from several fields. */
  public boolean joinsFields() {
    return timestamp.areSeveral() || sensor.fields().areSeveral();
  }

  /** The fields whose texts are taken apart into words. */
  public TextFlags flags() {
    return texts.flags();
  }

  /** Whether a field has flags, or would give a metric the name of one. */
  public boolean isOfFlags(String field) {
    String metric = metrics.nameOf(field);
    return flags().of(field) != null || (metric != null && flags().isMetric(metric));
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
    return new ParseOptions(other, timestamp, sensor, metrics, absent, texts, longLayout, form);
  }

  /** Returns these options with other names of the timestamp and sensor fields. */
  public ParseOptions withFields(String timestampField, String sensorField) {
    return withFields(timestampField, SensorSource.field(sensorField));
  }

  /** Returns these options with other metrics, see {@link MetricSelection}. */
  public ParseOptions withMetrics(Collection<String> selectors) {
    MetricSelection others = MetricSelection.of(selectors);
    return new ParseOptions(instants, timestamp, sensor, others, absent, texts, longLayout, form);
  }

  /** Returns these options with another size limit. */
  public ParseOptions withMaxMessageBytes(int other) {
    return new ParseOptions(
        instants, timestamp, sensor, metrics, absent, texts, longLayout, form.withMaxBytes(other));
  }

  /** Returns these options with other values that stand for a missing one. */
  public ParseOptions withAbsent(AbsentValues values) {
    return new ParseOptions(instants, timestamp, sensor, metrics, values, texts, longLayout, form);
  }

  /** Returns these options with another timestamp field and source of the sensor's name. */
  public ParseOptions withFields(String timestampField, SensorSource source) {
    return withFields(FieldList.of(timestampField), source);
  }

  /** Returns these options with other timestamp fields and another source of the sensor's name. */
  public ParseOptions withFields(FieldList timestampFields, SensorSource source) {
    return new ParseOptions(
        instants, timestampFields, source, metrics, absent, texts, longLayout, form);
  }

  /** Returns these options with other texts that stand for numbers. */
  public ParseOptions withTexts(ValueTexts others) {
    return new ParseOptions(instants, timestamp, sensor, metrics, absent, others, longLayout, form);
  }

  /** Returns these options for messages with one value each. */
  public ParseOptions withLongLayout(@Nullable LongLayout layout) {
    return new ParseOptions(instants, timestamp, sensor, metrics, absent, texts, layout, form);
  }

  /** Returns these options for records in Avro with the schemas of a registry. */
  public ParseOptions withSchemaRegistry(@Nullable String url) {
    return new ParseOptions(
        instants,
        timestamp,
        sensor,
        metrics,
        absent,
        texts,
        longLayout,
        form.withSchemaRegistry(url));
  }

  /** Returns these options for messages with an array of messages, see {@link MessageForm}. */
  public ParseOptions withElements(@Nullable String path) {
    return new ParseOptions(
        instants, timestamp, sensor, metrics, absent, texts, longLayout, form.withElements(path));
  }

  /** Size limit of a message. */
  public int maxMessageBytes() {
    return form.maxBytes();
  }

  /** Path of the array whose elements are messages; {@code null} if there is none. */
  public @Nullable String elements() {
    return form.elements();
  }

  /** URL of the registry of schemas, for Kafka records in Avro; {@code null} for others. */
  public @Nullable String schemaRegistry() {
    return form.schemaRegistry();
  }

  /** Returns whether an object has a member with a role of its own inside. */
  public boolean readsInside(String object) {
    String beginning = object + '.';
    return timestamp.areInside(object)
        || sensor.fields().areInside(object)
        || metrics.selectsIn(object)
        || flags().areInside(object)
        || (longLayout != null
            && (longLayout.metricField().startsWith(beginning)
                || longLayout.valueField().startsWith(beginning)));
  }

  /** Returns what a member or column is used for, given its name or its path inside of objects. */
  public FieldRole roleOf(String name) {
    if (timestamp.contains(name)) {
      return FieldRole.TIMESTAMP;
    }
    if (sensor.fields().contains(name)) {
      return FieldRole.SENSOR;
    }
    if (flags().of(name) != null) {
      return FieldRole.FLAGS;
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
      String what, String name, FieldList timestamp, SensorSource sensor) {
    requireName(what, name);
    if (timestamp.contains(name) || sensor.fields().contains(name)) {
      throw new IllegalArgumentException(
          what + " " + name + ": must not be the timestamp or the sensor field too");
    }
  }

  private static void requireNames(String what, FieldList fields) {
    if (fields.names().isEmpty()) {
      throw new IllegalArgumentException(what + ": must name a member or column");
    }
    Set<String> different = new HashSet<>();
    for (String name : fields.names()) {
      requireName(what, name);
      if (!different.add(name)) {
        throw new IllegalArgumentException(what + " " + name + ": is there more than once");
      }
    }
    if (different.contains(RECORD_TIMESTAMP)) {
      throw new IllegalArgumentException(
          what + " " + fields + ": " + RECORD_TIMESTAMP + " is allowed alone, as timestamp field");
    }
  }

  private static void requireName(String what, String name) {
    Objects.requireNonNull(name, what);
    String error = Series.nameError(name);
    if (error != null) {
      throw new IllegalArgumentException(what + " " + Excerpt.quoted(name) + ": " + error);
    }
  }
}
