package dev.isotherm.parse.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The values of an object whose members are arrays of the same length. */
final class ParallelColumns {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final Map<String, List<Value>> columns = new LinkedHashMap<>();
  private boolean parallel = true;

  /** A value; an empty text if it is null. */
  record Value(String text, boolean isText) {}

  /** Reads the object that a text begins with. */
  static ParallelColumns of(String json) throws IOException {
    ParallelColumns columns = new ParallelColumns();
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      columns.read(parser);
    }
    return columns;
  }

  /** Reads an object, until something in it is no such array. */
  private void read(JsonParser parser) throws IOException {
    String name;
    while (parallel && (name = parser.nextFieldName()) != null) {
      parallel = parser.nextToken() == JsonToken.START_ARRAY;
      if (parallel) {
        columns.put(name, values(parser));
      }
    }
  }

  private List<Value> values(JsonParser parser) throws IOException {
    List<Value> values = new ArrayList<>();
    JsonToken value;
    while (parallel && (value = parser.nextToken()) != JsonToken.END_ARRAY) {
      parallel = value != null && value.isScalarValue();
      if (parallel) {
        String text = value == JsonToken.VALUE_NULL ? "" : parser.getText();
        values.add(new Value(text, value == JsonToken.VALUE_STRING));
      }
    }
    return values;
  }

  /** Returns whether all members are arrays of plain values, of the same length. */
  boolean areParallel() {
    return parallel
        && columns.size() > 1
        && count() > 0
        && columns.values().stream().allMatch(values -> values.size() == count());
  }

  /** Returns the number of values of each array. */
  int count() {
    return columns.values().iterator().next().size();
  }

  /** Passes the values, column by column. */
  void forEach(BiConsumer<String, Value> consumer) {
    columns.forEach((name, values) -> values.forEach(value -> consumer.accept(name, value)));
  }
}
