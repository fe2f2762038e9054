package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.NumberOutput;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.Average;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Position;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Transition;
import dev.isotherm.model.percentile.Percentiles;
import dev.isotherm.model.text.InstantText;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Writes results as lines of JSON, in UTF-8, without the line end. Equal values give equal bytes.
 *
 * <ul>
 *   <li>Instants are ISO-8601 in UTC with {@code Z}; milliseconds, always three digits, only when
 *       they are not zero: {@code 2025-07-01T12:00:00Z}, {@code 2025-07-01T12:00:00.250Z}.
 *   <li>Numbers are the shortest decimal that reads back to the same double, with a fraction:
 *       {@code 25.0}. One that exceeds a double is the text {@code "Infinity"}.
 * </ul>
 *
 * <p>{@link JsonLinesReader} reads them back.
 */
public final class JsonLinesWriter {
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** The reason of a reading that repeats an earlier one. */
  static final String DUPLICATE = "duplicate";

  private JsonLinesWriter() {}

  /** Writes the members of an object. */
  @FunctionalInterface
  public interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }

  /**
   * {@code sensor_id, metric, window_start, window_end, count, sum, mean, …, revision}. An object
   * {@code percentiles} stands before the revision if there are any: {@code {"50":20.1,"95":24.9}};
   * so do {@code expected, coverage}, if it is known how many readings were expected.
   */
  public static byte[] of(Average average) {
    return object(
        json -> {
          writeSeries(json, average.series());
          writeValues(json, average);
          json.writeNumberField("revision", average.revision());
        });
  }

  /** Writes percentiles as members of a larger object, by their numbers. */
  public static void write(JsonGenerator json, Percentiles percentiles) throws IOException {
    for (Percentiles.Percentile one : percentiles.all()) {
      json.writeNumberField(one.number(), one.value());
    }
  }

  /** {@code window_start, window_end, count, sum, mean, …}. */
  static void writeValues(JsonGenerator json, Average average) throws IOException {
    json.writeStringField("window_start", instant(average.windowStartMillis()));
    json.writeStringField("window_end", instant(average.windowEndMillis()));
    json.writeNumberField("count", average.count());
    json.writeNumberField("sum", average.sum());
    json.writeNumberField("mean", average.mean());
    json.writeNumberField("min", average.min());
    json.writeNumberField("max", average.max());
    json.writeNumberField("stddev", average.stddev());
    if (!average.percentiles().isEmpty()) {
      json.writeObjectFieldStart("percentiles");
      write(json, average.percentiles());
      json.writeEndObject();
    }
    if (average.expected() > 0) {
      json.writeNumberField("expected", average.expected());
      json.writeNumberField("coverage", average.coverage().getAsDouble());
    }
  }

  /**
   * {@code id, rule, …, reason}. {@code previous_severity} is {@code null} unless the previous
   * state was firing, {@code value} if other rules caused the transition, {@code threshold} if no
   * limit was crossed. {@code repeat, rules_version, summary, description, runbook, severities,
   * labels} are left out where empty; {@code severities} also if they are the standard ones.
   */
  public static byte[] of(Transition transition) {
    return object(json -> TransitionLine.write(json, transition));
  }

  /**
   * {@code sensor_id, metric, timestamp, value, excluded_from}, and {@code window_start,
   * window_end} of that window, unless it is excluded from alerts on readings. A reading that is
   * excluded from everything has {@code reason} in place of a window: {@code duplicate}, {@code
   * implausible_range} or {@code implausible_stuck}. Then {@code partition, offset} of its message
   * follow, where they are known.
   */
  public static byte[] of(LateReading late) {
    return object(
        json -> {
          writeSeries(json, late.reading().series());
          json.writeStringField("timestamp", instant(late.reading().epochMillis()));
          json.writeNumberField("value", late.reading().value());
          json.writeArrayFieldStart("excluded_from");
          for (LateReading.Exclusion from : excludedFrom(late)) {
            json.writeString(EnumText.lowerCase(from));
          }
          json.writeEndArray();
          if (late.excludedFrom().isFromEverything()) {
            json.writeStringField("reason", reason(late.excludedFrom()));
          }
          if (late.rule() != null) {
            json.writeStringField("rule", late.rule());
          }
          if (late.window() != null) {
            json.writeStringField("window_start", instant(late.window().startMillis()));
            json.writeStringField("window_end", instant(late.window().endMillis()));
          }
          long position = late.reading().position();
          if (position != Position.NONE) {
            json.writeNumberField("partition", Position.partition(position));
            json.writeNumberField("offset", Position.offset(position));
          }
        });
  }

  /** Why a reading is excluded from everything. */
  static String reason(LateReading.Exclusion from) {
    return from == LateReading.Exclusion.EVERYTHING ? DUPLICATE : EnumText.lowerCase(from);
  }

  private static List<LateReading.Exclusion> excludedFrom(LateReading late) {
    return late.excludedFrom().isFromEverything()
        ? List.of(
            LateReading.Exclusion.AVERAGES,
            LateReading.Exclusion.ALERTS,
            LateReading.Exclusion.AVERAGE_ALERTS)
        : List.of(late.excludedFrom());
  }

  /**
   * {@code reason, detail, source, position, raw}. Bytes that are not UTF-8 are in {@code
   * raw_base64} in place of {@code raw}. A key that came with the message follows in the same way,
   * as {@code key} or {@code key_base64}, and its headers as {@code headers}, a list of {@code
   * name, value} or {@code value_base64}. A message without value, key or headers has no such
   * field. {@code element} and {@code messages} say which elements of an array were rejected,
   * {@code record_timestamp} the instant of its readings, if that is not in the message.
   */
  public static byte[] of(Rejection rejection) {
    return object(
        json -> {
          json.writeStringField("reason", rejection.reason().name());
          json.writeStringField("detail", rejection.detail());
          json.writeStringField("source", rejection.source());
          json.writeNumberField("position", rejection.position());
          if (rejection.element() != Rejection.WHOLE) {
            json.writeNumberField("element", rejection.element());
            json.writeNumberField("messages", rejection.messages());
          }
          JsonBytes.write(json, "raw", rejection.raw());
          JsonBytes.write(json, "key", rejection.key());
          if (rejection.recordMillis() != Rejection.UNTIMED) {
            json.writeStringField("record_timestamp", instant(rejection.recordMillis()));
          }
          JsonBytes.writeHeaders(json, rejection.headers());
        });
  }

  /** The key of all revisions of an average: series and window start. */
  public static byte[] keyOf(SeriesWindow window) {
    return object(
        json -> {
          writeSeries(json, window.series());
          json.writeStringField("window_start", instant(window.startMillis()));
        });
  }

  /** The key of all transitions of an alert: rule and series. */
  public static byte[] keyOf(Transition transition) {
    return object(
        json -> {
          json.writeStringField("rule", transition.rule());
          writeSeries(json, transition.series());
        });
  }

  /** The key of a series. */
  public static byte[] keyOf(Series series) {
    return object(json -> writeSeries(json, series));
  }

  /**
   * {@code messages, accepted, rejected by reason, readings, aggregated, late}; {@code
   * windows_per_reading} where it is more than 1, {@code duplicates}, {@code implausible} and
   * {@code buffered} where there are any.
   */
  public static byte[] of(Accounting accounting) {
    return object(json -> write(json, accounting));
  }

  /** Writes the counts as members of a larger object. */
  public static void write(JsonGenerator json, Accounting accounting) throws IOException {
    json.writeNumberField("messages", accounting.messages());
    json.writeNumberField("accepted", accounting.accepted());
    json.writeObjectFieldStart("rejected");
    for (Map.Entry<RejectionReason, Long> entry : accounting.rejected().entrySet()) {
      json.writeNumberField(entry.getKey().name(), entry.getValue());
    }
    json.writeEndObject();
    json.writeNumberField("readings", accounting.readings());
    json.writeNumberField("aggregated", accounting.aggregated());
    json.writeNumberField("late", accounting.late());
    if (accounting.windowsPerReading() > 1) {
      json.writeNumberField("windows_per_reading", accounting.windowsPerReading());
    }
    if (accounting.duplicates() > 0) {
      json.writeNumberField("duplicates", accounting.duplicates());
    }
    if (accounting.implausible() > 0) {
      json.writeNumberField("implausible", accounting.implausible());
    }
    if (accounting.buffered() > 0) {
      json.writeNumberField("buffered", accounting.buffered());
    }
  }

  /** Writes an instant as every output does. */
  public static String instant(long epochMillis) {
    return InstantText.of(epochMillis);
  }

  /** The shortest decimal that reads back to the same double. */
  public static String number(double value) {
    return NumberOutput.toString(value, true);
  }

  static void writeSeries(JsonGenerator json, Series series) throws IOException {
    json.writeStringField("sensor_id", series.sensorId());
    json.writeStringField("metric", series.metric());
  }

  /** Writes one object. */
  public static byte[] object(Fields fields) {
    return ObjectWriter.write(fields);
  }
}
