package dev.isotherm.jobs.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.Header;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads back what {@link JsonLines} writes. Fields may come in any order, and fields that are not
 * known are ignored, so that lines of a newer version can be read.
 */
public final class JsonLinesReader {
  private JsonLinesReader() {}

  /**
   * Reads one line of {@code averages}.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if it is none
   */
  public static Average readAverage(byte[] line) {
    Fields fields = Fields.of(line);
    return new Average(
        new Series(fields.text("sensor_id"), fields.text("metric")),
        fields.instant("window_start"),
        fields.instant("window_end"),
        fields.whole("count"),
        fields.number("sum"),
        fields.number("mean"),
        fields.number("min"),
        fields.number("max"),
        fields.number("stddev"),
        Math.toIntExact(fields.whole("revision")));
  }

  /**
   * Reads one line of {@code transitions}.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if it is none
   */
  public static Transition readTransition(byte[] line) {
    Fields fields = Fields.of(line);
    return new Transition(
        fields.text("rule"),
        new Series(fields.text("sensor_id"), fields.text("metric")),
        fields.word("severity", Severity.class),
        fields.word("state", AlertState.class),
        fields.word("previous", AlertState.class),
        fields.has("previous_severity") ? fields.word("previous_severity", Severity.class) : null,
        fields.instant("at"),
        fields.number("value"),
        fields.number("threshold"),
        fields.instant("since"));
  }

  /**
   * Reads one line of {@code late}.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if it is none
   */
  public static LateReading readLate(byte[] line) {
    Fields fields = Fields.of(line);
    return new LateReading(
        new Reading(
            new Series(fields.text("sensor_id"), fields.text("metric")),
            fields.instant("timestamp"),
            fields.number("value")),
        fields.word("excluded_from", LateReading.Exclusion.class));
  }

  /**
   * Reads one line of {@code rejected}.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if it is none
   */
  public static Rejection readRejection(byte[] line) {
    Fields fields = Fields.of(line);
    return new Rejection(
        fields.reason(),
        fields.text("detail"),
        fields.text("source"),
        fields.whole("position"),
        fields.bytes("raw"),
        fields.bytes("key"),
        fields.objects("headers").stream()
            .map(header -> new Header(header.text("name"), header.bytes("value")))
            .toArray(Header[]::new));
  }

  /**
   * The members of one object: scalars as they were written, of an array its last scalar, and the
   * objects in it.
   */
  private record Fields(Map<String, String> values, Map<String, List<Fields>> objects) {

    static Fields of(byte[] line) {
      try (JsonParser json = JsonLines.FACTORY.createParser(line)) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          throw new IllegalArgumentException("the line is not a JSON object");
        }
        Fields fields = members(json);
        if (json.nextToken() != null) {
          throw new IllegalArgumentException("the line goes on after its JSON object");
        }
        return fields;
      } catch (IOException notJson) {
        throw new IllegalArgumentException("the line is not JSON", notJson);
      }
    }

    /** Reads on to the end of the object that has just begun. */
    private static Fields members(JsonParser json) throws IOException {
      Fields fields = new Fields(new HashMap<>(), new HashMap<>());
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken() == JsonToken.START_ARRAY) {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            fields.addElement(name, json);
          }
        } else if (json.currentToken().isStructStart()) {
          json.skipChildren();
        } else if (json.currentToken() != JsonToken.VALUE_NULL) {
          fields.values.put(name, json.getText());
        }
      }
      return fields;
    }

    private void addElement(String name, JsonParser json) throws IOException {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        objects.computeIfAbsent(name, key -> new ArrayList<>()).add(members(json));
      } else {
        values.put(name, json.getText());
        json.skipChildren();
      }
    }

    List<Fields> objects(String field) {
      return objects.getOrDefault(field, List.of());
    }

    boolean has(String field) {
      return values.containsKey(field);
    }

    String text(String field) {
      String value = values.get(field);
      if (value == null) {
        throw new IllegalArgumentException(field + ": is missing");
      }
      return value;
    }

    long whole(String field) {
      try {
        return Long.parseLong(text(field));
      } catch (NumberFormatException notWhole) {
        throw fault(field, "a whole number", notWhole);
      }
    }

    double number(String field) {
      try {
        return Double.parseDouble(text(field));
      } catch (NumberFormatException notANumber) {
        throw fault(field, "a number", notANumber);
      }
    }

    long instant(String field) {
      try {
        return Instant.parse(text(field)).toEpochMilli();
      } catch (DateTimeException | ArithmeticException notAnInstant) {
        throw fault(field, "an instant such as 2025-07-01T12:00:00Z", notAnInstant);
      }
    }

    RejectionReason reason() {
      return constant("reason", text("reason"), RejectionReason.class);
    }

    /** A constant as {@link JsonLines} writes it, in lower case. */
    <E extends Enum<E>> E word(String field, Class<E> type) {
      return constant(field, text(field).toUpperCase(Locale.ROOT), type);
    }

    private <E extends Enum<E>> E constant(String field, String name, Class<E> type) {
      try {
        return Enum.valueOf(type, name);
      } catch (IllegalArgumentException unknown) {
        throw fault(field, "one of " + List.of(type.getEnumConstants()), unknown);
      }
    }

    /** {@code null} where there were none. */
    byte[] bytes(String field) {
      String packed = field + "_base64";
      if (!has(packed)) {
        return has(field) ? text(field).getBytes(StandardCharsets.UTF_8) : null;
      }
      try {
        return Base64.getDecoder().decode(text(packed));
      } catch (IllegalArgumentException notBase64) {
        throw fault(packed, "Base64", notBase64);
      }
    }

    private IllegalArgumentException fault(String field, String wanted, Exception cause) {
      return new IllegalArgumentException(
          field + " " + values.get(field) + ": must be " + wanted, cause);
    }
  }
}
