package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.isotherm.model.InstantText;
import dev.isotherm.model.RejectionReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The members of one object: scalars as they were written, of an array its last scalar, and the
 * objects in it. The scalars of an object in this one have the names of both, with a dot between.
 */
public final class JsonFields {

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, List<JsonFields>> objects = new HashMap<>();
  private final Map<String, List<String>> lists = new HashMap<>();

  private JsonFields() {}

  /**
   * Reads one line.
   *
   * @throws IllegalArgumentException if it is not one JSON object
   */
  public static JsonFields of(byte[] line) {
    try (JsonParser json = JsonLines.FACTORY.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("the line is not a JSON object");
      }
      JsonFields fields = new JsonFields();
      fields.readMembers(json, "");
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("the line goes on after its JSON object");
      }
      return fields;
    } catch (IOException notJson) {
      throw new IllegalArgumentException("the line is not JSON", notJson);
    }
  }

  /** Reads on to the end of the object that has just begun. */
  private void readMembers(JsonParser json, String prefix) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = prefix + json.currentName();
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_ARRAY) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          readElement(json, name);
        }
      } else if (token == JsonToken.START_OBJECT) {
        readMembers(json, name + ".");
      } else if (token != JsonToken.VALUE_NULL) {
        values.put(name, json.getText());
      }
    }
  }

  private void readElement(JsonParser json, String name) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      JsonFields element = new JsonFields();
      element.readMembers(json, "");
      objects.computeIfAbsent(name, key -> new ArrayList<>()).add(element);
    } else {
      values.put(name, json.getText());
      lists.computeIfAbsent(name, key -> new ArrayList<>()).add(json.getText());
      json.skipChildren();
    }
  }

  /** The objects in an array. */
  List<JsonFields> objects(String field) {
    return objects.getOrDefault(field, List.of());
  }

  /** The scalars in an array. */
  public List<String> texts(String field) {
    return lists.getOrDefault(field, List.of());
  }

  /** The members of an object in this one, by their own names. */
  public Map<String, String> within(String object) {
    Map<String, String> members = new LinkedHashMap<>();
    String prefix = object + ".";
    values.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            members.put(name.substring(prefix.length()), value);
          }
        });
    return members;
  }

  public boolean has(String field) {
    return values.containsKey(field);
  }

  public String text(String field) {
    String value = values.get(field);
    if (value == null) {
      throw new IllegalArgumentException(field + ": is missing");
    }
    return value;
  }

  public long whole(String field) {
    try {
      return Long.parseLong(text(field));
    } catch (NumberFormatException notWhole) {
      throw fault(field, "a whole number", notWhole);
    }
  }

  public double number(String field) {
    try {
      return Double.parseDouble(text(field));
    } catch (NumberFormatException notANumber) {
      throw fault(field, "a number", notANumber);
    }
  }

  public long instant(String field) {
    try {
      return InstantText.millis(text(field));
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
