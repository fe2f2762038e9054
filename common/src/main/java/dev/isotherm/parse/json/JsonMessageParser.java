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
import dev.isotherm.parse.fast.FastJsonParser;
import dev.isotherm.parse.fast.FastPathParser;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Rejected;
import dev.isotherm.parse.message.ReadingsBuilder;
import dev.isotherm.parse.message.Utf8;
import java.io.IOException;

/**
 * Parses messages that are one JSON object, with members in any order: the timestamp, the sensor,
 * and the metrics, which are all numbers outside of objects, or those that the options select, also
 * by their paths inside of objects. A metric that is no finite number is left out; the others of
 * the message count.
 *
 * <p>A message without a number is rejected. If several things are wrong, the reason is the first
 * of {@code TOO_LARGE}, {@code EMPTY}, {@code NOT_JSON}, {@code NOT_AN_OBJECT}, and then in the
 * order of {@link ReadingsBuilder}. NaN and Infinity are not JSON, but Python writes them; they
 * give {@code NOT_FINITE}.
 */
public final class JsonMessageParser extends MessageParser {

  private static final int MAX_DEPTH = 16;
  private static final int MAX_SYNTAX_DETAIL = 160;
  private static final String AVRO =
      "; if it is Avro of a schema registry, --value-format avro reads it";

  private final JsonFactory factory;
  private final JsonMembers members;

  /** Makes a parser for one task. */
  public JsonMessageParser(ParseOptions options) {
    this(
        options,
        options.sensor().isColumn() || options.joinsFields()
            ? FastPathParser.NONE
            : new FastJsonParser(options));
  }

  /** Makes a parser with another fast path. */
  public JsonMessageParser(ParseOptions options, FastPathParser fastPath) {
    super(options.maxMessageBytes(), fastPath);
    this.members = new JsonMembers(options);
    int max = options.maxMessageBytes();
    // Names from outside must not fill the string table of the JVM, and hash collisions, which
    // depend on a random seed, must not decide whether a message is rejected.
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(max)
                    .maxStringLength(max)
                    .maxNumberLength(max)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();
  }

  @Override
  public void fixSensor(String name) {
    super.fixSensor(name);
    members.fixSensor(name);
  }

  @Override
  protected Parsed read(byte[] bytes, int offset, int length) {
    // Jackson guesses UTF-16 and UTF-32 from zero bytes, and lets overlong UTF-8 pass.
    if (startsWithZeros(bytes, offset, length) || !Utf8.isValid(bytes, offset, length)) {
      return new Rejected(
          RejectionReason.NOT_JSON,
          "the message is not UTF-8 text" + (isLikeAvro(bytes, offset, length) ? AVRO : ""));
    }
    // Jackson would skip a second mark, and might find nothing behind it.
    if (byteOrderMarkLength(bytes, offset, length) > 0) {
      return new Rejected(RejectionReason.NOT_JSON, "the message has two byte order marks");
    }
    try (JsonParser parser = factory.createParser(bytes, offset, length)) {
      JsonToken first = parser.nextToken();
      Parsed parsed = first == JsonToken.START_OBJECT ? members.read(parser) : noObject(first);
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

  private static Rejected noObject(JsonToken value) {
    return new Rejected(
        RejectionReason.NOT_AN_OBJECT,
        "the message is " + JsonMembers.kindOf(value) + "; one flat object is required");
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
