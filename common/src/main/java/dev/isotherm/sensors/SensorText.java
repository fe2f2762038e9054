package dev.isotherm.sensors;

import dev.isotherm.model.Series;
import org.jspecify.annotations.Nullable;

/** What the texts of a sensor table may be. */
public final class SensorText {

  /** Longest name of a label or limit, and longest value of a label, in UTF-16 characters. */
  public static final int MAX_LENGTH = 256;

  /** Longest unit, in UTF-16 characters. */
  public static final int MAX_UNIT_LENGTH = 64;

  private SensorText() {}

  /**
   * Returns what is wrong with the name of a label or limit, in words that follow it.
   *
   * @return {@code null} if the name is valid
   */
  public static @Nullable String nameError(String name) {
    boolean isName = !name.isEmpty() && !isDigit(name.charAt(0));
    for (int i = 0; i < name.length() && isName; i++) {
      char c = name.charAt(i);
      isName = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || isDigit(c);
    }
    if (!isName) {
      return "a name must be letters, digits and _, and begin with no digit";
    }
    return name.length() <= MAX_LENGTH ? null : tooLong(name, MAX_LENGTH);
  }

  /**
   * Returns what is wrong with the name of a label, in words that follow it. Prometheus keeps names
   * that begin with two underscores for itself.
   *
   * @return {@code null} if the name is valid
   */
  public static @Nullable String labelNameError(String name) {
    return name.startsWith("__") ? "a name must not begin with __" : nameError(name);
  }

  /**
   * Returns what is wrong with a value of a label or a unit, in words that follow it.
   *
   * @return {@code null} if the value is valid
   */
  public static @Nullable String valueError(String value, int maxLength) {
    return value.length() > maxLength ? tooLong(value, maxLength) : Series.nameError(value);
  }

  private static String tooLong(String text, int maxLength) {
    return "has " + text.length() + " characters; at most " + maxLength + " are allowed";
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
