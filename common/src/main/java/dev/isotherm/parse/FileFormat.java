package dev.isotherm.parse;

import java.util.Locale;

/** How the lines of a file are to be read. */
public enum FileFormat {
  /** One JSON object per line. */
  JSON,
  /** A table with a header. */
  CSV,
  /** One number per line. */
  TEXT;

  /**
   * Tells the format from the ending of a file's name, after {@code .gz} or {@code .zst}, in upper
   * or lower case; text where no other is known.
   */
  public static FileFormat of(String fileName) {
    return switch (ending(fileName)) {
      case "json", "jsonl", "ndjson" -> JSON;
      case "csv", "tsv" -> CSV;
      default -> TEXT;
    };
  }

  /** What separates the cells of a table of this name: a tab for {@code .tsv}, else a comma. */
  public static char delimiterOf(String fileName) {
    return ending(fileName).equals("tsv") ? '\t' : ',';
  }

  private static String ending(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    String unpacked =
        name.endsWith(".gz") || name.endsWith(".zst")
            ? name.substring(0, name.lastIndexOf('.'))
            : name;
    int dot = unpacked.lastIndexOf('.');
    return dot < 0 ? "" : unpacked.substring(dot + 1);
  }
}
