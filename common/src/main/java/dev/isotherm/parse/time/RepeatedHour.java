package dev.isotherm.parse.time;

import java.util.Locale;

/** Which instant a local time is that clocks show twice, in the hour when they go back. */
public enum RepeatedHour {
  /** The first of the two. */
  EARLIER,
  /** The second of the two. */
  LATER,
  /**
   * The one that follows the lines before, in a file that is in order: the second 02:00 is the
   * later one. Parsers of single messages take the earlier one.
   */
  ORDER,
  /** Neither: the timestamp is rejected. */
  REFUSE;

  /**
   * Reads a word of the command line.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static RepeatedHour of(String word) {
    for (RepeatedHour one : values()) {
      if (one.word().equals(word)) {
        return one;
      }
    }
    throw new IllegalArgumentException("must be earlier, later, order or refuse");
  }

  /** The word of the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
