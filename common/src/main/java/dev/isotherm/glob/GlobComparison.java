package dev.isotherm.glob;

/** Compares the sets of names that two globs match. */
public final class GlobComparison {

  private GlobComparison() {}

  /** Whether some name matches both. */
  public static boolean overlap(Glob one, Glob other) {
    if (beginOrEndDiffers(one.pattern(), other.pattern())) {
      return false; // without allocation: a table may have millions of pairs
    }
    int[] a = one.pattern().codePoints().toArray();
    int[] b = other.pattern().codePoints().toArray();
    boolean[] below = new boolean[b.length + 1];
    for (int i = a.length; i >= 0; i--) {
      // row[j]: whether some text matches a from i on, and b from j on.
      boolean[] row = new boolean[b.length + 1];
      for (int j = b.length; j >= 0; j--) {
        row[j] = overlapFrom(a, i, b, j, row, below);
      }
      below = row;
    }
    return below[0];
  }

  /** Whether they differ before the first wildcard of either, or behind the last of either. */
  private static boolean beginOrEndDiffers(String one, String other) {
    int length = Math.min(one.length(), other.length());
    int i = 0;
    while (i < length && isLiteral(one.charAt(i)) && isLiteral(other.charAt(i))) {
      if (one.charAt(i) != other.charAt(i)) {
        return true;
      }
      i++;
    }
    for (i = 1; i <= length; i++) {
      char last = one.charAt(one.length() - i);
      char otherLast = other.charAt(other.length() - i);
      if (!isLiteral(last) || !isLiteral(otherLast)) {
        return false;
      }
      if (last != otherLast) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLiteral(char c) {
    return c != '*' && c != '?';
  }

  private static boolean overlapFrom(
      int[] a, int i, int[] b, int j, boolean[] row, boolean[] below) {
    boolean aEnds = i == a.length;
    boolean bEnds = j == b.length;
    if (aEnds && bEnds) {
      return true;
    }
    if (!aEnds && a[i] == '*') {
      return below[j] || (!bEnds && row[j + 1]);
    }
    if (!bEnds && b[j] == '*') {
      return row[j + 1] || (!aEnds && below[j]);
    }
    return !aEnds && !bEnds && (a[i] == b[j] || a[i] == '?' || b[j] == '?') && below[j + 1];
  }

  /**
   * Whether every name that matches the narrow one matches the wide one, too. May be {@code false}
   * in error where wildcards stand beside each other, such as {@code *?} within {@code ?*}.
   */
  public static boolean isWithin(Glob narrow, Glob wide) {
    if (beginOrEndDiffers(narrow.pattern(), wide.pattern())) {
      return false;
    }
    int[] a = narrow.pattern().codePoints().toArray();
    int[] b = wide.pattern().codePoints().toArray();
    boolean[] below = new boolean[b.length + 1];
    for (int i = a.length; i >= 0; i--) {
      // row[j]: whether the wide one, from j on, matches all that the narrow one does, from i on.
      boolean[] row = new boolean[b.length + 1];
      for (int j = b.length; j >= 0; j--) {
        row[j] = withinFrom(a, i, b, j, row, below);
      }
      below = row;
    }
    return below[0];
  }

  private static boolean withinFrom(
      int[] a, int i, int[] b, int j, boolean[] row, boolean[] below) {
    boolean aEnds = i == a.length;
    if (j == b.length) {
      return aEnds;
    }
    if (b[j] == '*') {
      return row[j + 1] || (!aEnds && below[j]);
    }
    return !aEnds && a[i] != '*' && (b[j] == '?' || (a[i] == b[j] && a[i] != '?')) && below[j + 1];
  }
}
