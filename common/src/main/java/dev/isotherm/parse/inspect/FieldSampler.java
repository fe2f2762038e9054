package dev.isotherm.parse.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.csv.CsvCells;
import dev.isotherm.parse.csv.CsvHeader;
import dev.isotherm.parse.message.ParseException;
import dev.isotherm.parse.number.DecimalNumber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the fields of messages, in the order in which they first occur. */
public final class FieldSampler {

  /** The one field of text files. */
  static final String TEXT_FIELD = "value";

  /** Of messages with more fields, the first ones are looked at. */
  private static final int MOST_FIELDS = 2_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          // Its table of names would be copied for each message that has a new one.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final Map<String, FieldProfile> fields = new LinkedHashMap<>();
  private final Set<String> arrays = new LinkedHashSet<>();
  private int messages;
  private int unread;
  private boolean nested;
  private boolean text;

  /**
   * Takes the messages of a block of a file.
   *
   * @param parsers know the columns of its table
   * @throws IllegalArgumentException if a table has no valid header; the message says why
   */
  public void add(LineBlock block, FileParsers parsers) {
    DecimalNumber number = new DecimalNumber(block.dialect().numbers());
    switch (block.dialect().format()) {
      case CSV -> addTable(block, parsers.headerOf(block), number);
      case JSON -> block.forEachLine(start -> -1, (from, length) -> addJson(block, from, length));
      case TEXT -> {
        text = true;
        block.forEachLine(
            start -> -1,
            (from, length) -> {
              messages++;
              field(TEXT_FIELD).add(text(block, from, length), false, number);
            });
      }
    }
  }

  /** Takes a message that is JSON. */
  public void addJson(byte[] message) {
    addJson(message, 0, message.length);
  }

  private static String text(LineBlock block, int from, int length) {
    return new String(block.bytes(), from, length, StandardCharsets.UTF_8);
  }

  private void addTable(LineBlock block, CsvHeader header, DecimalNumber number) {
    CsvCells cells = new CsvCells(header.delimiter());
    block.forEachLine(
        start -> -1,
        (from, length) -> {
          messages++;
          try {
            addRow(header.columns(), cells.split(block.bytes(), from, length), number);
          } catch (ParseException noRow) {
            unread++;
          }
        });
  }

  private void addRow(List<String> columns, List<String> row, DecimalNumber number) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).isBlank()) {
        continue;
      }
      if (i < row.size()) {
        field(columns.get(i)).add(row.get(i), false, number);
      } else {
        field(columns.get(i)).addAbsent();
      }
    }
  }

  private void addJson(LineBlock block, int from, int length) {
    addJson(block.bytes(), from, length);
  }

  private void addJson(byte[] bytes, int from, int length) {
    messages++;
    try (JsonParser parser = JSON.createParser(bytes, from, length)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        addObject("", parser, new DecimalNumber());
      } else {
        unread++;
      }
    } catch (IOException noJson) {
      unread++;
    }
  }

  /** Recursive: the JSON parser refuses what is nested too deeply. */
  private void addObject(String path, JsonParser parser, DecimalNumber number) throws IOException {
    String member;
    while ((member = parser.nextFieldName()) != null) {
      String name = path + member;
      switch (parser.nextToken()) {
        case START_OBJECT -> {
          nested = true;
          addObject(name + '.', parser, number);
        }
        case START_ARRAY -> {
          arrays.add(name);
          parser.skipChildren();
        }
        case VALUE_NULL -> field(name).addAbsent();
        case VALUE_STRING -> field(name).add(parser.getText(), true, number);
        default -> field(name).add(parser.getText(), false, number);
      }
    }
  }

  private FieldProfile field(String name) {
    FieldProfile known = fields.get(name);
    if (known != null) {
      return known;
    }
    FieldProfile profile = new FieldProfile(name);
    if (fields.size() < MOST_FIELDS) {
      fields.put(name, profile);
    }
    return profile;
  }

  /** Returns what the fields look like. */
  public Collection<FieldProfile> fields() {
    return new ArrayList<>(fields.values());
  }

  /** Returns the names of the fields. */
  public List<String> names() {
    return List.copyOf(fields.keySet());
  }

  /** Returns the paths of arrays, whose elements are not looked at. */
  Collection<String> arrays() {
    return arrays;
  }

  /** Returns whether objects are inside of messages. */
  boolean isNested() {
    return nested;
  }

  /** Returns whether the messages are lines with one number each. */
  boolean isText() {
    return text;
  }

  /** Returns the number of messages. */
  public int messages() {
    return messages;
  }

  /** Returns the number of messages that have no fields. */
  public int unread() {
    return unread;
  }
}
