package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.model.DurationText;
import dev.isotherm.parse.InstantBounds;
import dev.isotherm.parse.mapping.AbsentValues;
import dev.isotherm.parse.mapping.FieldList;
import dev.isotherm.parse.mapping.LongLayout;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.SensorSource;
import dev.isotherm.parse.mapping.ValueTexts;
import dev.isotherm.window.WindowSpec;
import dev.isotherm.window.Windowing;
import java.io.IOException;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings that determine the results of a stream, as text of the command line. The same
 * messages under the same settings give the same results.
 *
 * @param window length of the windows; {@code null} for sessions
 * @param slide slide of sliding windows; {@code null} for others
 * @param sessionGap gap of sessions; {@code null} for others
 * @param parsing how messages become readings; its zone is that of calendar windows, too
 * @param maxClockSkew how far a reading may lie after its message's own timestamp
 * @param reorder how long readings are buffered to be evaluated in order; {@code null} for not at
 *     all
 * @param rules fingerprint of the initial rules
 * @param allowedLateness how long a window can still change after its end; {@code null} in records
 *     of builds that did not write it
 * @param duplicates {@link #DROP} if readings that repeat an earlier one are dropped; {@code null}
 *     if they count
 */
public record StreamSettings(
    @Nullable String window,
    @Nullable String slide,
    @Nullable String sessionGap,
    ParseOptions parsing,
    String maxClockSkew,
    @Nullable String reorder,
    String rules,
    @Nullable String allowedLateness,
    @Nullable String duplicates)
    implements Serializable {

  /** Of readings of one series, instant and value, only the first one counts. */
  public static final String DROP = "drop";

  private static final String AVRO = "avro";

  public StreamSettings {
    if (duplicates != null && !duplicates.equals(DROP)) {
      throw new IllegalArgumentException("duplicates " + duplicates + ": is not known; drop is");
    }
  }

  /** Creates settings under which all readings count. */
  public StreamSettings(
      @Nullable String window,
      @Nullable String slide,
      @Nullable String sessionGap,
      ParseOptions parsing,
      String maxClockSkew,
      @Nullable String reorder,
      String rules,
      @Nullable String allowedLateness) {
    this(window, slide, sessionGap, parsing, maxClockSkew, reorder, rules, allowedLateness, null);
  }

  /** Returns these settings with others that say how messages become readings. */
  public StreamSettings withParsing(ParseOptions other) {
    return new StreamSettings(
        window,
        slide,
        sessionGap,
        other,
        maxClockSkew,
        reorder,
        rules,
        allowedLateness,
        duplicates);
  }

  /** Whether readings that repeat an earlier one are dropped. */
  public boolean dropsDuplicates() {
    return duplicates != null;
  }

  /** The windows of the averages. */
  public Windowing windowing() {
    if (sessionGap != null) {
      return readable("session_gap", sessionGap, () -> Windowing.sessions(duration(sessionGap)));
    }
    if (slide != null) {
      return readable("slide", slide, () -> Windowing.sliding(duration(window), duration(slide)));
    }
    return readable("window", window, () -> WindowSpec.parse(window).windowing(parsing.zone()));
  }

  /**
   * All settings but the rules and the allowed lateness, which may change when a stream continues,
   * by the option that sets each; without those that are not given. Equal settings have equal
   * values, however they were written.
   */
  public Map<String, String> options() {
    Map<String, String> options = new TreeMap<>();
    options.put("--window", sessionGap == null ? canonicalWindow() : null);
    options.put("--slide", slide);
    options.put("--session-gap", sessionGap);
    options.put("--zone", parsing.zone().getId());
    options.put("--max-clock-skew", maxClockSkew);
    options.put("--timestamp-field", timestampFields(FieldList::quoted));
    options.put("--sensor-field", sensorFields(FieldList::quoted));
    options.put("--sensor", sensor());
    options.put("--metrics", joined(",", new TreeSet<>(parsing.metrics().selectors())));
    LongLayout layout = parsing.longLayout();
    options.put("--metric-field", layout == null ? null : layout.metricField());
    options.put("--value-field", layout == null ? null : layout.valueField());
    options.put("--states", joined(",", parsing.texts().states()));
    options.put("--strip-units", parsing.texts().units() ? "true" : null);
    options.put("--absent", joined(",", parsing.absent().tokens()));
    options.put("--elements", parsing.elements());
    options.put("--value-format", valueFormat()); // the registry may move
    options.put("--reorder", reorder);
    options.put("--duplicates", duplicates);
    options.putAll(InstantSettings.options(parsing.instants()));
    options.values().removeIf(Objects::isNull);
    return options;
  }

  private String canonicalWindow() {
    Duration size = readable("window", window, () -> WindowSpec.parse(window)).size();
    return size == null ? window : DurationText.format(size);
  }

  private static Duration duration(String text) {
    return DurationText.parse(text, Duration.ofMillis(1));
  }

  /**
   * The windows in words: {@code 1min}, {@code 1min every 10s}, {@code sessions with gaps of 30s}.
   */
  public String windowInWords() {
    if (sessionGap != null) {
      return "sessions with gaps of " + sessionGap;
    }
    return slide == null ? window : window + " every " + slide;
  }

  private String timestampFields(Function<FieldList, String> asText) {
    return parsing.isTimedByRecord() ? parsing.timestampField() : asText.apply(parsing.timestamp());
  }

  private @Nullable String sensorFields(Function<FieldList, String> asText) {
    return parsing.sensor().isField() ? asText.apply(parsing.sensor().fields()) : null;
  }

  private @Nullable String sensor() {
    return parsing.sensor().isField() ? null : parsing.sensor().toString();
  }

  private @Nullable String valueFormat() {
    return parsing.schemaRegistry() == null ? null : AVRO;
  }

  private static @Nullable String joined(String separator, Collection<String> texts) {
    return texts.isEmpty() ? null : String.join(separator, texts);
  }

  /** Which instants are accepted. */
  public InstantBounds bounds() {
    Duration skew =
        readable(
            "max_clock_skew", maxClockSkew, () -> DurationText.parse(maxClockSkew, Duration.ZERO));
    return new InstantBounds(
        parsing.instants().earliestMillis(), skew, InstantBounds.Reference.RECORD);
  }

  /** How long readings are buffered to be evaluated in order; empty for not at all. */
  public Optional<Duration> reordering() {
    return reorder == null
        ? Optional.empty()
        : readable(
            "reorder", reorder, () -> Optional.of(DurationText.parse(reorder, Duration.ZERO)));
  }

  /** How long a window can still change after its end; empty if unknown. */
  public Optional<Duration> lateness() {
    return allowedLateness == null
        ? Optional.empty()
        : readable(
            "allowed_lateness",
            allowedLateness,
            () -> Optional.of(DurationText.parse(allowedLateness, Duration.ZERO)));
  }

  private interface Reader<T> {
    T read();
  }

  private static <T> T readable(String field, String text, Reader<T> reader) {
    try {
      return reader.read();
    } catch (IllegalArgumentException | DateTimeException unreadable) {
      throw new IllegalArgumentException(
          field + " " + text + ": " + unreadable.getMessage(), unreadable);
    }
  }

  void writeTo(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("settings");
    json.writeStringField("window", window);
    json.writeStringField("slide", slide);
    json.writeStringField("session_gap", sessionGap);
    json.writeStringField("zone", parsing.zone().getId());
    json.writeStringField("max_clock_skew", maxClockSkew);
    json.writeStringField("timestamp_field", timestampFields(FieldList::lines));
    json.writeStringField("sensor_field", sensorFields(FieldList::lines));
    json.writeStringField("sensor", sensor());
    json.writeStringField(
        "metrics", String.join("\n", new TreeSet<>(parsing.metrics().selectors())));
    LongLayout layout = parsing.longLayout();
    json.writeStringField("metric_field", layout == null ? null : layout.metricField());
    json.writeStringField("value_field", layout == null ? null : layout.valueField());
    json.writeStringField("states", joined("\n", parsing.texts().states()));
    json.writeStringField("strip_units", parsing.texts().units() ? "true" : null);
    json.writeStringField("absent", joined("\n", parsing.absent().tokens()));
    json.writeStringField("elements", parsing.elements());
    json.writeStringField("value_format", valueFormat());
    json.writeStringField("schema_registry", parsing.schemaRegistry());
    json.writeStringField("reorder", reorder);
    json.writeStringField("rules", rules);
    json.writeStringField("allowed_lateness", allowedLateness);
    if (dropsDuplicates()) {
      json.writeStringField("duplicates", duplicates);
    }
    InstantSettings.write(json, parsing.instants());
    json.writeEndObject();
  }

  static StreamSettings readFrom(JsonFieldsReader fields) {
    return new StreamSettings(
        fields.textOrNull("window"),
        fields.textOrNull("slide"),
        fields.textOrNull("session_gap"),
        parsing(fields),
        fields.text("max_clock_skew"),
        fields.textOrNull("reorder"),
        fields.text("rules"),
        fields.textOrNull("allowed_lateness"),
        fields.textOrNull("duplicates"));
  }

  private static ParseOptions parsing(JsonFieldsReader fields) {
    String zone = fields.text("zone");
    ParseOptions parsing =
        ParseOptions.defaults()
            .withInstants(
                InstantSettings.read(fields, readable("zone", zone, () -> ZoneId.of(zone))))
            .withMetrics(fields.text("metrics").lines().toList());
    String absent = fields.textOrNull("absent");
    if (absent != null) {
      parsing = parsing.withAbsent(AbsentValues.of(absent.lines().toList()));
    }
    String states = fields.textOrNull("states");
    parsing =
        parsing.withTexts(
            ValueTexts.of(
                states == null ? List.of() : states.lines().toList(),
                fields.textOrNull("strip_units") != null));
    String metricField = fields.textOrNull("metric_field");
    if (metricField != null) {
      parsing = parsing.withLongLayout(new LongLayout(metricField, fields.text("value_field")));
    }
    String sensor = fields.textOrNull("sensor");
    SensorSource source =
        sensor == null
            ? SensorSource.fields(FieldList.ofLines(fields.text("sensor_field")))
            : readable("sensor", sensor, () -> SensorSource.parse(sensor));
    return parsing
        .withFields(
            ParseOptions.timestampFields(FieldList.ofLines(fields.text("timestamp_field")).names()),
            source)
        .withElements(fields.textOrNull("elements"))
        .withSchemaRegistry(schemaRegistry(fields));
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
