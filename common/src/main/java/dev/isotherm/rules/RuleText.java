package dev.isotherm.rules;

/** What texts of a rule may hold. */
final class RuleText {
  private RuleText() {}

  /**
   * Checks a text that people have written.
   *
   * @throws IllegalArgumentException if it is longer, or holds control characters: these could
   *     command a terminal, and would let two rules look alike
   */
  static void require(String key, String text, int maxLength) {
    if (text.length() > maxLength) {
      throw new IllegalArgumentException(
          key + ": has " + text.length() + " characters; at most " + maxLength + " are allowed");
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        throw new IllegalArgumentException(
            String.format("%s: holds the control character U+%04X", key, (int) text.charAt(i)));
      }
    }
  }
}
