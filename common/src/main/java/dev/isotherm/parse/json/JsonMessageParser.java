package dev.isotherm.parse.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.fast.FastJsonParser;
import dev.isotherm.parse.fast.FastPathParser;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.ParseException;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Rejected;
import dev.isotherm.parse.message.ReadingsBuilder;
import dev.isotherm.parse.time.TimestampParser;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  private final JsonDocument document;
  private final JsonMembers members;
  private final JsonDocument.Reader reader;
  private final ParseOptions options;
  private final TimestampParser timestamps;
  private final AsciiBytes ascii = new AsciiBytes();

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
    this.document = new JsonDocument(options.maxMessageBytes());
    this.options = options;
    this.timestamps = new TimestampParser(options.instants());
    this.reader =
        (first, parser) -> first == JsonToken.START_OBJECT ? members.read(parser) : noObject(first);
  }

  @Override
  public void fixSensor(String name) {
    super.fixSensor(name);
    members.fixSensor(name);
  }

  @Override
  public void fixInstant(long epochMillis) {
    super.fixInstant(epochMillis);
    members.fixInstant(epochMillis);
  }

  @Override
  public boolean hasReadLocalTimes() {
    return super.hasReadLocalTimes() || members.hasReadLocalTimes();
  }

  /** Makes the next messages elements of an array, see {@link MessageElements}. */
  public void inheritFrom(MessageElements elements) {
    members.inherit(elements.inherited());
    if (options.sensor().isField()) {
      fastPath().fixSensor(sensorOf(elements.inherited()));
    }
    if (!options.isTimedByRecord()) {
      fastPath().fixInstant(instantOf(elements.inherited()));
    }
  }

  /** Returns the sensor for the fast path; {@code null} if the members tell none by themselves. */
  private @Nullable String sensorOf(List<InheritedMember> inherited) {
    for (InheritedMember member : inherited) {
      boolean isName =
          member.value() == JsonToken.VALUE_STRING || member.value() == JsonToken.VALUE_NUMBER_INT;
      if (isName && options.sensor().fields().contains(member.path())) {
        return Series.nameError(member.text()) == null ? member.text() : null;
      }
    }
    return null;
  }

  /** Returns the instant for the fast path; none if it is not certain. */
  private long instantOf(List<InheritedMember> inherited) {
    for (InheritedMember member : inherited) {
      boolean isInstant = member.value() == JsonToken.VALUE_STRING || member.value().isNumeric();
      if (isInstant && options.timestamp().contains(member.path())) {
        try {
          ascii.set(member.text());
          long millis = timestamps.parse(ascii.bytes(), 0, ascii.length());
          return timestamps.isRepeated() ? FastPathParser.NO_INSTANT : millis;
        } catch (ParseException e) {
          return FastPathParser.NO_INSTANT; // the complete parser rejects each element
        }
      }
    }
    return FastPathParser.NO_INSTANT;
  }

  @Override
  protected Parsed read(byte[] bytes, int offset, int length) {
    return document.read(bytes, offset, length, reader);
  }

  private static Rejected noObject(JsonToken value) {
    return new Rejected(
        RejectionReason.NOT_AN_OBJECT,
        "the message is "
            + JsonMembers.kindOf(value)
            + "; one flat object is required"
            + (value == JsonToken.START_ARRAY ? " (--elements . reads each of its elements)" : ""));
  }
}
