package dev.isotherm.parse.dialect;

import java.util.List;

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
}
