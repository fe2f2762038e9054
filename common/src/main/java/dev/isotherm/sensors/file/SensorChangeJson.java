package dev.isotherm.sensors.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.DidYouMean;
import dev.isotherm.model.text.InstantText;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.sensors.SensorChange;
import dev.isotherm.sensors.SensorEntry;
import dev.isotherm.sensors.SensorRow;
import dev.isotherm.sensors.SpecFields;
import dev.isotherm.sensors.file.Field.Kind;
import dev.isotherm.yaml.YamlErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of a sensor table as one object of JSON, as {@code docs/sensors.md} explains it: all
 * rows of a sensor or glob, with the fields that they have in YAML.
 *
 * <pre>
 * {"effective_from":"2025-07-01T12:00:00Z","sensor":"boiler-7","rows":[{"labels":{"site":"north"},
 *   "unit":"°C","limits":{"hot":90}},{"metric":"pressure","unit":"bar"}]}
 * {"effective_from":"2025-07-01T12:00:00Z","sensor":"boiler-7","removed":true}
 * </pre>
 *
 * <p>Without {@code effective_from}, the rows are in force from the start. A glob has an {@code
 * order}.
 */
public final class SensorChangeJson {

  private static final String EFFECTIVE_FROM = "effective_from";
  private static final String SENSOR = Field.SENSOR;
  private static final String ORDER = "order";
  private static final String REMOVED = "removed";
  private static final String ROWS = "rows";
  private static final List<String> MEMBERS = List.of(EFFECTIVE_FROM, SENSOR, ORDER, REMOVED, ROWS);

  /** Those of YAML; the sensor stands beside the rows. */
  private static final List<String> ROW_MEMBERS =
      YamlReader.KEYS.stream().filter(key -> !key.equals(SENSOR)).toList();

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private final YamlErrors errors;
  private final JsonNode object;

  private SensorChangeJson(YamlErrors errors, JsonNode object) {
    this.errors = errors;
    this.object = object;
  }

