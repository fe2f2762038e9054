package dev.isotherm.parse.message;

import java.util.Locale;
import java.util.Set;

/** Words that programs write for a value that is missing. */
public final class AbsentWords {

  private static final Set<String> WORDS =
      Set.of(
          "na",
          "n/a",
          "#n/a",
          "null",
          "none",
          "nil",
          "nan",
          "-",
          "--",
          "---",
          "?",
          "missing",
          "m",
          "unknown",
          "unavailable",
          "not available",
          "offline",
          "no data",
          "nodata",
          "no_data",
          "undefined",
          "void",
          ".");

  private AbsentWords() {}

  /** Returns whether a text is such a word, in upper or lower case. */
  public static boolean contains(String text) {
    return WORDS.contains(text.toLowerCase(Locale.ROOT));
  }
}
