package dev.isotherm.glob;

import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.model.Series;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of sensor names. {@code *} matches any number of characters, also none; {@code ?}
 * matches exactly one; every other character matches itself.
 *
 * @param pattern must match the name of at least one possible sensor
 */
public record Glob(String pattern) implements Serializable {

  /** Matches every name. */
  public static final Glob ALL = new Glob("*");

  public Glob {
    Objects.requireNonNull(pattern, "pattern");
    String error = errorOf(pattern);
    if (error != null) {
      throw new InvalidFieldException("sensors", '"' + pattern + '"', error);
    }
  }

  /**
   * Returns what is wrong with a pattern, in words that follow it.
   *
   * @return {@code null} if the pattern is valid
   */
  public static @Nullable String errorOf(String pattern) {
    if (pattern.isEmpty()) {
      return "is empty and matches no sensor; * matches all";
    }
    long shortest = pattern.chars().filter(c -> c != '*').count();
    if (shortest > Series.MAX_NAME_LENGTH) {
      return "matches no sensor: no name is longer than " + Series.MAX_NAME_LENGTH;
    }
    String name = pattern.replaceAll("[*?]+", "x");
    String error = Series.nameError(name);
    return error == null ? null : "matches no sensor: it " + error;
  }

  /** Whether it has no wildcard, and so matches one sensor only. */
  public boolean isExact() {
    return prefix().length() == pattern.length();
  }

  /** The characters before the first wildcard: every name that matches begins with them. */
  public String prefix() {
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '*' || pattern.charAt(i) == '?') {
        return pattern.substring(0, i);
      }
    }
    return pattern;
  }

  /**
   * Whether a name matches. Backtracks to the last {@code *} only, so it takes at most length of
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
