package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.model.MessageHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes bytes of messages as members of JSON objects: as text, or as Base64 if they are none. */
final class JsonBytes {

  private JsonBytes() {}

  /** Writes the headers of a message as a list; nothing if there are none. */
  static void writeHeaders(JsonGenerator json, MessageHeader[] headers) throws IOException {
    if (headers.length == 0) {
      return;
    }
    json.writeArrayFieldStart("headers");
    for (MessageHeader header : headers) {
      json.writeStartObject();
      json.writeStringField("name", header.name());
      write(json, "value", header.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /**
   * Writes bytes as a member.
   *
   * @param field the member of UTF-8 text; other bytes are in the member {@code field_base64}
   * @param bytes {@code null} writes nothing
   */
  static void write(JsonGenerator json, String field, byte @Nullable [] bytes) throws IOException {
    if (bytes == null) {
      return;
    }
    try {
      CharSequence text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      json.writeStringField(field, text.toString());
    } catch (CharacterCodingException notText) {
      json.writeBinaryField(field + "_base64", bytes);
    }
  }
}
