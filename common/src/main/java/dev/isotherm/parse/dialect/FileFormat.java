package dev.isotherm.parse.dialect;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The format of the lines of a file. */
public enum FileFormat {
  /** One JSON object per line. */
  JSON,
  /** A table with a header. */
  CSV,
  /** One number per line. */
  TEXT;

  private static final Set<String> PACKED = Set.of("gz", "zst", "zip");

  /**
   * Returns the format of a file by the extension of its name, in upper or lower case, after {@code
   * .gz}, {@code .zst} or {@code .zip} has been removed; {@code null} if the extension does not
   * tell.
   */
  static @Nullable FileFormat byEnding(String fileName) {
    return switch (extension(uncompressed(fileName))) {
      case "json", "jsonl", "ndjson" -> JSON;
      case "csv", "tsv" -> CSV;
      default -> null;
    };
  }

  /** Returns the delimiter of a table by its name: a tab for {@code .tsv}, else a comma. */
  static char delimiterOf(String fileName) {
    return extension(uncompressed(fileName)).equals("tsv") ? '\t' : ',';
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /** Removes {@code .gz}, {@code .zst} or {@code .zip} from the end of a name. */
  public static String uncompressed(String fileName) {
    boolean packed = PACKED.contains(extension(fileName));
    return packed ? fileName.substring(0, fileName.lastIndexOf('.')) : fileName;
  }
}
