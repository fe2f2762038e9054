package dev.isotherm.parse.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.mapping.MessageForm;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Divides a message into the elements of an array in it, each of which is a message of its own.
 * Members beside the array that hold the instant, the sensor or the name of the metric are those of
 * all elements that have no such member. An object in place of the array is its one element; but if
 * its members are {@linkplain ParallelArrays parallel arrays}, and one of them holds the instant,
 * the values with one index are an element. Reused from message to message.
 */
public final class MessageElements {

  private final ParseOptions options;
  private final String path;
  private final JsonDocument document;
  private final SeenNames seen = new SeenNames();
  private final List<InheritedMember> inherited = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  private final ParallelArrays parallel = new ParallelArrays();
  private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
  private boolean areRows;

  private byte[] bytes = new byte[0];

  /** What contains the elements: the message, or the rows of its parallel arrays. */
  private byte[] elementBytes = new byte[0];

  private int messageFrom;
  private int messageTo;

  /** Bounds of the object in place of the array. */
  private int objectFrom;

  private int objectTo;

  /** Index of the first byte of each element, and the one behind its last. */
  private int[] bounds = new int[16];

  private int count;
  private boolean found;
  private @Nullable Rejected rejected;

  /** Divides messages at the array of these options. */
  public MessageElements(ParseOptions options) {
    this.options = options;
    this.path = Objects.requireNonNull(options.elements(), "elements");
    this.document = new JsonDocument(options.maxMessageBytes());
  }

  /**
   * Finds the elements of a message. Never throws, whatever the bytes are.
   *
   * @param message the array that contains the message; not changed, and kept until the next one
   * @return {@code null} if there is at least one
   */
  public @Nullable Rejected divide(byte[] message, int offset, int length) {
    Rejected unfit = MessageParser.unfit(message, offset, length, options.maxMessageBytes());
    if (unfit != null) {
      return unfit;
    }
    int mark = MessageParser.byteOrderMarkLength(message, offset, length);
    bytes = message;
    elementBytes = message;
    areRows = false;
    messageFrom = offset + mark;
    messageTo = offset + length;
    seen.clear();
    inherited.clear();
    leftOut.clear();
    count = 0;
    found = false;
    rejected = null;
    Rejected unread = (Rejected) document.read(message, messageFrom, length - mark, this::read);
    if (unread != null || rejected != null) {
      return unread == null ? rejected : unread;
    }
    if (!found) {
      return noArray("is missing");
    }
    return count == 0 ? new Rejected(RejectionReason.EMPTY, name() + " has no elements") : null;
  }

  private @Nullable Parsed read(JsonToken first, JsonParser parser) throws IOException {
    if (path.equals(MessageForm.WHOLE)) {
      array(first, parser);
    } else if (first == JsonToken.START_OBJECT) {
      members("", parser);
    } else {
      rejected =
          new Rejected(
              RejectionReason.NOT_AN_OBJECT,
              "the message is "
                  + JsonMembers.kindOf(first)
                  + "; an object with the array "
                  + Excerpt.plain(path)
                  + " is required (--elements)");
    }
    return null;
  }

  /** Recursive: the parser refuses messages that are nested deeply. */
  private void members(String object, JsonParser parser) throws IOException {
    String member;
    while ((member = parser.nextFieldName()) != null) {
      String name = object + member;
      JsonToken value = parser.nextToken();
      if (!seen.isNew(name)) {
        reject(RejectionReason.DUPLICATE_FIELD, name, "is there more than once");
      } else if (name.equals(path)) {
        array(value, parser);
      } else if (value == JsonToken.START_OBJECT
          && (path.startsWith(name + '.') || options.readsInside(name))) {
        members(name + '.', parser);
      } else {
        member(name, value, parser);
      }
      parser.skipChildren();
    }
  }

