package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.RawMessage;
import dev.isotherm.model.text.InstantText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of an archive of messages: {@code archive, topic, partition, offset, timestamp, key,
 * headers, value}. {@code archive} is the version of the form, and comes first. {@code timestamp}
 * is that of the Kafka record. Bytes that are not UTF-8 are in {@code key_base64} and {@code
 * value_base64}. What a record does not have is no member.
 */
public final class ArchiveLine {

  /** The version of the form. */
  static final int VERSION = 1;

  private static final byte[] BEGIN = "{\"archive\":".getBytes(StandardCharsets.US_ASCII);

  private ArchiveLine() {}

  /** Writes a message, without the line end. */
  public static byte[] of(RawMessage message) {
    return JsonLinesWriter.object(json -> write(json, message));
  }

  private static void write(JsonGenerator json, RawMessage message) throws IOException {
    json.writeNumberField("archive", VERSION);
    json.writeStringField("topic", message.topic());
    json.writeNumberField("partition", message.partition());
    json.writeNumberField("offset", message.offset());
    if (message.recordMillis() != RawMessage.UNTIMED) {
      json.writeStringField("timestamp", JsonLinesWriter.instant(message.recordMillis()));
    }
    JsonBytes.write(json, "key", message.key());
    JsonBytes.writeHeaders(json, message.headers());
    JsonBytes.write(json, "value", message.value());
  }

  /**
   * Whether a file is an archive, by its first bytes.
   *
   * @param bytes the beginning of its content, unpacked
   */
  public static boolean begins(byte[] bytes) {
    if (bytes.length < BEGIN.length) {
      return false;
    }
    for (int i = 0; i < BEGIN.length; i++) {
      if (bytes[i] != BEGIN[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a line. Members may come in any order, and unknown members are ignored.
   *
   * @throws IllegalArgumentException with a sentence that names the member, if the line is not
   *     valid, or of a later version
   */
  public static RawMessage read(byte[] bytes, int offset, int length) {
    try (JsonParser json = JsonLinesWriter.FACTORY.createParser(bytes, offset, length)) {
      Members members = new Members();
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("the line is not a JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        members.read(json);
      }
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("the line goes on after its JSON object");
      }
      return members.message();
    } catch (IOException notJson) {
      throw new IllegalArgumentException("the line is not JSON", notJson);
    } catch (DateTimeException | ArithmeticException notAnInstant) {
      throw new IllegalArgumentException(
          "timestamp: must be an instant such as 2025-07-01T12:00:00Z", notAnInstant);
    }
  }

  /** The members of a line. */
  private static final class Members {
    private static final MessageHeader[] NO_HEADERS = {};

    private long version = -1;
    private @Nullable String topic;
    private int partition = -1;
    private long offset = -1;
    private long recordMillis = RawMessage.UNTIMED;
    private byte @Nullable [] key;
    private byte @Nullable [] value;
    private MessageHeader[] headers = NO_HEADERS;

    void read(JsonParser json) throws IOException {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "archive" -> version = json.getLongValue();
        case "topic" -> topic = json.getText();
        case "partition" -> partition = json.getIntValue();
        case "offset" -> offset = json.getLongValue();
        case "timestamp" -> recordMillis = InstantText.millis(json.getText());
        case "key" -> key = utf8(json);
        case "key_base64" -> key = json.getBinaryValue();
        case "value" -> value = utf8(json);
        case "value_base64" -> value = json.getBinaryValue();
        case "headers" -> headers = headers(json);
        default -> json.skipChildren();
      }
    }

    private static byte[] utf8(JsonParser json) throws IOException {
      return json.getText().getBytes(StandardCharsets.UTF_8);
    }

    private static MessageHeader[] headers(JsonParser json) throws IOException {
      List<MessageHeader> headers = new ArrayList<>();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        String name = null;
        byte[] bytes = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String member = json.currentName();
          json.nextToken();
          switch (member) {
            case "name" -> name = json.getText();
            case "value" -> bytes = utf8(json);
            case "value_base64" -> bytes = json.getBinaryValue();
            default -> json.skipChildren();
          }
        }
        if (name == null) {
          throw new IllegalArgumentException("headers: name is missing");
        }
        headers.add(new MessageHeader(name, bytes));
      }
      return headers.toArray(MessageHeader[]::new);
    }

    RawMessage message() {
      if (version != VERSION) {
        throw new IllegalArgumentException(
            version < 0
                ? "archive: is missing"
                : "archive " + version + ": is of a later version; this one reads " + VERSION);
      }
      if (topic == null || partition < 0 || offset < 0) {
        throw new IllegalArgumentException("topic, partition or offset: is missing");
      }
      return new RawMessage(topic, partition, offset, recordMillis, key, value, headers);
    }
  }
}
