package dev.isotherm.parse.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.ParseException;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.ReadingsBuilder;
import dev.isotherm.parse.number.DecimalNumber;
import dev.isotherm.parse.time.TimestampParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the members of one JSON object. Reused, not thread-safe. */
public final class JsonMembers {

  /** Number of names up to which a list is searched for duplicates; then a set is faster. */
  private static final int FEW = 16;

  private final ParseOptions options;
  private final TimestampParser timestamps;
  private final DecimalNumber number = new DecimalNumber();
  private final ReadingsBuilder readings = new ReadingsBuilder();
  private final List<String> fewNames = new ArrayList<>(FEW);
  private Set<String> manyNames = Set.of();
  private byte[] scratch = new byte[64];

  private boolean timestampSeen;
  private boolean sensorSeen;
  private @Nullable String firstIgnored;
  private @Nullable JsonToken firstIgnoredValue;

  JsonMembers(ParseOptions options) {
    this.options = options;
    this.timestamps = new TimestampParser(options.zone());
  }

  /** Reads an object whose start has been read, to its end. */
  Parsed read(JsonParser parser) throws IOException {
    readings.clear();
    fewNames.clear();
    manyNames = Set.of();
    timestampSeen = false;
    sensorSeen = false;
    firstIgnored = null;
    String name;
    while ((name = parser.nextFieldName()) != null) {
      member(name, parser, parser.nextToken());
      parser.skipChildren();
    }
    if (!timestampSeen) {
      reject(RejectionReason.NO_TIMESTAMP, options.timestampField(), "is missing");
    }
    if (!sensorSeen) {
      reject(RejectionReason.NO_SENSOR, options.sensorField(), "is missing");
    }
    if (readings.isEmpty()) {
      readings.reject(RejectionReason.NO_METRIC, nothingMeasured());
    }
    return readings.finish();
  }

  private void member(String name, JsonParser parser, JsonToken value) throws IOException {
    if (!isNew(name)) {
      reject(RejectionReason.DUPLICATE_FIELD, name, "is there more than once");
      return;
    }
    switch (options.roleOf(name)) {
      case TIMESTAMP -> {
        timestampSeen = true;
        timestamp(parser, value);
      }
      case SENSOR -> {
        sensorSeen = true;
        sensor(parser, value);
      }
      case METRIC -> metric(name, parser, value);
      case IGNORED -> {}
    }
  }

  private void timestamp(JsonParser parser, JsonToken value) throws IOException {
    String field = options.timestampField();
    if (value == JsonToken.VALUE_NULL) {
      reject(RejectionReason.NO_TIMESTAMP, field, "is null");
    } else if (value != JsonToken.VALUE_STRING && !value.isNumeric()) {
      reject(
          RejectionReason.BAD_TIMESTAMP,
          field,
          "is " + kindOf(value) + "; text or a number is required");
    } else {
      try {
        int length = textToScratch(parser);
        readings.timestamp(timestamps.parse(scratch, 0, length));
      } catch (ParseException e) {
        reject(
            RejectionReason.BAD_TIMESTAMP,
            field,
            Excerpt.quoted(parser.getText()) + " " + e.getMessage());
      }
    }
  }

  private void sensor(JsonParser parser, JsonToken value) throws IOException {
    String field = options.sensorField();
    switch (value) {
      case VALUE_STRING, VALUE_NUMBER_INT -> readings.sensor(field, parser.getText());
      case VALUE_NULL -> reject(RejectionReason.NO_SENSOR, field, "is null");
      default ->
          reject(
              RejectionReason.NO_SENSOR,
              field,
              "is " + kindOf(value) + "; text or an integer is required");
    }
  }

  private void metric(String name, JsonParser parser, JsonToken value) throws IOException {
    if (!value.isNumeric()) {
      if (!options.metrics().isEmpty() && value != JsonToken.VALUE_NULL) {
        reject(
            RejectionReason.NOT_A_NUMBER, name, "is " + kindOf(value) + "; a number is required");
      } else if (firstIgnored == null) {
        firstIgnored = name;
        firstIgnoredValue = value;
      }
      return;
    }
    String error = Series.nameError(name);
    if (error != null) {
      readings.reject(
          RejectionReason.NO_METRIC, "the metric " + Excerpt.quoted(name) + " " + error);
    }
    int length = textToScratch(parser);
    if (number.read(scratch, 0, length) == DecimalNumber.Kind.FINITE) {
      readings.measure(name, number.value());
    } else {
      reject(
          RejectionReason.NOT_FINITE,
          name,
          "is " + Excerpt.plain(parser.getText()) + "; a finite number is required");
    }
  }

  private String nothingMeasured() {
    String missing =
        options.metrics().isEmpty()
            ? "no numeric member"
            : "no number in " + Excerpt.plain(String.join(", ", options.metrics()));
    return firstIgnored == null
        ? missing
        : missing + "; " + Excerpt.plain(firstIgnored) + " is " + kindOf(firstIgnoredValue);
  }

  private boolean isNew(String name) {
    if (fewNames.size() < FEW) {
      return !fewNames.contains(name) && fewNames.add(name);
    }
    if (manyNames.isEmpty()) {
      manyNames = new HashSet<>(fewNames);
    }
    return manyNames.add(name);
  }

  private void reject(RejectionReason reason, String field, String error) {
    readings.reject(reason, Excerpt.plain(field) + " " + error);
  }

  /** Copies the text of a value as bytes; what is not ASCII becomes an invalid byte. */
  private int textToScratch(JsonParser parser) throws IOException {
    int length = parser.getTextLength();
    if (scratch.length < length) {
      scratch = new byte[length];
    }
    char[] text = parser.getTextCharacters();
    int offset = parser.getTextOffset();
    for (int i = 0; i < length; i++) {
      char c = text[offset + i];
      scratch[i] = c < 0x80 ? (byte) c : (byte) 0x80;
    }
    return length;
  }

  static String kindOf(JsonToken value) {
    return switch (value) {
      case START_OBJECT, END_OBJECT -> "an object";
      case START_ARRAY, END_ARRAY -> "an array";
      case VALUE_STRING -> "text";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      case VALUE_NUMBER_INT -> "an integer";
      default -> "a number";
    };
  }
}