  /** Writes a change. The same change always gives the same text. */
  public static byte[] write(SensorChange change) {
    ObjectNode json = MAPPER.createObjectNode();
    if (change.fromMillis() != SensorChange.FROM_THE_START) {
      json.put(EFFECTIVE_FROM, InstantText.of(change.fromMillis()));
    }
    json.put(SENSOR, change.sensor());
    SensorEntry entry = change.entry();
    if (entry == null) {
      json.put(REMOVED, true);
    } else {
      if (entry.isGlob()) {
        json.put(ORDER, change.order());
      }
      write(entry, json.putArray(ROWS));
    }
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The key of a record: which sensor a change is about, and from when on. */
  public static String key(SensorChange change) {
    ObjectNode json = MAPPER.createObjectNode();
    if (change.fromMillis() != SensorChange.FROM_THE_START) {
      json.put(EFFECTIVE_FROM, InstantText.of(change.fromMillis()));
    }
    return json.put(SENSOR, change.sensor()).toString();
  }

  /** The labels are in the first row. */
  private static void write(SensorEntry entry, ArrayNode rows) {
    entry
        .specs()
        .forEach(
            (metric, spec) -> {
              ObjectNode row = rows.addObject();
              if (!metric.equals(SensorRow.ALL_METRICS)) {
                row.put(Field.METRIC, metric);
              }
              if (rows.size() == 1 && !entry.labels().isEmpty()) {
                ObjectNode labels = row.putObject(YamlReader.LABELS);
                entry.labels().forEach((name, value) -> labels.put(name, value.value()));
              }
              SpecFields.of(spec.value()).forEach((name, value) -> write(name, value, row));
            });
  }

  private static void write(String name, String value, ObjectNode row) {
    Field field = Field.of(name);
    switch (field.kind()) {
      case LIMIT -> row.withObjectProperty(YamlReader.LIMITS).put(field.key(), number(value));
      case MIN, MAX -> row.put(name, number(value));
      default -> row.put(name, value);
    }
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  /**
   * Reads a change.
   *
   * @param source where it comes from, for people
   * @throws ConfigurationException with all errors
   */
  public static SensorChange read(String source, byte[] json) {
    YamlErrors errors = new YamlErrors(source);
    JsonNode object = parse(json, errors);
    SensorChange change = object == null ? null : new SensorChangeJson(errors, object).change();
    errors.throwIfAny();
    return change;
  }

  private static @Nullable JsonNode parse(byte[] json, YamlErrors errors) {
    try (JsonParser parser = MAPPER.createParser(json)) {
      JsonNode read = MAPPER.readTree(parser);
      if (read != null && read.isObject() && parser.nextToken() == null) {
        return read;
      }
      errors.add(0, "must be one JSON object");
    } catch (IOException notJson) {
      errors.add(0, "must be one JSON object; it is no JSON: " + firstLine(notJson));
    }
    return null;
  }

  private static String firstLine(IOException error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }

  private @Nullable SensorChange change() {
    requireKnown(object, MEMBERS);
    long from = from();
    String sensor = object.path(SENSOR).asText("");
    String wrong = object.path(SENSOR).isTextual() ? SensorRow.sensorError(sensor) : "is required";
    if (wrong != null) {
      errors.add(0, SENSOR + (sensor.isEmpty() ? "" : " " + Excerpt.plain(sensor)) + ": " + wrong);
      return null;
    }
    JsonNode order = object.path(ORDER);
    if (!order.isMissingNode() && !order.isInt()) {
      errors.add(0, ORDER + " " + Excerpt.plain(order.toString()) + ": must be a whole number");
    }
    boolean isRemoved = object.path(REMOVED).asBoolean(false);
    if (isRemoved == object.path(ROWS).isArray()) {
      errors.add(0, sensor + ": must have either " + ROWS + ", a list, or " + REMOVED + " true");
      return null;
    }
    return new SensorChange(from, sensor, order.asInt(0), isRemoved ? null : entry(sensor));
  }

  private long from() {
    JsonNode from = object.path(EFFECTIVE_FROM);
    if (from.isMissingNode()) {
      return SensorChange.FROM_THE_START;
    }
    try {
      return Instant.parse(from.asText()).toEpochMilli();
    } catch (DateTimeException | ArithmeticException notAnInstant) {
      errors.add(
          0,
          EFFECTIVE_FROM
              + " "
              + Excerpt.plain(from.asText())
              + ": must be an instant such as 2025-07-01T12:00:00Z");
      return SensorChange.FROM_THE_START;
    }
  }

  private @Nullable SensorEntry entry(String sensor) {
    SensorEntry entry = new SensorEntry(sensor);
    RowFields fields = new RowFields(errors);
    for (JsonNode row : object.path(ROWS)) {
      fields.begin(0);
      fields.set(new Field(Kind.SENSOR), sensor, 0);
      read(row, fields);
      SensorRow read = fields.row();
      if (read != null) {
        entry.add(read, sentence -> errors.add(0, sentence));
      }
    }
    if (object.path(ROWS).isEmpty()) {
      errors.add(0, sensor + ": " + ROWS + " must not be empty");
      return null;
    }
    return entry;
  }

  private void read(JsonNode row, RowFields fields) {
    requireKnown(row, ROW_MEMBERS);
    for (Kind kind : Kind.single()) {
      set(fields, new Field(kind), row.path(kind.column()));
    }
    for (Map.Entry<String, JsonNode> label : row.path(YamlReader.LABELS).properties()) {
      set(fields, new Field(Kind.LABEL, label.getKey()), label.getValue());
    }
    for (Map.Entry<String, JsonNode> limit : row.path(YamlReader.LIMITS).properties()) {
      set(fields, new Field(Kind.LIMIT, limit.getKey()), limit.getValue());
    }
  }

  private void set(RowFields fields, Field field, JsonNode value) {
    if (value.isTextual() || value.isNumber()) {
      fields.set(field, value.asText(), 0);
    } else if (!value.isMissingNode()) {
      errors.add(
          0,
          Excerpt.plain(field.name())
              + " "
              + Excerpt.plain(value.toString())
              + ": must be a text or a number");
    }
  }

  private void requireKnown(JsonNode node, List<String> known) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      if (!known.contains(name)) {
        List<String> near = DidYouMean.of(name, known);
        errors.add(
            0,
            Excerpt.plain(name)
                + ": is not known; "
                + (near.isEmpty()
                    ? "must be one of " + String.join(", ", known)
                    : "did you mean " + String.join(" or ", near) + "?"));
      }
    }
  }
}
