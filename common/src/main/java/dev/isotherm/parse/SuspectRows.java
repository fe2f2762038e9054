package dev.isotherm.parse;

import dev.isotherm.parse.csv.CsvHeader;
import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.dialect.FileFormat;
import dev.isotherm.parse.dialect.QuotedCells;
import dev.isotherm.parse.dialect.RefusedFileException;
import dev.isotherm.parse.dialect.Remedy;
import dev.isotherm.parse.mapping.FieldList;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Finds rows that show that a table must not be read as it is. They are all rejected by its parser,
 * so only rejected rows are looked at.
 */
final class SuspectRows {

  private final List<String> timestampFields;
  private final byte[] timestampBytes;

  /** A row that names the columns of the timestamp and another one is a header. */
  private final int fewestKnown;

  SuspectRows(FieldList timestamp) {
    this.timestampFields = timestamp.names();
    this.timestampBytes = timestampFields.get(0).getBytes(StandardCharsets.UTF_8);
    this.fewestKnown = timestampFields.size() + 1;
  }

  /**
   * Checks a row that was rejected.
   *
   * @throws RefusedFileException if it does not close its quotes, and the file must, or if it is a
   *     header that differs from the first one, so that the rows below it mean something else
   */
  void check(LineBlock block, int offset, int length) {
    FileDialect dialect = block.dialect();
    if (dialect.format() != FileFormat.CSV) {
      return;
    }
    if (dialect.refusesOpenQuotes()
        && QuotedCells.endsInQuotes(block.bytes(), offset, length, dialect.delimiter())) {
      throw new RefusedFileException(
          block.source(),
          block.position() + offset,
          "has a cell that begins with a quotation mark which its line does not close:"
              + " --quoted-newlines allow reads line ends in quotes, ignore takes each line for a"
              + " row",
          new Remedy("quoted-newlines", "allow"));
    }
    if (dialect.header() && isOtherHeader(block, offset, length)) {
      throw new RefusedFileException(
          block.source(),
          block.position() + offset,
          "has a second header, with other columns than the first: put the tables into files of"
              + " their own");
    }
  }

  private boolean isOtherHeader(LineBlock block, int offset, int length) {
    if (!contains(block.bytes(), offset, length)) {
      return false;
    }
    byte[] row = new byte[length];
    System.arraycopy(block.bytes(), offset, row, 0, length);
    char delimiter = block.dialect().delimiter();
    try {
      List<String> names = CsvHeader.parse(row, delimiter).columns();
      List<String> header = CsvHeader.parse(block.header(), delimiter).columns();
      boolean both = names.containsAll(timestampFields) && header.containsAll(timestampFields);
      long known = names.stream().filter(name -> !name.isBlank() && header.contains(name)).count();
      return both && known >= fewestKnown && !names.equals(header);
    } catch (IllegalArgumentException noHeader) {
      return false;
    }
  }

  private boolean contains(byte[] bytes, int offset, int length) {
    for (int i = offset; i <= offset + length - timestampBytes.length; i++) {
      int matching = 0;
      while (matching < timestampBytes.length && bytes[i + matching] == timestampBytes[matching]) {
        matching++;
      }
      if (matching == timestampBytes.length) {
        return true;
      }
    }
    return false;
  }
}
