package dev.isotherm.parse.csv;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.mapping.FieldList;
import dev.isotherm.parse.mapping.JoinCheck;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.ReadingsBuilder;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cells of one column or of several, and joins their texts in the order of the fields.
 */
final class JoinedCells {

  private final CsvHeader header;
  private final FieldList fields;
  private final int[] columns;
  private final String separator;
  private final RejectionReason unfit;
  private final JoinCheck check;

  /**
   * Joins the cells of fields.
   *
   * @param unfit why a row is rejected that lacks one of them, or has one that must not be joined
   * @param check of each of several cells
   */
  JoinedCells(
      CsvHeader header,
      FieldList fields,
      String separator,
      RejectionReason unfit,
      JoinCheck check) {
    this.header = header;
    this.fields = fields;
    this.columns = fields.names().stream().mapToInt(header.columns()::indexOf).toArray();
    this.separator = separator;
    this.unfit = unfit;
    this.check = check;
  }

  /** Returns the index of the column of each field; negative for one that is not in the header. */
  int[] columns() {
    return columns;
  }

  /** Returns the joined texts; {@code null} if there is an error, with which it rejects. */
  @Nullable String joined(List<String> row, ReadingsBuilder readings) {
    StringJoiner joined = new StringJoiner(separator);
    for (int i = 0; i < columns.length; i++) {
      String cell = cell(row, i, readings);
      if (cell == null) {
        return null;
      }
      if (columns.length == 1) {
        return cell;
      }
      String error = check.errorOf(i, cell);
      if (error != null) {
        readings.reject(unfit, error);
        return null;
      }
      joined.add(cell);
    }
    return joined.toString();
  }

  private @Nullable String cell(List<String> row, int place, ReadingsBuilder readings) {
    String field = Excerpt.plain(fields.names().get(place));
    if (columns[place] < 0) {
      String names = Excerpt.plain(String.join(", ", header.columns()));
      readings.reject(unfit, "there is no column " + field + "; there are " + names);
      return null;
    }
    String cell = row.get(columns[place]);
    if (cell.isEmpty()) {
      readings.reject(unfit, field + " is empty");
      return null;
    }
    return cell;
  }
}
