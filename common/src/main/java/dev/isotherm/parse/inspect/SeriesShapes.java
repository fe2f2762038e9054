package dev.isotherm.parse.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shapes of JSON that are series and no messages: pairs of an instant and a value, as Prometheus
 * and Graphite write them, and an array for each metric, as ThingsBoard does. They are not read; a
 * command makes messages of them.
 */
final class SeriesShapes {

  private static final JsonFactory JSON = new JsonFactory();

  /** Numbers of this magnitude at least are instants. */
  private static final double SMALLEST_EPOCH = 600_000_000;

  /** The messages of a file, which may be elements of an array. */
  private static final String ROOT = "(if type == \"array\" then .[] else . end)";

  /** What is said of base values, which hold for the records behind them. */
  static final String SENML =
      "holds base values of SenML, which are not resolved: jq -c 'reduce .[] as $r ({bn: \"\", bt:"
          + " 0}; .bn = ($r.bn // .bn) | .bt = ($r.bt // .bt) | .out += [($r | del(.bn, .bt)) + {n:"
          + " (.bn + ($r.n // \"\")), t: (.bt + ($r.t // 0))}]) | .out[]' resolves them";

  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_]\\w*");

  /** Paths of the arrays of pairs, in the words of jq. */
  private final Set<String> pairs = new LinkedHashSet<>();

  /** Paths of the objects with several arrays of objects; empty for the message itself. */
  private final Set<String> packs = new LinkedHashSet<>();

  private boolean valueFirst;

  /** Whether the value that was read last is an object, or an array that begins with one. */
  private boolean lastWasObject;

  /** Looks at a message; never throws, whatever the bytes are. */
  void add(byte[] message, int from, int length) {
    try (JsonParser parser = JSON.createParser(message, from, length)) {
      value(parser.nextToken(), "", parser);
    } catch (IOException noJson) {
      // what was found before counts
    }
  }

  /** Recursive: the parser refuses what is nested too deeply. */
  private void value(@Nullable JsonToken value, String path, JsonParser parser) throws IOException {
    if (value == JsonToken.START_OBJECT) {
      object(path, parser);
    } else if (value == JsonToken.START_ARRAY) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        pair(path, parser);
      } else {
        value(first, path + "[]", parser);
      }
      skipRest(parser, first);
    }
  }

  private static void skipRest(JsonParser parser, @Nullable JsonToken first) throws IOException {
    JsonToken token = first;
    while (token != null && token != JsonToken.END_ARRAY) {
      token = parser.nextToken();
      parser.skipChildren();
    }
  }

  private void object(String path, JsonParser parser) throws IOException {
    int arrays = 0;
    int others = 0;
    String name;
    while ((name = parser.nextFieldName()) != null) {
      JsonToken value = parser.nextToken();
      int before = pairs.size();
      boolean isArray = value == JsonToken.START_ARRAY;
      String quoted = PLAIN_NAME.matcher(name).matches() ? name : '"' + name + '"';
      lastWasObject = false;
      value(value, path + '.' + quoted, parser);
      boolean ofObjects = isArray && lastWasObject && pairs.size() == before;
      arrays += ofObjects ? 1 : 0;
      others += ofObjects ? 0 : 1;
    }
    if (arrays > 1 && others == 0) {
      packs.add(path);
    }
    lastWasObject = true;
  }

  private void pair(String path, JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    boolean plain = first != null && first.isScalarValue();
    double number = first != null && first.isNumeric() ? parser.getDoubleValue() : 0;
    JsonToken second = plain ? parser.nextToken() : null;
    boolean isPair = second != null && second.isScalarValue();
    double other = isPair && second.isNumeric() ? parser.getDoubleValue() : 0;
    if (isPair && parser.nextToken() == JsonToken.END_ARRAY) {
      pairs.add(path);
      valueFirst = number < SMALLEST_EPOCH && other >= SMALLEST_EPOCH;
    }
    parser.skipChildren();
    skipRest(parser, parser.currentToken());
  }

  /**
   * Returns what the messages are, and the command that makes messages of them, as a sentence;
   * {@code null} if they are no series.
   */
  @Nullable String sentence() {
    List<String> found = pairs.isEmpty() ? List.copyOf(packs) : List.copyOf(pairs);
    if (found.size() != 1) {
      return null;
    }
    String path = found.get(0);
    return pairs.isEmpty()
        ? "holds an array for each metric, which is not read: jq -c '"
            + (path.isEmpty() ? "" : path + " | ")
            + "to_entries[] | .key as $k | .value[] | . + {metric: $k}' makes a message of each"
            + " element"
        : "holds pairs of an instant and a value, which are not read: jq -c '"
            + ofPairs(path)
            + "' makes a message of each pair";
  }

  private String ofPairs(String path) {
    String pair = valueFirst ? "{timestamp: .[1], value: .[0]}" : "{timestamp: .[0], value: .[1]}";
    int object = path.lastIndexOf('.');
    if (object < 0) {
      return path.isEmpty() ? ".[] | " + pair : "." + path + "[] | " + pair;
    }
    String outer = object <= 0 ? ROOT : path.substring(0, object);
    String from = outer.startsWith("[") ? "." + outer : outer;
    String member = path.substring(object);
    return from + " as $o | $o" + member + "[] | " + pair + " + ($o | del(" + member + "))";
  }
}
