package dev.isotherm.parse.dialect;

import java.util.List;
import java.util.stream.Collectors;

/** A list of names as text: separated by commas, each with or without double quotes. */
public final class QuotedList {

  private QuotedList() {}

  /**
   * Splits a list.
   *
   * @throws IllegalArgumentException if a quote is not closed
   */
  public static List<String> split(String text) {
    if (HeadCells.hasOpenQuote(text)) {
      throw new IllegalArgumentException("has a quotation mark too few or too many");
    }
    return HeadCells.split(text, ',');
  }

  /** Returns a list as text: a name with a comma or a quote stands in quotes. */
  public static String join(List<String> names) {
    return names.stream().map(QuotedList::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(String name) {
    boolean plain = name.indexOf(',') < 0 && name.indexOf('"') < 0;
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
