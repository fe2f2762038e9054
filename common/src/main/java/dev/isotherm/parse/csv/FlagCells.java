package dev.isotherm.parse.csv;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.mapping.FieldRole;
import dev.isotherm.parse.mapping.FlagReader;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.ReadingsBuilder;
import dev.isotherm.parse.number.DecimalNumber;
import java.util.List;

/** Reads the cells whose texts have words that are flags. An empty cell is a missing value. */
final class FlagCells {

  private final CsvHeader header;
  private final List<String> columns;
  private final ReadingsBuilder readings;
  private final FlagReader flags;

  FlagCells(
      CsvHeader header, ParseOptions options, DecimalNumber number, ReadingsBuilder readings) {
    this.header = header;
    this.columns =
        header.columns().stream()
            .filter(name -> !name.isBlank() && options.roleOf(name) == FieldRole.FLAGS)
            .toList();
    this.readings = readings;
    this.flags = new FlagReader(options, number, readings);
  }

  /** Returns the columns that have flags. */
  List<String> columns() {
    return columns;
  }

  /** Reads the cells of a row. */
  void read(List<String> row, boolean isWellFormed) {
    for (String column : columns) {
      read(column, row.get(header.columns().indexOf(column)), isWellFormed);
    }
  }

  /** Reads the value of a metric that another cell names; no column may have that name. */
  void readNamed(String name, String cell, boolean isWellFormed) {
    if (columns.contains(name)) {
      readings.reject(
          RejectionReason.DUPLICATE_FIELD, Excerpt.plain(name) + " is there more than once");
    }
    read(name, cell, isWellFormed);
  }

  private void read(String field, String cell, boolean isWellFormed) {
    if (cell.isEmpty()) {
      flags.missing(field, cell);
    } else if (!isWellFormed && cell.indexOf(CsvRowParser.INVALID) >= 0) {
      flags.noText(field, cell);
    } else {
      flags.value(field, cell);
    }
  }

  /** Takes a number, unless its metric has the name of a flag. */
  void measure(String column, String metric, String cell, double value) {
    flags.measure(column, metric, cell, value);
  }
}
