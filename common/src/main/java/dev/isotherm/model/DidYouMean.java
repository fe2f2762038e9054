package dev.isotherm.model;

import java.util.Comparator;
import java.util.List;

/** Suggests the names that a mistyped name may stand for. */
public final class DidYouMean {
  private static final int MAX_NAMES = 3;

  private DidYouMean() {}

  /** Returns at most three of the known names, the nearest first. */
  public static List<String> of(String mistyped, List<String> known) {
    int bound = Math.max(1, mistyped.length() / 3);
    return known.stream()
        .filter(name -> distance(mistyped, name) <= bound || isStart(mistyped, name))
        .sorted(Comparator.comparingInt(name -> distance(mistyped, name)))
        .limit(MAX_NAMES)
        .toList();
  }

  private static boolean isStart(String mistyped, String name) {
    return mistyped.length() >= 4 && name.startsWith(mistyped);
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
