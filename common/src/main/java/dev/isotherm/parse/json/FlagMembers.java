package dev.isotherm.parse.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.isotherm.parse.mapping.FlagReader;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.ReadingsBuilder;
import dev.isotherm.parse.number.DecimalNumber;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads members whose texts, or arrays of texts, have words that are flags. */
final class FlagMembers {

  private final FlagReader flags;

  FlagMembers(ParseOptions options, DecimalNumber number, ReadingsBuilder readings) {
    this.flags = new FlagReader(options, number, readings);
  }

  /** Takes a number, unless its metric has the name of a flag. */
  void measure(String member, String metric, String text, double value) {
    flags.measure(member, metric, text, value);
  }

  /** Reads the value that the parser is at; of an array, to its end. */
  void read(String name, JsonParser parser, JsonToken value) throws IOException {
    if (value == JsonToken.START_ARRAY) {
      array(name, parser);
    } else {
      read(name, value, value.isScalarValue() ? parser.getText() : "");
    }
  }

  /**
   * Reads a value that is no array.
   *
   * @param text the value; empty for an object or array
   */
  void read(String name, JsonToken value, String text) {
    switch (value) {
      case VALUE_NULL -> flags.missing(name, text);
      case VALUE_STRING -> flags.text(name, text);
      case START_OBJECT, START_ARRAY -> flags.noText(name, JsonMembers.kindOf(value));
      default -> flags.value(name, text);
    }
  }

  private void array(String name, JsonParser parser) throws IOException {
    List<String> texts = new ArrayList<>();
    boolean areTexts = true;
    JsonToken element;
    while ((element = parser.nextToken()) != null && element != JsonToken.END_ARRAY) {
      areTexts &= element == JsonToken.VALUE_STRING || isText(name, element, parser);
      if (areTexts) {
        texts.add(parser.getText());
      }
      parser.skipChildren();
    }
    if (areTexts) {
      flags.texts(name, texts);
    } else {
      flags.noText(name, "an array of more than texts");
    }
  }

  private boolean isText(String name, JsonToken element, JsonParser parser) throws IOException {
    return element != JsonToken.VALUE_NULL
        && element.isScalarValue()
        && flags.accepts(name, parser.getText());
  }
}
