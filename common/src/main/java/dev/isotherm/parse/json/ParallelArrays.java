package dev.isotherm.parse.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An object whose members are arrays of the same length, such as {@code {"time": [1, 2], "t": [20,
 * 21]}}: the values with one index are a message. Reused from object to object.
 */
final class ParallelArrays {

  private final List<Column> columns = new ArrayList<>();
  private boolean parallel;
  private byte[] bytes = new byte[0];

  /** An array: its name as it is written, and where its values are. */
  private static final class Column {
    private final String name;
    private final int nameFrom;
    private final int nameTo;
    private int[] bounds = new int[16];
    private int count;

    Column(String name, int nameFrom, int nameTo) {
      this.name = name;
      this.nameFrom = nameFrom;
      this.nameTo = nameTo;
    }

    void add(int from, int to) {
      if (2 * count == bounds.length) {
        bounds = Arrays.copyOf(bounds, 2 * bounds.length);
      }
      bounds[2 * count] = from;
      bounds[2 * count + 1] = to;
      count++;
    }
  }

  /**
   * Reads an object to its end.
   *
   * @param message contains it
   * @param base index of the first byte that the parser has read
   * @param parser is at the begin of the object
   */
  void read(byte[] message, int base, JsonParser parser) throws IOException {
    bytes = message;
    columns.clear();
    parallel = true;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      int nameFrom = base + (int) parser.currentTokenLocation().getByteOffset();
      String name = parser.currentName();
      parser.finishToken();
      JsonToken value = parser.nextToken();
      int valueFrom = base + (int) parser.currentTokenLocation().getByteOffset();
      if (parallel && value == JsonToken.START_ARRAY) {
        Column column = new Column(name, nameFrom, valueFrom);
        columns.add(column);
        values(column, base, parser);
      } else {
        parallel = false;
        parser.skipChildren();
      }
    }
    parallel &=
        columns.size() > 1
            && columns.get(0).count > 0
            && columns.stream().allMatch(column -> column.count == columns.get(0).count);
  }

  private void values(Column column, int base, JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      parallel &= parser.currentToken().isScalarValue();
      int from = base + (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      parser.finishToken();
      column.add(from, base + (int) parser.currentLocation().getByteOffset());
    }
  }

  /** Returns whether all members are arrays of plain values, of the same length. */
  boolean areParallel() {
    return parallel;
  }

  /** Returns whether an array has this name. */
  boolean has(String name) {
    return columns.stream().anyMatch(column -> column.name.equals(name));
  }

  /** Returns the number of values of each array. */
  int count() {
    return columns.get(0).count;
  }

  /** Writes the values with an index as an object. */
  void writeRow(int index, ByteArrayOutputStream out) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      out.write(i == 0 ? '{' : ',');
      out.write(bytes, column.nameFrom, column.nameTo - column.nameFrom);
      int from = column.bounds[2 * index];
      out.write(bytes, from, column.bounds[2 * index + 1] - from);
    }
    out.write('}');
  }

  /** Writes the arrays with the values of some indices only. */
  void writeArrays(List<Integer> indices, ByteArrayOutputStream out) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      out.write(i == 0 ? '{' : ',');
      out.write(bytes, column.nameFrom, column.nameTo - column.nameFrom);
      for (int j = 0; j < indices.size(); j++) {
        out.write(j == 0 ? '[' : ',');
        int from = column.bounds[2 * indices.get(j)];
        out.write(bytes, from, column.bounds[2 * indices.get(j) + 1] - from);
      }
      out.write(']');
    }
    out.write('}');
  }
}