  private void member(String name, JsonToken value, JsonParser parser) throws IOException {
    String text = value.isScalarValue() ? parser.getText() : "";
    switch (options.roleOf(name)) {
      case TIMESTAMP, SENSOR, METRIC_NAME -> inherited.add(new InheritedMember(name, value, text));
      case METRIC, VALUE -> {
        if (value.isNumeric() || value.isStructStart()) {
          leftOut.add(LeftOut.one(name, LeftOutReason.BESIDE_ELEMENTS, text));
        }
      }
      case FLAGS -> {
        if (value != JsonToken.VALUE_NULL) {
          leftOut.add(LeftOut.one(name, LeftOutReason.BESIDE_ELEMENTS, text));
        }
      }
      case IGNORED -> {}
    }
  }

  private void array(JsonToken value, JsonParser parser) throws IOException {
    found = true;
    if (value == JsonToken.START_OBJECT) {
      objectOfArrays(parser);
    } else if (value == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        element(parser);
      }
    } else {
      rejected = noArray("is " + JsonMembers.kindOf(value));
    }
  }

  private void element(JsonParser parser) throws IOException {
    int from = messageFrom + (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    element(from, messageFrom + (int) parser.currentLocation().getByteOffset());
  }

  private void element(int from, int to) {
    if (2 * count == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * bounds.length);
    }
    bounds[2 * count] = from;
    bounds[2 * count + 1] = to;
    count++;
  }

  private void objectOfArrays(JsonParser parser) throws IOException {
    objectFrom = messageFrom + (int) parser.currentTokenLocation().getByteOffset();
    parallel.read(bytes, messageFrom, parser);
    objectTo = messageFrom + (int) parser.currentLocation().getByteOffset();
    areRows =
        parallel.areParallel()
            && !options.isTimedByRecord()
            && options.timestamp().names().stream().anyMatch(parallel::has);
    if (!areRows) {
      element(objectFrom, objectTo);
      return;
    }
    rows.reset();
    for (int i = 0; i < parallel.count(); i++) {
      int from = rows.size();
      parallel.writeRow(i, rows);
      element(from, rows.size());
    }
    elementBytes = rows.toByteArray();
  }

  private void reject(RejectionReason reason, String field, String error) {
    if (rejected == null) {
      rejected = new Rejected(reason, Excerpt.plain(field) + " " + error);
    }
  }

  private Rejected noArray(String what) {
    boolean isWhole = path.equals(MessageForm.WHOLE);
    return new Rejected(
        isWhole ? RejectionReason.NOT_AN_OBJECT : RejectionReason.NO_METRIC,
        name() + " " + what + "; an array is required (--elements)");
  }

  private String name() {
    return path.equals(MessageForm.WHOLE) ? "the message" : Excerpt.plain(path);
  }

  /** Returns the number of elements. */
  public int count() {
    return count;
  }

  /** Returns the array that contains the elements. */
  public byte[] bytes() {
    return elementBytes;
  }

  /** Returns the index of the first byte of an element in {@link #bytes()}. */
  public int from(int element) {
    return bounds[2 * element];
  }

  /** Returns the number of bytes of an element. */
  public int length(int element) {
    return bounds[2 * element + 1] - bounds[2 * element];
  }

  /** Returns the members that all elements take over. */
  List<InheritedMember> inherited() {
    return inherited;
  }

  /** Returns the numbers, objects and arrays beside the array. */
  public List<LeftOut> leftOut() {
    return leftOut;
  }

  /** Returns the message with some of its elements only. */
  public byte[] messageOf(List<Integer> elements) {
    ByteArrayOutputStream some = new ByteArrayOutputStream();
    if (areRows) {
      some.write(bytes, messageFrom, objectFrom - messageFrom);
      parallel.writeArrays(elements, some);
      some.write(bytes, objectTo, messageTo - objectTo);
      return some.toByteArray();
    }
    some.write(bytes, messageFrom, from(0) - messageFrom);
    for (int i = 0; i < elements.size(); i++) {
      if (i > 0) {
        some.write(',');
      }
      some.write(bytes, from(elements.get(i)), length(elements.get(i)));
    }
    int end = bounds[2 * count - 1];
    some.write(bytes, end, messageTo - end);
    return some.toByteArray();
  }
}
