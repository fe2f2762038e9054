package dev.isotherm.sensors.file;

import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.sensors.SensorRow;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTableBuilder;
import dev.isotherm.yaml.YamlErrors;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a sensor table in CSV: a line that names the columns, then one line for each row. */
final class CsvReader {

  private final YamlErrors errors;
  private final TextLines lines;
  private final RowFields fields;
  private final SensorTableBuilder table = new SensorTableBuilder();

  /** The fields of the columns; {@code null} for a column that is not known, or has no name. */
  private final List<@Nullable Field> columns = new ArrayList<>();

  private final List<Boolean> hasName = new ArrayList<>();

  private final List<String> cells = new ArrayList<>();

  private CsvReader(InputStream in, YamlErrors errors) {
    this.errors = errors;
    lines = new TextLines(in, errors);
    fields = new RowFields(errors);
  }

  static SensorTable read(String name, InputStream in) throws IOException {
    YamlErrors errors = new YamlErrors(name);
    CsvReader reader = new CsvReader(in, errors);
    if (reader.readHeader()) {
      reader.readRows();
    }
    errors.throwIfAny();
    return reader.table.build();
  }

  /** Returns whether there are rows to be read. */
  private boolean readHeader() throws IOException {
    String header = lines.next();
    while (header != null && header.isBlank()) {
      header = lines.next();
    }
    if (header == null) {
      errors.add(0, "is empty; its first line must name the columns, such as sensor,unit");
      return false;
    }
    if (!split(header)) {
      return false;
    }
    Set<String> names = new HashSet<>();
    for (String name : cells) {
      Field field = Field.of(name);
      columns.add(field);
      hasName.add(!name.isEmpty());
      String error = field == null ? unknown(name) : field.nameError();
      if (!name.isEmpty() && !names.add(name)) {
        error = "is there more than once";
      }
      if (error != null) {
        errors.add(lines.number(), "column " + Excerpt.plain(name) + ": " + error);
      }
    }
    if (!names.contains(Field.SENSOR)) {
      errors.add(lines.number(), "column " + Field.SENSOR + ": is required");
    }
    return names.contains(Field.SENSOR);
  }

  private static @Nullable String unknown(String name) {
    if (name.isEmpty()) {
      return null; // its cells must be empty
    }
    if (name.indexOf(';') >= 0 || name.indexOf('\t') >= 0) {
      return "is not known; commas must stand between the names";
    }
    return "is not known; " + Field.suggestion(name);
  }

  private void readRows() throws IOException {
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (!line.isBlank() && split(line) && !cells.stream().allMatch(String::isEmpty)) {
        readRow();
      }
    }
  }

  private boolean split(String line) {
    cells.clear();
    String error = CsvCells.split(line, cells);
    if (error != null) {
      errors.add(lines.number(), Excerpt.quoted(line) + " " + error);
    }
    return error == null;
  }

  private void readRow() {
    fields.begin(lines.number());
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isEmpty()) {
        readCell(i, cells.get(i));
      }
    }
    if (cells.size() < columns.size()) {
      errors.add(
          lines.number(),
          "the row has " + cells.size() + " cells; the header has " + columns.size());
    }
    SensorRow row = fields.row();
    if (row != null) {
      table.add(row, sentence -> errors.add(row.line(), sentence));
    }
  }

  private void readCell(int column, String cell) {
    Field field = column < columns.size() ? columns.get(column) : null;
    if (field != null) {
      fields.set(field, cell, lines.number());
    } else if (column >= columns.size() || !hasName.get(column)) {
      errors.add(
          lines.number(),
          "cell "
              + (column + 1)
              + " "
              + Excerpt.quoted(cell)
              + ": the header names no column for it");
    }
  }
}
