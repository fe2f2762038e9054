package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.model.percentile.Percentiles;
import java.io.IOException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads the lines that {@link JsonLinesWriter} writes. Fields may come in any order, and unknown
 * fields are ignored, so that lines of a newer version can be read.
 */
public final class JsonLinesReader {
  private JsonLinesReader() {}

  /**
   * Reads one line of {@code averages}.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if the line is not valid
   */
  public static Average readAverage(byte[] line) {
    JsonFieldsReader fields = JsonFieldsReader.of(line);
    return readAverage(fields, readSeries(fields));
  }

  /** Reads all of an average but its series. */
  static Average readAverage(JsonFieldsReader fields, Series series) {
    return new Average(
        series,
        fields.instant("window_start"),
        fields.instant("window_end"),
        fields.whole("count"),
        fields.number("sum"),
        fields.number("mean"),
        fields.number("min"),
        fields.number("max"),
        fields.number("stddev"),
        Math.toIntExact(fields.whole("revision")),
        readPercentiles(fields.object("percentiles")),
        fields.has("expected") ? fields.whole("expected") : 0);
  }

  /** Reads them in ascending order of their numbers. */
  private static Percentiles readPercentiles(JsonFieldsReader percentiles) {
    return new Percentiles(
        percentiles.members().keySet().stream()
            .sorted(Comparator.comparingDouble(JsonLinesReader::percentile))
            .map(number -> new Percentiles.Percentile(number, percentiles.number(number)))
            .toList());
  }

