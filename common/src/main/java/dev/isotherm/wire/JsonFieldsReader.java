package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.model.text.InstantText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of one JSON object by name. A member that is missing or of another type throws
 * an {@link IllegalArgumentException} that names the member, its value and what is allowed.
 */
public final class JsonFieldsReader {

  private static final ObjectMapper MAPPER = new ObjectMapper(JsonLinesWriter.FACTORY);

  private final JsonNode object;

  private JsonFieldsReader(JsonNode object) {
    this.object = object;
  }

  /**
   * Reads one line.
   *
   * @throws IllegalArgumentException if the line is not one JSON object
   */
  public static JsonFieldsReader of(byte[] line) {
    try (JsonParser json = JsonLinesWriter.FACTORY.createParser(line)) {
      JsonNode read = MAPPER.readTree(json);
      if (read == null || !read.isObject()) {
        throw new IllegalArgumentException("the line is not a JSON object");
      }
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("the line goes on after its JSON object");
      }
      return new JsonFieldsReader(read);
    } catch (IOException notJson) {
      throw new IllegalArgumentException("the line is not JSON", notJson);
    }
  }

  /** An object in this one; without members if there is no such object. */
  JsonFieldsReader object(String field) {
    return new JsonFieldsReader(object.path(field));
  }

  /** The objects in an array. */
  public List<JsonFieldsReader> objects(String field) {
    List<JsonFieldsReader> objects = new ArrayList<>();
    object.path(field).forEach(element -> objects.add(new JsonFieldsReader(element)));
    return objects;
  }

  /** The scalars in an array. */
  public List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : object.path(field)) {
      if (element.isValueNode() && !element.isNull()) {
        texts.add(element.asText());
      }
    }
    return texts;
  }

  /** The scalars in this object, by name. */
  Map<String, String> members() {
    Map<String, String> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
        members.put(entry.getKey(), entry.getValue().asText());
      }
    }
    return members;
  }

  /** Whether a member is there and not {@code null}. */
  public boolean has(String field) {
    return object.hasNonNull(field);
  }

  /** A scalar as text; of an array the last scalar in it. */
  public String text(String field) {
    String value = textOrNull(field);
    if (value == null) {
      throw new IllegalArgumentException(field + ": is missing");
    }
    return value;
  }

  /** As {@link #text}, or {@code null} where there is no such member. */
  public @Nullable String textOrNull(String field) {
    JsonNode value = object.path(field);
    JsonNode scalar = value.isArray() ? value.path(value.size() - 1) : value;
    return scalar.isValueNode() && !scalar.isNull() ? scalar.asText() : null;
  }

  public long whole(String field) {
    try {
      return Long.parseLong(text(field));
    } catch (NumberFormatException notWhole) {
      throw error(field, "a whole number", notWhole);
    }
  }

  /** A number; {@code "Infinity"} is one, too. */
  public double number(String field) {
    try {
      return Double.parseDouble(text(field));
    } catch (NumberFormatException notANumber) {
      throw error(field, "a number", notANumber);
    }
  }

  /** An instant, in milliseconds since the epoch. */
  public long instant(String field) {
    try {
      return InstantText.millis(text(field));
    } catch (DateTimeException | ArithmeticException notAnInstant) {
      throw error(field, "an instant such as 2025-07-01T12:00:00Z", notAnInstant);
    }
  }

  /** A constant in lower case, as {@link JsonLinesWriter} writes most constants. */
  <E extends Enum<E>> E word(String field, Class<E> type) {
    return constant(field, text(field).toUpperCase(Locale.ROOT), type);
  }

  /** A constant by its name in Java. */
  <E extends Enum<E>> E constant(String field, Class<E> type) {
    return constant(field, text(field), type);
  }

  private <E extends Enum<E>> E constant(String field, String name, Class<E> type) {
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException unknown) {
      throw error(field, "one of " + List.of(type.getEnumConstants()), unknown);
    }
  }

  /** Bytes as text or Base64; {@code null} where there is neither. */
  byte @Nullable [] bytes(String field) {
    String base64 = field + "_base64";
    if (!has(base64)) {
      return has(field) ? text(field).getBytes(StandardCharsets.UTF_8) : null;
    }
    try {
      return Base64.getDecoder().decode(text(base64));
    } catch (IllegalArgumentException notBase64) {
      throw error(base64, "Base64", notBase64);
    }
  }

  private IllegalArgumentException error(String field, String allowed, Exception cause) {
    return new IllegalArgumentException(
        field + " " + Objects.toString(textOrNull(field)) + ": must be " + allowed, cause);
  }
}
