package dev.isotherm.parse.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.mapping.FieldList;
import dev.isotherm.parse.mapping.JoinCheck;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.ReadingsBuilder;
import java.util.Arrays;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Joins the texts of several members, in the order of their fields, whatever their order in the
 * message. Reused from message to message.
 */
final class JoinedMembers {

  private final FieldList fields;
  private final String separator;
  private final RejectionReason missing;
  private final RejectionReason unfit;
  private final boolean decimals;
  private final JoinCheck check;
  private final @Nullable JsonToken[] values;
  private final String[] texts;

  /**
   * Joins the texts of fields.
   *
   * @param missing why a message is rejected that lacks one of them
   * @param unfit why a message is rejected that has another value in one of them
   * @param decimals whether numbers may have decimals
   * @param check of each text
   */
  JoinedMembers(
      FieldList fields,
      String separator,
      RejectionReason missing,
      RejectionReason unfit,
      boolean decimals,
      JoinCheck check) {
    this.fields = fields;
    this.separator = separator;
    this.missing = missing;
    this.unfit = unfit;
    this.decimals = decimals;
    this.check = check;
    this.values = new JsonToken[fields.names().size()];
    this.texts = new String[values.length];
  }

  void clear() {
    Arrays.fill(values, null);
  }

  /** Keeps the value of a member that is one of the fields. */
  void add(String name, JsonToken value, String text) {
    int place = fields.names().indexOf(name);
    values[place] = value;
    texts[place] = text;
  }

  /** Returns the joined texts; {@code null} if there is an error, with which it rejects. */
  @Nullable String joined(ReadingsBuilder readings) {
    StringJoiner joined = new StringJoiner(separator);
    for (int i = 0; i < values.length; i++) {
      JsonToken value = values[i];
      String lack = lack(value, texts[i]);
      if (lack != null || !isFit(value)) {
        String required = decimals ? "text or a number" : "text or an integer";
        readings.reject(
            lack == null ? unfit : missing,
            Excerpt.plain(fields.names().get(i))
                + (lack == null
                    ? " is " + JsonMembers.kindOf(value) + "; " + required + " is required"
                    : lack));
        return null;
      }
      String error = check.errorOf(i, texts[i]);
      if (error != null) {
        readings.reject(unfit, error);
        return null;
      }
      joined.add(texts[i]);
    }
    return joined.toString();
  }

  private static @Nullable String lack(@Nullable JsonToken value, String text) {
    if (value == null) {
      return " is missing";
    }
    if (value == JsonToken.VALUE_NULL) {
      return " is null";
    }
    return value == JsonToken.VALUE_STRING && text.isBlank() ? " is empty" : null;
  }

  private boolean isFit(JsonToken value) {
    return value == JsonToken.VALUE_STRING
        || value == JsonToken.VALUE_NUMBER_INT
        || (decimals && value == JsonToken.VALUE_NUMBER_FLOAT);
  }
}
