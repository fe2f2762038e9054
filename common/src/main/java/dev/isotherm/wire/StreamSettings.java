package dev.isotherm.wire;

import dev.isotherm.group.GroupBy;
import dev.isotherm.model.DurationText;
import dev.isotherm.model.percentile.WantedPercentiles;
import dev.isotherm.parse.InstantBounds;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.window.WindowSpec;
import dev.isotherm.window.Windowing;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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
 * @param sensors fingerprint of the sensor table; {@code null} if there is none
 * @param baseline fingerprint of the baseline; {@code null} if there is none
 * @param percentiles the percentiles that averages have; {@code null} if they have none
 * @param groupBy labels by which sensors are grouped; {@code null} for no groups
 * @param implausible {@link #EXCLUDE} if readings that are no measurements, by the sensor table,
 *     are excluded; {@code null} if they count
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
    @Nullable String duplicates,
    @Nullable String sensors,
    @Nullable String baseline,
    @Nullable String percentiles,
    @Nullable String groupBy,
    @Nullable String implausible)
    implements Serializable {

  /** Of readings of one series, instant and value, only the first one counts. */
  public static final String DROP = "drop";

  /** Readings that are no measurements are part of nothing. */
  public static final String EXCLUDE = "exclude";

  public StreamSettings {
    if (duplicates != null && !duplicates.equals(DROP)) {
      throw new IllegalArgumentException("duplicates " + duplicates + ": is not known; drop is");
    }
    if (implausible != null && !implausible.equals(EXCLUDE)) {
      throw new IllegalArgumentException(
          "implausible " + implausible + ": is not known; exclude is");
    }
  }

  /** Creates settings of readings that all count, with none of the later options. */
  public StreamSettings(
      @Nullable String window,
      @Nullable String slide,
      @Nullable String sessionGap,
      ParseOptions parsing,
      String maxClockSkew,
      @Nullable String reorder,
      String rules,
      @Nullable String allowedLateness) {
    this(
        window,
        slide,
        sessionGap,
        parsing,
        maxClockSkew,
        reorder,
        rules,
        allowedLateness,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** Creates settings of readings that all count, without groups. */
  public StreamSettings(
      @Nullable String window,
      @Nullable String slide,
      @Nullable String sessionGap,
      ParseOptions parsing,
      String maxClockSkew,
      @Nullable String reorder,
      String rules,
      @Nullable String allowedLateness,
      @Nullable String duplicates,
      @Nullable String sensors,
      @Nullable String baseline,
      @Nullable String percentiles) {
    this(
        window,
        slide,
        sessionGap,
        parsing,
        maxClockSkew,
        reorder,
        rules,
        allowedLateness,
        duplicates,
        sensors,
        baseline,
        percentiles,
        null,
        null);
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
        duplicates,
        sensors,
        baseline,
        percentiles,
        groupBy,
        implausible);
  }

  /** The percentiles that averages have. */
  public WantedPercentiles wantedPercentiles() {
    return percentiles == null
        ? WantedPercentiles.NONE
        : readable("percentiles", percentiles, () -> WantedPercentiles.parse(percentiles));
  }

  /** Returns these settings with groups by other labels; {@code null} for no groups. */
  public StreamSettings withGroupBy(@Nullable String labels) {
    return new StreamSettings(
        window,
        slide,
        sessionGap,
        parsing,
        maxClockSkew,
        reorder,
        rules,
        allowedLateness,
        duplicates,
        sensors,
        baseline,
        percentiles,
        labels,
        implausible);
  }

  /** Returns these settings with {@link #EXCLUDE}, or {@code null} for readings that count. */
  public StreamSettings withImplausible(@Nullable String other) {
    return new StreamSettings(
        window,
        slide,
        sessionGap,
        parsing,
        maxClockSkew,
        reorder,
        rules,
        allowedLateness,
        duplicates,
        sensors,
        baseline,
        percentiles,
        groupBy,
        other);
  }

  /** By which labels sensors are grouped; empty for no groups. */
  public Optional<GroupBy> groups() {
    return groupBy == null
        ? Optional.empty()
        : readable("group_by", groupBy, () -> Optional.of(GroupBy.parse(groupBy)));
  }

  /** Whether readings that are no measurements are excluded. */
  public boolean excludesImplausible() {
    return implausible != null;
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
    options.putAll(ParsingSettings.options(parsing));
    options.put("--reorder", reorder);
    options.put("--duplicates", duplicates);
    options.put("--sensors", sensors);
    options.put("--baseline", baseline);
    options.put("--percentiles", percentiles);
    options.put("--group-by", groups().map(GroupBy::toString).orElse(null));
    options.put("--implausible", implausible);
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

  /** Reads a text. */
  interface Reader<T> {
    T read();
  }

  /** Names the field whose text cannot be read. */
  static <T> T readable(String field, String text, Reader<T> reader) {
    try {
      return reader.read();
    } catch (IllegalArgumentException | DateTimeException unreadable) {
      throw new IllegalArgumentException(
          field + " " + text + ": " + unreadable.getMessage(), unreadable);
    }
  }
}
