package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.model.DurationText;
import dev.isotherm.parse.FutureGuard;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.window.WindowSpec;
import dev.isotherm.window.Windowing;
import java.io.IOException;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings that determine the results of a stream, as text of the command line. The same
 * messages under the same settings give the same results.
 *
 * @param window length of the windows; {@code null} for sessions
 * @param slide slide of sliding windows; {@code null} for others
 * @param sessionGap gap of sessions; {@code null} for others
 * @param zone time zone of calendar windows and of timestamps without a zone
 * @param maxClockSkew how far a reading may lie after its message's own timestamp
 * @param timestampField member with the instant
 * @param sensorField member with the sensor's name
 * @param metrics members that are metrics; empty for every number
 * @param reorder how long readings are buffered to be evaluated in order; {@code null} for not at
 *     all
 * @param rules fingerprint of the initial rules
 * @param allowedLateness how long a window can still change after its end; {@code null} in records
 *     of builds that did not write it
 */
public record StreamSettings(
    @Nullable String window,
    @Nullable String slide,
    @Nullable String sessionGap,
    String zone,
    String maxClockSkew,
    String timestampField,
    String sensorField,
    Set<String> metrics,
    @Nullable String reorder,
    String rules,
    @Nullable String allowedLateness)
    implements Serializable {

  public StreamSettings {
    metrics = Set.copyOf(metrics);
  }

  /** Creates settings without an allowed lateness. */
  public StreamSettings(
      @Nullable String window,
      @Nullable String slide,
      @Nullable String sessionGap,
      String zone,
      String maxClockSkew,
      String timestampField,
      String sensorField,
      Set<String> metrics,
      @Nullable String reorder,
      String rules) {
    this(
        window,
        slide,
        sessionGap,
        zone,
        maxClockSkew,
        timestampField,
        sensorField,
        metrics,
        reorder,
        rules,
        null);
  }

  /** The windows of the averages. */
  public Windowing windowing() {
    if (sessionGap != null) {
      return readable("session_gap", sessionGap, () -> Windowing.sessions(duration(sessionGap)));
    }
    if (slide != null) {
      return readable("slide", slide, () -> Windowing.sliding(duration(window), duration(slide)));
    }
    return readable("window", window, () -> WindowSpec.parse(window).windowing(ZoneId.of(zone)));
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
    options.put("--zone", zone);
    options.put("--max-clock-skew", maxClockSkew);
    options.put("--timestamp-field", timestampField);
    options.put("--sensor-field", sensorField);
    options.put("--metrics", metrics.isEmpty() ? null : String.join(",", new TreeSet<>(metrics)));
    options.put("--reorder", reorder);
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

  /** How messages are parsed. */
  public ParseOptions parsing() {
    return readable(
        "zone",
        zone,
        () ->
            ParseOptions.defaults()
                .withZone(ZoneId.of(zone))
                .withFields(timestampField, sensorField)
                .withMetrics(metrics));
  }

  /** Rejects messages from the future. */
  public FutureGuard guard() {
    return readable(
        "max_clock_skew",
        maxClockSkew,
        () -> new FutureGuard(DurationText.parse(maxClockSkew, Duration.ZERO)));
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
    json.writeStringField("zone", zone);
    json.writeStringField("max_clock_skew", maxClockSkew);
    json.writeStringField("timestamp_field", timestampField);
    json.writeStringField("sensor_field", sensorField);
    json.writeStringField("metrics", String.join("\n", new TreeSet<>(metrics)));
    json.writeStringField("reorder", reorder);
    json.writeStringField("rules", rules);
    json.writeStringField("allowed_lateness", allowedLateness);
    json.writeEndObject();
  }

  static StreamSettings readFrom(JsonFieldsReader fields) {
    Set<String> metrics = new LinkedHashSet<>(fields.text("metrics").lines().toList());
    return new StreamSettings(
        fields.textOrNull("window"),
        fields.textOrNull("slide"),
        fields.textOrNull("session_gap"),
        fields.text("zone"),
        fields.text("max_clock_skew"),
        fields.text("timestamp_field"),
        fields.text("sensor_field"),
        metrics,
        fields.textOrNull("reorder"),
        fields.text("rules"),
        fields.textOrNull("allowed_lateness"));
  }
}
