package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.model.EnumText;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutReason;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What was left out of accepted messages, as the field {@code left_out} of a record. */
public final class LeftOutRecord {

  private static final String FIELD = "left_out";

  private LeftOutRecord() {}

  /** Writes the field, unless nothing was left out. */
  public static void write(JsonGenerator json, List<LeftOut> leftOut) throws IOException {
    if (leftOut.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(FIELD);
    for (LeftOut one : leftOut) {
      json.writeStartObject();
      json.writeStringField("field", one.field());
      json.writeStringField("reason", EnumText.lowerCase(one.reason()));
      json.writeNumberField("count", one.count());
      json.writeStringField("example", one.example());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static List<LeftOut> read(JsonFieldsReader fields) {
    return fields.objects(FIELD).stream()
        .map(
            one ->
                new LeftOut(
                    one.text("field"),
                    LeftOutReason.valueOf(one.text("reason").toUpperCase(Locale.ROOT)),
                    one.whole("count"),
                    one.text("example")))
        .toList();
  }
}
