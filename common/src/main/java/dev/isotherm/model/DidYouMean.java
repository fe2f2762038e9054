package dev.isotherm.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Suggests the names that a mistyped name may stand for. */
public final class DidYouMean {
  private static final int MAX_NAMES = 3;

  private DidYouMean() {}

  /**
   * Returns at most three of the known names, the nearest first. Upper and lower case count as the
   * same letter.
   */
  public static List<String> of(String mistyped, Collection<String> known) {
    String typed = lowerCase(mistyped);
    int bound = Math.max(1, typed.length() / 3);
    return known.stream()
        .filter(name -> distance(typed, lowerCase(name)) <= bound || isStart(typed, name))
        .sorted(Comparator.comparingInt(name -> distance(typed, lowerCase(name))))
        .limit(MAX_NAMES)
        .toList();
  }

  private static boolean isStart(String typed, String name) {
    return typed.length() >= 4 && lowerCase(name).startsWith(typed);
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * The edit distance of Levenshtein, where two neighbours that are exchanged are one edit (optimal
   * string alignment).
   */
  private static int distance(String a, String b) {
    int[][] rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      rows[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      rows[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replaced = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        rows[i][j] = Math.min(replaced, 1 + Math.min(rows[i][j - 1], rows[i - 1][j]));
        if (areExchanged(a, i, b, j)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[a.length()][b.length()];
  }

  private static boolean areExchanged(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
