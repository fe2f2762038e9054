package dev.isotherm.parse.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.csv.CsvCells;
import dev.isotherm.parse.csv.CsvHeader;
import dev.isotherm.parse.mapping.MessageForm;
import dev.isotherm.parse.message.ParseException;
import dev.isotherm.parse.number.DecimalNumber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the fields of messages, in the order in which they first occur. */
public final class FieldSampler {

  /** The one field of text files. */
  static final String TEXT_FIELD = "value";

  /** Of messages with more fields, the first ones are looked at. */
  private static final int MOST_FIELDS = 2_000;

  /** In so many messages, series are looked for. */
  private static final int FEW = 3;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          // Its table of names would be copied for each message that has a new one.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final @Nullable String elements;
  private final DecimalNumber number = new DecimalNumber();
  private final FieldsBeside beside = new FieldsBeside();
  private final Map<String, FieldProfile> fields = new LinkedHashMap<>();
  private final SampledArrays arrays = new SampledArrays();
  private final SeriesShapes series = new SeriesShapes();
  private String json = "";
  private int messages;
  private int unread;
  private boolean nested;
  private boolean text;

  /**
   * Begins a sample.
   *
   * @param elements path of the array whose elements are messages, see {@link MessageForm}; {@code
   *     null} if there is none
   */
  public FieldSampler(@Nullable String elements) {
    this.elements = elements;
  }

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
      case JSON ->
          block.forEachLine(start -> -1, (from, length) -> addJson(block.bytes(), from, length));
      case TEXT -> {
        text = true;
        block.forEachLine(
            start -> -1,
            (from, length) -> {
              messages++;
              String line = new String(block.bytes(), from, length, StandardCharsets.UTF_8);
              field(TEXT_FIELD).add(line, false, number);
            });
      }
    }
  }

  public void addJson(byte[] message) {
    addJson(message, 0, message.length);
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
      if (columns.get(i).isBlank() || !isTaken(columns.get(i))) {
        continue;
      }
      if (i < row.size()) {
        field(columns.get(i)).add(row.get(i), false, number);
      } else {
        field(columns.get(i)).addAbsent();
      }
    }
  }

  private void addJson(byte[] bytes, int from, int length) {
    int before = messages;
    if (before < FEW) {
      series.add(bytes, from, length);
    }
    json = elements == null ? "" : new String(bytes, from, length, StandardCharsets.UTF_8);
    try (JsonParser parser = JSON.createParser(bytes, from, length)) {
      JsonToken first = parser.nextToken();
      if (elements == null || elements.equals(MessageForm.WHOLE)) {
        addMessages(first, parser);
      } else if (first == JsonToken.START_OBJECT) {
        beside.clear();
        addDivided("", parser);
        beside.addTo(messages - before, fields.keySet(), one -> field(one.name()), number);
      } else {
        addMessage(first, parser);
      }
    } catch (IOException noJson) {
      messages = Math.max(messages, before + 1);
      unread++;
    }
  }

  /** Takes a message, or each element of an array if elements are messages. */
  private void addMessages(JsonToken value, JsonParser parser) throws IOException {
    if (value == JsonToken.START_ARRAY && elements != null) {
      JsonToken element;
      while ((element = parser.nextToken()) != JsonToken.END_ARRAY) {
        addMessage(element, parser);
      }
    } else if (value != JsonToken.START_OBJECT || elements == null || !addRows(parser)) {
      addMessage(value, parser);
    }
  }

  private void addMessage(JsonToken value, JsonParser parser) throws IOException {
    messages++;
    if (value == JsonToken.START_OBJECT) {
      addObject("", parser);
      return;
    }
    unread++;
    if (value == JsonToken.START_ARRAY) {
      addArray(MessageForm.WHOLE, parser);
    }
  }

  /** Takes an object of parallel arrays as rows; returns {@code false} if it is no such object. */
  private boolean addRows(JsonParser parser) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset(); // it reads characters
    ParallelColumns columns = ParallelColumns.of(json.substring(start));
    if (!columns.areParallel()) {
      return false;
    }
    messages += columns.count();
    columns.forEach((name, value) -> field(name).add(value.text(), value.isText(), number));
    parser.skipChildren();
    return true;
  }

  /** Takes the elements of the array in a message, and keeps what is beside it. */
  private void addDivided(String path, JsonParser parser) throws IOException {
    String member;
    while ((member = parser.nextFieldName()) != null) {
      String name = path + member;
      JsonToken value = parser.nextToken();
      if (name.equals(elements)) {
        addMessages(value, parser);
      } else if (value == JsonToken.START_OBJECT) {
        addDivided(name + '.', parser);
      } else if (value == JsonToken.START_ARRAY) {
        arrays.add(name);
        parser.skipChildren();
      } else {
        String text = value == JsonToken.VALUE_NULL ? "" : parser.getText();
        beside.add(name, text, value == JsonToken.VALUE_STRING);
      }
    }
  }

  /** Recursive: the JSON parser refuses what is nested too deeply. */
  private void addObject(String path, JsonParser parser) throws IOException {
    String member;
    while ((member = parser.nextFieldName()) != null) {
      String name = path + member;
      JsonToken value = parser.nextToken();
      if (value.isScalarValue() && !isTaken(name)) {
        continue;
      }
      switch (value) {
        case START_OBJECT -> {
          nested = true;
          addObject(name + '.', parser);
        }
        case START_ARRAY -> {
          arrays.add(name);
          addArray(name, parser);
        }
        case VALUE_NULL -> field(name).addAbsent();
        case VALUE_STRING -> field(name).add(parser.getText(), true, number);
        default -> field(name).add(parser.getText(), false, number);
      }
    }
  }

  private void addArray(String name, JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == JsonToken.START_OBJECT) {
      arrays.ofObjects(name);
    }
    int count = 0;
    boolean plain = true;
    while (parser.currentToken() != JsonToken.END_ARRAY) {
      plain &= parser.currentToken().isScalarValue();
      count++;
      parser.skipChildren();
      parser.nextToken();
    }
    if (plain) {
      arrays.ofValues(name, count);
    }
  }

  /** Whether a field is known, or one of the first. */
  private boolean isTaken(String name) {
    return fields.size() < MOST_FIELDS || fields.containsKey(name);
  }

  private FieldProfile field(String name) {
    return isTaken(name) ? fields.computeIfAbsent(name, FieldProfile::new) : new FieldProfile(name);
  }

  /** Returns what the fields look like. */
  public Collection<FieldProfile> fields() {
    return new ArrayList<>(fields.values());
  }

  public List<String> names() {
    return List.copyOf(fields.keySet());
  }

  SampledArrays arrays() {
    return arrays;
  }

  SeriesShapes series() {
    return series;
  }

  /** Returns whether a field is beside the array whose elements are messages. */
  boolean isBeside(String name) {
    return beside.has(name);
  }

  boolean isNested() {
    return nested;
  }

  /** Whether the messages are lines with one number each. */
  boolean isText() {
    return text;
  }

  /** The number of messages. */
  public int messages() {
    return messages;
  }

  /** The number of messages that have no fields. */
  public int unread() {
    return unread;
  }
}
