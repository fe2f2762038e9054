package dev.isotherm.parse.dialect;

import java.util.List;

/**
 * How a file is read, and what was inferred for it.
 *
 * @param notes one sentence for each thing that neither an option nor the name of the file says
 */
public record Inferred(FileDialect dialect, List<Note> notes) {

  public Inferred {
    notes = List.copyOf(notes);
  }

  /** Of notes of one kind, a run prints one. */
  public enum Kind {
    FORMAT,
    ENCODING,
    DELIMITER,
    UNITS,
    ROW_NAMES,
    DECIMAL_COMMA,
    THOUSANDS
  }

  /**
   * Something that was inferred.
   *
   * @param sentence names the option that fixes it; the file is its subject
   */
  public record Note(Kind kind, String sentence) {}
}
