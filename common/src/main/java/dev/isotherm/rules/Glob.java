package dev.isotherm.rules;

import dev.isotherm.model.Series;
import java.io.Serializable;
import java.util.Objects;

/**
 * Names of sensors: {@code *} stands for any characters, also none; {@code ?} for exactly one;
 * every other character for itself.
 *
 * @param pattern one that some sensor's name can match
 */
public record Glob(String pattern) implements Serializable {

  /** Every name. */
  public static final Glob ALL = new Glob("*");

  public Glob {
    Objects.requireNonNull(pattern, "pattern");
    String fault = faultOf(pattern);
    if (fault != null) {
      throw new IllegalArgumentException("sensors \"" + pattern + "\": " + fault);
    }
  }

  private static String faultOf(String pattern) {
    if (pattern.isEmpty()) {
      return "is empty and matches no sensor; * matches all";
    }
    long shortest = pattern.chars().filter(c -> c != '*').count();
    if (shortest > Series.MAX_NAME_LENGTH) {
      return "matches no sensor: no name is longer than " + Series.MAX_NAME_LENGTH;
    }
    String name = pattern.replaceAll("[*?]+", "x");
    String fault = Series.nameError(name);
    return fault == null ? null : "matches no sensor: it " + fault;
  }

  /** Whether it names one sensor. */
  public boolean isExact() {
    return prefix().length() == pattern.length();
  }

  /** What comes before the first wildcard: every name that matches begins with it. */
  public String prefix() {
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '*' || pattern.charAt(i) == '?') {
        return pattern.substring(0, i);
      }
    }
    return pattern;
  }

  /**
   * Whether a name matches. Goes back to the last {@code *} only, so it takes at most length of
   * name × length of pattern steps.
   */
  public boolean matches(String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resumeAt = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resumeAt = n;
      } else if (p < pattern.length() && pattern.charAt(p) == '?') {
        p++;
        n += Character.charCount(name.codePointAt(n));
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        resumeAt += Character.charCount(name.codePointAt(resumeAt));
        n = resumeAt;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