  private static double percentile(String number) {
    try {
      return Double.parseDouble(number);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "percentiles " + number + ": must be a number", notANumber);
    }
  }

  /**
   * Reads the series from a record or its key.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if it is not valid
   */
  public static Series readSeries(JsonFieldsReader fields) {
    return new Series(fields.text("sensor_id"), fields.text("metric"));
  }

  /** The series and the number of readings of an average. */
  public record SeriesCount(Series series, long count) {}

  /**
   * Reads only the series and the count of readings from one line of {@code averages}. It takes a
   * fraction of the time of {@link #readAverage}.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if one is missing
   */
  public static SeriesCount readSeriesCount(byte[] line) {
    String sensor = null;
    String metric = null;
    long count = -1;
    try (JsonParser json = JsonLinesWriter.FACTORY.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "sensor_id" -> sensor = json.getValueAsString();
          case "metric" -> metric = json.getValueAsString();
          case "count" -> count = json.getValueAsLong(-1);
          default -> {}
        }
        json.skipChildren();
        if (sensor != null && metric != null && count >= 0) {
          return new SeriesCount(new Series(sensor, metric), count);
        }
      }
      throw new IllegalArgumentException("sensor_id, metric or count: is missing");
    } catch (IOException notJson) {
      throw new IllegalArgumentException("the line is not JSON", notJson);
    }
  }

  /**
   * Reads one line of {@code transitions}.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if the line is not valid
   */
  public static Transition readTransition(byte[] line) {
    JsonFieldsReader fields = JsonFieldsReader.of(line);
    return new Transition(
        fields.text("rule"),
        readSeries(fields),
        severity(fields, "severity"),
        fields.word("state", AlertState.class),
        fields.word("previous", AlertState.class),
        fields.has("previous_severity") ? severity(fields, "previous_severity") : null,
        fields.instant("at"),
        fields.has("value") ? fields.number("value") : Double.NaN,
        fields.has("threshold") ? fields.number("threshold") : Double.NaN,
        fields.instant("since"),
        fields.has("reason")
            ? fields.word("reason", TransitionReason.class)
            : TransitionReason.READING,
        fields.has("repeat") ? Math.toIntExact(fields.whole("repeat")) : 0,
        fields.textOrNull("rules_version"),
        fields.textOrNull("summary"),
        readAnnotations(fields),
        fields.object("labels").members(),
        fields.has("severities") ? Severities.of(fields.texts("severities")) : Severities.STANDARD);
  }

  private static AlertSeverity severity(JsonFieldsReader fields, String field) {
    String text = fields.text(field);
    try {
      return AlertSeverity.of(text);
    } catch (InvalidFieldException noName) {
      throw new IllegalArgumentException(
          field + noName.getMessage().substring(noName.field().length()), noName);
    }
  }

  private static Map<String, String> readAnnotations(JsonFieldsReader fields) {
    Map<String, String> annotations = new TreeMap<>();
    for (String name : Transition.ANNOTATIONS) {
      String text = fields.textOrNull(name);
      if (text != null) {
        annotations.put(name, text);
      }
    }
    return annotations;
  }

  /**
   * Reads one line of {@code late}.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if the line is not valid
   */
  public static LateReading readLate(byte[] line) {
    JsonFieldsReader fields = JsonFieldsReader.of(line);
    Series series = readSeries(fields);
    long position =
        fields.has("offset")
            ? Position.ofRecord(Math.toIntExact(fields.whole("partition")), fields.whole("offset"))
            : Position.NONE;
    Reading reading =
        new Reading(series, fields.instant("timestamp"), fields.number("value"), position);
    String reason = fields.textOrNull("reason");
    if (reason != null) {
      return LateReading.fromEverything(reading, excludedBecause(reason));
    }
    LateReading.Exclusion from = fields.word("excluded_from", LateReading.Exclusion.class);
    if (from == LateReading.Exclusion.SIGNALS) {
      return LateReading.forSignal(reading, fields.text("rule"));
    }
    SeriesWindow window =
        from == LateReading.Exclusion.ALERTS || from == LateReading.Exclusion.STUCK_CHECK
            ? null
            : new SeriesWindow(
                series, fields.instant("window_start"), fields.instant("window_end"));
    return new LateReading(reading, from, window);
  }

  private static LateReading.Exclusion excludedBecause(String reason) {
    return Stream.of(LateReading.Exclusion.values())
        .filter(from -> from.isFromEverything() && JsonLinesWriter.reason(from).equals(reason))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("reason " + reason + ": is not known"));
  }

  /**
   * Reads one line of {@code rejected}.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if the line is not valid
   */
  public static Rejection readRejection(byte[] line) {
    JsonFieldsReader fields = JsonFieldsReader.of(line);
    return new Rejection(
        fields.constant("reason", RejectionReason.class),
        fields.text("detail"),
        fields.text("source"),
        fields.whole("position"),
        fields.has("element") ? Math.toIntExact(fields.whole("element")) : Rejection.WHOLE,
        fields.has("messages") ? Math.toIntExact(fields.whole("messages")) : 1,
        fields.bytes("raw"),
        fields.bytes("key"),
        fields.has("record_timestamp") ? fields.instant("record_timestamp") : Rejection.UNTIMED,
        fields.objects("headers").stream()
            .map(header -> new MessageHeader(header.text("name"), header.bytes("value")))
            .toArray(MessageHeader[]::new));
  }

  /**
   * Reads the counts of {@code summary.json}, or of a line with other fields beside them.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if the line is not valid
   */
  public static Accounting readAccounting(JsonFieldsReader fields) {
    Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
    JsonFieldsReader counts = fields.object("rejected");
    for (String reason : counts.members().keySet()) {
      rejected.put(RejectionReason.valueOf(reason), counts.whole(reason));
    }
    return new Accounting(
        fields.whole("messages"),
        fields.whole("accepted"),
        rejected,
        fields.whole("readings"),
        fields.whole("aggregated"),
        fields.whole("late"),
        fields.has("duplicates") ? fields.whole("duplicates") : 0,
        fields.has("implausible") ? fields.whole("implausible") : 0,
        fields.has("buffered") ? fields.whole("buffered") : 0,
        fields.has("windows_per_reading")
            ? Math.toIntExact(fields.whole("windows_per_reading"))
            : 1);
  }
}
