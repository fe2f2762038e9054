package dev.isotherm.parse.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.parse.message.ReadingsBuilder;
import java.io.IOException;

/**
 * Finds the numbers inside of an object or an array, which are left out: by their paths, such as
 * {@code data.temperature} and {@code gateways[].rssi}. Of a message, only the first ones.
 */
final class NestedNumbers {

  private static final int MAX_PER_MEMBER = 64;

  private final ReadingsBuilder readings;
  private int found;

  NestedNumbers(ReadingsBuilder readings) {
    this.readings = readings;
  }

  /** Reads to the end of the object or array that the parser is at the beginning of. */
  void leaveOut(String name, JsonParser parser) throws IOException {
    found = 0;
    children(name, parser);
  }

  /** Recursive: the parser refuses messages that are nested deeply. */
  private void children(String path, JsonParser parser) throws IOException {
    boolean isArray = parser.currentToken() == JsonToken.START_ARRAY;
    JsonToken token;
    while ((token = parser.nextToken()) != null && !token.isStructEnd()) {
      String child = path + "[]";
      if (!isArray) {
        child = path + "." + parser.currentName();
        token = parser.nextToken();
      }
      if (token.isStructStart()) {
        children(child, parser);
      } else if (token.isNumeric() && found++ < MAX_PER_MEMBER) {
        readings.leaveOut(child, LeftOutReason.NESTED, parser.getText());
      }
    }
  }
}
