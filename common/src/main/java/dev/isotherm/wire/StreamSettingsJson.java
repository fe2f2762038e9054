package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The settings of a stream as an object {@code settings} of JSON. */
final class StreamSettingsJson {

  private StreamSettingsJson() {}

  /** Settings that came with a later version are left out if they are not given. */
  static void write(JsonGenerator json, StreamSettings settings) throws IOException {
    json.writeObjectFieldStart("settings");
    json.writeStringField("window", settings.window());
    json.writeStringField("slide", settings.slide());
    json.writeStringField("session_gap", settings.sessionGap());
    json.writeStringField("zone", settings.parsing().zone().getId());
    json.writeStringField("max_clock_skew", settings.maxClockSkew());
    ParsingSettings.write(json, settings.parsing());
    json.writeStringField("reorder", settings.reorder());
    json.writeStringField("rules", settings.rules());
    json.writeStringField("allowed_lateness", settings.allowedLateness());
    writeIfGiven(json, "duplicates", settings.duplicates());
    writeIfGiven(json, "sensors", settings.sensors());
    writeIfGiven(json, "baseline", settings.baseline());
    writeIfGiven(json, "percentiles", settings.percentiles());
    writeIfGiven(json, "group_by", settings.groupBy());
    writeIfGiven(json, "implausible", settings.implausible());
    InstantSettings.write(json, settings.parsing().instants());
    json.writeEndObject();
  }

  private static void writeIfGiven(JsonGenerator json, String name, @Nullable String text)
      throws IOException {
    if (text != null) {
      json.writeStringField(name, text);
    }
  }

  static StreamSettings read(JsonFieldsReader fields) {
    return new StreamSettings(
        fields.textOrNull("window"),
        fields.textOrNull("slide"),
        fields.textOrNull("session_gap"),
        ParsingSettings.read(fields),
        fields.text("max_clock_skew"),
        fields.textOrNull("reorder"),
        fields.text("rules"),
        fields.textOrNull("allowed_lateness"),
        fields.textOrNull("duplicates"),
        fields.textOrNull("sensors"),
        fields.textOrNull("baseline"),
        fields.textOrNull("percentiles"),
        fields.textOrNull("group_by"),
        fields.textOrNull("implausible"));
  }
}
