package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.parse.mapping.AbsentValues;
import dev.isotherm.parse.mapping.FieldList;
import dev.isotherm.parse.mapping.LongLayout;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.SensorSource;
import dev.isotherm.parse.mapping.TextFlags;
import dev.isotherm.parse.mapping.ValueTexts;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How messages become readings, as a part of {@link StreamSettings}. */
final class ParsingSettings {

  private static final String AVRO = "avro";

  private ParsingSettings() {}

  /** The settings but the zone, by the option that sets each; {@code null} if it is not given. */
  static Map<String, @Nullable String> options(ParseOptions parsing) {
    Map<String, @Nullable String> options = new TreeMap<>();
    options.put("--timestamp-field", timestampFields(parsing, FieldList::quoted));
    options.put("--sensor-field", sensorFields(parsing, FieldList::quoted));
    options.put("--sensor", sensor(parsing));
    options.put("--metrics", joined(",", new TreeSet<>(parsing.metrics().selectors())));
    LongLayout layout = parsing.longLayout();
    options.put("--metric-field", layout == null ? null : layout.metricField());
    options.put("--value-field", layout == null ? null : layout.valueField());
    options.put("--states", joined(",", parsing.texts().states()));
    options.put("--strip-units", parsing.texts().units() ? "true" : null);
    options.put("--flags", joined(",", parsing.flags().selectors()));
    options.put("--absent", joined(",", parsing.absent().tokens()));
    options.put("--elements", parsing.elements());
    options.put("--value-format", valueFormat(parsing)); // the registry may move
    options.putAll(InstantSettings.options(parsing.instants()));
    return options;
  }

  private static String timestampFields(ParseOptions parsing, Function<FieldList, String> asText) {
    return parsing.isTimedByRecord() ? parsing.timestampField() : asText.apply(parsing.timestamp());
  }

  private static @Nullable String sensorFields(
      ParseOptions parsing, Function<FieldList, String> asText) {
    return parsing.sensor().isField() ? asText.apply(parsing.sensor().fields()) : null;
  }

  private static @Nullable String sensor(ParseOptions parsing) {
    return parsing.sensor().isField() ? null : parsing.sensor().toString();
  }

  private static @Nullable String valueFormat(ParseOptions parsing) {
    return parsing.schemaRegistry() == null ? null : AVRO;
  }

  private static @Nullable String joined(String separator, Collection<String> texts) {
    return texts.isEmpty() ? null : String.join(separator, texts);
  }

  /** Writes the settings but the zone and the instants. */
  static void write(JsonGenerator json, ParseOptions parsing) throws IOException {
    json.writeStringField("timestamp_field", timestampFields(parsing, FieldList::lines));
    json.writeStringField("sensor_field", sensorFields(parsing, FieldList::lines));
    json.writeStringField("sensor", sensor(parsing));
    json.writeStringField(
        "metrics", String.join("\n", new TreeSet<>(parsing.metrics().selectors())));
    LongLayout layout = parsing.longLayout();
    json.writeStringField("metric_field", layout == null ? null : layout.metricField());
    json.writeStringField("value_field", layout == null ? null : layout.valueField());
    json.writeStringField("states", joined("\n", parsing.texts().states()));
    json.writeStringField("strip_units", parsing.texts().units() ? "true" : null);
    if (!parsing.flags().isEmpty()) {
      json.writeStringField("flags", joined("\n", parsing.flags().selectors()));
    }
    json.writeStringField("absent", joined("\n", parsing.absent().tokens()));
    json.writeStringField("elements", parsing.elements());
    json.writeStringField("value_format", valueFormat(parsing));
    json.writeStringField("schema_registry", parsing.schemaRegistry());
  }

  /** Reads what {@link #write} wrote, and the instants. */
  static ParseOptions read(JsonFieldsReader fields) {
    String zone = fields.text("zone");
    ParseOptions parsing =
        ParseOptions.defaults()
            .withInstants(
                InstantSettings.read(
                    fields, StreamSettings.readable("zone", zone, () -> ZoneId.of(zone))))
            .withMetrics(fields.text("metrics").lines().toList());
    String absent = fields.textOrNull("absent");
    if (absent != null) {
      parsing = parsing.withAbsent(AbsentValues.of(absent.lines().toList()));
    }
    String metricField = fields.textOrNull("metric_field");
    if (metricField != null) {
      parsing = parsing.withLongLayout(new LongLayout(metricField, fields.text("value_field")));
    }
    String sensor = fields.textOrNull("sensor");
    SensorSource source =
        sensor == null
            ? SensorSource.fields(FieldList.ofLines(fields.text("sensor_field")))
            : StreamSettings.readable("sensor", sensor, () -> SensorSource.parse(sensor));
    return parsing
        .withFields(
            ParseOptions.timestampFields(FieldList.ofLines(fields.text("timestamp_field")).names()),
            source)
        .withTexts(texts(fields))
        .withElements(fields.textOrNull("elements"))
        .withSchemaRegistry(schemaRegistry(fields));
  }

  private static ValueTexts texts(JsonFieldsReader fields) {
    return ValueTexts.of(lines(fields, "states"), fields.textOrNull("strip_units") != null)
        .withFlags(TextFlags.of(lines(fields, "flags")));
  }

  private static List<String> lines(JsonFieldsReader fields, String name) {
    String text = fields.textOrNull(name);
    return text == null ? List.of() : text.lines().toList();
  }

  private static @Nullable String schemaRegistry(JsonFieldsReader fields) {
    String format = fields.textOrNull("value_format");
    if (format == null) {
      return null;
    }
    if (!format.equals(AVRO)) {
      throw new IllegalArgumentException("value_format " + format + ": is not known; avro is");
    }
    return fields.text("schema_registry");
  }
}
