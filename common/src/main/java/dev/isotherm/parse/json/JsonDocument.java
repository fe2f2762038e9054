package dev.isotherm.parse.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Rejected;
import dev.isotherm.parse.message.Utf8;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages that are one JSON value in UTF-8. Everything else is rejected with a sentence. NaN
 * and Infinity are not JSON, but Python writes them, so they are numbers here.
 */
final class JsonDocument {

  private static final int MAX_DEPTH = 16;
  private static final int MAX_SYNTAX_DETAIL = 160;
  private static final String AVRO =
      "; if it is Avro of a schema registry, --value-format avro reads it";

  private final JsonFactory factory;

  /** Reads a value. */
  @FunctionalInterface
  interface Reader {
    /**
     * Reads a value whose first token has been read. What it does not read is skipped.
     *
     * @return {@code null} if it has no result of its own
     */
    @Nullable Parsed read(JsonToken first, JsonParser parser) throws IOException;
  }

  /**
   * Sets up the reader of a task.
   *
   * @param maxBytes size limit of a message
   */
  JsonDocument(int maxBytes) {
    // Names from outside must not fill the string table of the JVM, and hash collisions, which
    // depend on a random seed, must not decide whether a message is rejected.
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(maxBytes)
                    .maxStringLength(maxBytes)
                    .maxNumberLength(maxBytes)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();
  }

  /**
   * Reads a message that is not blank and has no byte order mark.
   *
   * @return the result of the reader, if the whole message is one value
   */
  @Nullable Parsed read(byte[] bytes, int offset, int length, Reader reader) {
    // Jackson guesses UTF-16 and UTF-32 from zero bytes, and lets overlong UTF-8 pass.
    if (startsWithZeros(bytes, offset, length) || !Utf8.isValid(bytes, offset, length)) {
      return new Rejected(
          RejectionReason.NOT_JSON,
          "the message is not UTF-8 text" + (isLikeAvro(bytes, offset, length) ? AVRO : ""));
    }
    // Jackson would skip a second mark, and might find nothing behind it.
    if (MessageParser.byteOrderMarkLength(bytes, offset, length) > 0) {
      return new Rejected(RejectionReason.NOT_JSON, "the message has two byte order marks");
    }
    try (JsonParser parser = factory.createParser(bytes, offset, length)) {
      Parsed parsed = reader.read(parser.nextToken(), parser);
      parser.skipChildren();
      return parser.nextToken() == null
          ? parsed
          : new Rejected(RejectionReason.NOT_JSON, "the message holds more than one JSON value");
    } catch (IOException e) {
      return new Rejected(RejectionReason.NOT_JSON, sentenceOf(e));
    } catch (RuntimeException e) {
      // An error of Jackson itself on some garbage must not restart the job for ever.
      return new Rejected(RejectionReason.NOT_JSON, unexpected(e));
    }
  }

  private static boolean startsWithZeros(byte[] bytes, int offset, int length) {
    for (int i = 0; i < Math.min(4, length); i++) {
      if (bytes[offset + i] == 0) {
        return true;
      }
    }
    return false;
  }

  /** Messages in Avro begin with a byte 0 and the id of a schema, which is a small number. */
  private static boolean isLikeAvro(byte[] bytes, int offset, int length) {
    return length > 5 && bytes[offset] == 0 && bytes[offset + 1] == 0 && bytes[offset + 2] == 0;
  }

  private static String sentenceOf(IOException e) {
    if (e instanceof StreamConstraintsException) {
      return "the message is nested more than " + MAX_DEPTH + " levels deep";
    }
    if (e instanceof JsonEOFException) {
      return "the message ends before its JSON does";
    }
    if (e instanceof JsonProcessingException syntax) {
      return Excerpt.plain(syntax.getOriginalMessage(), MAX_SYNTAX_DETAIL)
          + " at byte "
          + syntax.getLocation().getByteOffset();
    }
    return unexpected(e);
  }

  private static String unexpected(Exception e) {
    return "the message cannot be read: " + Excerpt.plain(e.toString(), MAX_SYNTAX_DETAIL);
  }
}
