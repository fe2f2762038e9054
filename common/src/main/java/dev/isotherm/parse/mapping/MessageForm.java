package dev.isotherm.parse.mapping;

import dev.isotherm.model.Series;
import dev.isotherm.parse.message.Excerpt;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes of a message are.
 *
 * @param maxBytes size limit of a message, at least 1
 * @param elements path of an array, each of whose elements is a message; {@link #WHOLE} for the
 *     whole message, {@code null} if there is none. Of JSON only
 * @param schemaRegistry URL of the registry of schemas, for Kafka records in Avro; {@code null} for
 *     records in JSON; files have no such thing
 */
public record MessageForm(int maxBytes, @Nullable String elements, @Nullable String schemaRegistry)
    implements Serializable {

  /** The path of an array that is the whole message. */
  public static final String WHOLE = ".";

  /** JSON of at most 64 KiB. */
  static final MessageForm DEFAULT = new MessageForm(64 * 1024, null, null);

  public MessageForm {
    if (maxBytes < 1) {
      throw new IllegalArgumentException(
          "largest message " + maxBytes + " bytes: must be at least 1");
    }
    String error = elements == null ? null : Series.nameError(elements);
    if (error != null) {
      throw new IllegalArgumentException("elements " + Excerpt.quoted(elements) + ": " + error);
    }
    if (elements != null && schemaRegistry != null) {
      throw new IllegalArgumentException(
          "elements " + elements + ": not with messages in Avro, whose bytes cannot be divided");
    }
  }

  MessageForm withMaxBytes(int other) {
    return new MessageForm(other, elements, schemaRegistry);
  }

  MessageForm withElements(@Nullable String path) {
    return new MessageForm(maxBytes, path, schemaRegistry);
  }

  MessageForm withSchemaRegistry(@Nullable String url) {
    return new MessageForm(maxBytes, elements, url);
  }
}
