package dev.isotherm.parse;

import java.util.Locale;

/** The format of the lines of a file. */
public enum FileFormat {
  /** One JSON object per line. */
  JSON,
  /** A table with a header. */
  CSV,
  /** One number per line. */
  TEXT;

  /**
   * Returns the format of a file by the extension of its name, in upper or lower case, after {@code
   * .gz} or {@code .zst} has been removed; TEXT if the extension is unknown.
   */
  public static FileFormat of(String fileName) {
    return switch (extension(fileName)) {
      case "json", "jsonl", "ndjson" -> JSON;
      case "csv", "tsv" -> CSV;
      default -> TEXT;
    };
  }

  /** Returns the delimiter of a table by its name: a tab for {@code .tsv}, else a comma. */
  public static char delimiterOf(String fileName) {
    return extension(fileName).equals("tsv") ? '\t' : ',';
  }

  private static String extension(String fileName) {
    String name = uncompressed(fileName);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /** Removes {@code .gz} or {@code .zst} from the end of a name. */
  static String uncompressed(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    boolean compressed = name.endsWith(".gz") || name.endsWith(".zst");
    return compressed ? fileName.substring(0, fileName.lastIndexOf('.')) : fileName;
  }
}
