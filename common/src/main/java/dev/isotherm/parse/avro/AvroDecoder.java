package dev.isotherm.parse.avro;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.json.JsonOutput;
import dev.isotherm.parse.json.TooMuchJsonException;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages in Avro into JSON, for the parser of JSON. Messages are in the wire format of
 * schema registries: a byte 0, the id of the schema in 4 bytes, the binary encoding.
 *
 * <p>So all that holds for members of JSON holds for fields of Avro: paths, absent values, what is
 * left out, reasons. There is no second reader that could differ from the first. The detour costs
 * less than the objects of Avro's own reader would: numbers and texts are copied once, and the fast
 * path reads the result.
 *
 * <p>Whatever the bytes are, memory is bounded and nothing is thrown. Not thread-safe.
 */
public final class AvroDecoder {

  private static final int HEADER_BYTES = 5;

  /** Names of fields are in JSON and not in Avro, so it is longer. */
  private static final int JSON_BYTES_PER_BYTE = 16;

  private static final int MOST_SCHEMAS = 1_000;
  private static final int MOST_CHARACTERS = 200;

  private final AvroSchemas schemas;
  private final int maxMessageBytes;
  private final AvroInput in = new AvroInput();
  private final JsonOutput out;
  private final Map<Integer, Schema> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Schema> eldest) {
          return size() > MOST_SCHEMAS;
        }
      };
  private int latestId;
  private @Nullable Schema latest;

  /** A schema that can be read, or why it cannot. */
  private record Schema(@Nullable AvroType type, @Nullable String error) {}

  /**
   * Creates the decoder of a task.
   *
   * @param maxMessageBytes size limit of a message, at least 1
   */
  public AvroDecoder(AvroSchemas schemas, int maxMessageBytes) {
    this.schemas = schemas;
    this.maxMessageBytes = maxMessageBytes;
    this.out = new JsonOutput(maxJsonBytes(maxMessageBytes));
  }

  private static int maxJsonBytes(int maxMessageBytes) {
    return (int) Math.min(1 << 30, (long) maxMessageBytes * JSON_BYTES_PER_BYTE);
  }

  /**
   * Returns the options of the parser of the JSON.
   *
   * @param options the options of the messages
   */
  public static ParseOptions jsonOptions(ParseOptions options) {
    return options
        .withInstants(options.instants().alsoIso())
        .withMaxMessageBytes(maxJsonBytes(options.maxMessageBytes()));
  }

  /**
   * Decodes a message.
   *
   * @return {@code null} if it could be decoded, so that {@link #bytes()} has it as JSON
   * @throws RuntimeException if its schema cannot be found at present, see {@link AvroSchemas}
   */
  public @Nullable Rejected decode(byte[] message) {
    if (message.length > maxMessageBytes) {
      return MessageParser.tooLarge(message.length, maxMessageBytes);
    }
    if (message.length == 0) {
      return MessageParser.noBytes();
    }
    if (message.length < HEADER_BYTES || message[0] != 0) {
      return new Rejected(
          RejectionReason.NOT_AVRO,
          "the message does not begin with a byte 0 and the id of a schema"
              + (message[0] == '{' ? "; if it is JSON, leave out --value-format avro" : ""));
    }
    int id = id(message);
    Schema schema = schema(id);
    if (schema.type() == null) {
      return new Rejected(RejectionReason.NOT_AVRO, "schema " + id + " " + schema.error());
    }
    out.clear();
    in.reset(message, HEADER_BYTES, message.length);
    try {
      schema.type().write(in, out, 0);
      return in.remaining() == 0
          ? null
          : notOf(id, "has bytes behind its last value: " + in.remaining());
    } catch (MalformedAvroException e) {
      return notOf(id, e.getMessage());
    } catch (TooMuchJsonException e) {
      return new Rejected(
          RejectionReason.TOO_LARGE,
          "the message has more than " + maxJsonBytes(maxMessageBytes) + " bytes as JSON");
    }
  }

  private static int id(byte[] message) {
    return (message[1] & 0xFF) << 24
        | (message[2] & 0xFF) << 16
        | (message[3] & 0xFF) << 8
        | (message[4] & 0xFF);
  }

  private static Rejected notOf(int id, String error) {
    return new Rejected(
        RejectionReason.NOT_AVRO, "the message is not of its schema " + id + ": it " + error);
  }

  private Schema schema(int id) {
    if (latest == null || latestId != id) {
      Schema schema = known.get(id);
      if (schema == null) {
        AvroSchemas.Found found = schemas.find(id);
        if (found instanceof AvroSchemas.Unusable unusable) {
          return new Schema(null, unusable.sentence());
        }
        schema = compiled((AvroSchemas.Known) found);
        known.put(id, schema);
      }
      latest = schema;
      latestId = id;
    }
    return latest;
  }

  private static Schema compiled(AvroSchemas.Known found) {
    try {
      return new Schema(AvroTypes.compile(found.texts()), null);
    } catch (RuntimeException noSchema) {
      String why = Excerpt.plain(String.valueOf(noSchema.getMessage()), MOST_CHARACTERS);
      return new Schema(null, "cannot be read: " + why);
    }
  }

  /** The message as JSON; valid until the next one is decoded. */
  public byte[] bytes() {
    return out.bytes();
  }

  /** How many of {@link #bytes()} the message has. */
  public int length() {
    return out.length();
  }
}
