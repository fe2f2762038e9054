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

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], row[j]));
      }
    }
    return row[b.length()];
  }
}
