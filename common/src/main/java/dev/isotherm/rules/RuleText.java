package dev.isotherm.rules;

import dev.isotherm.model.InvalidFieldException;

/** Checks the texts of a rule. */
final class RuleText {
  private RuleText() {}

  /**
   * Checks length and characters. Control characters are refused: they could command a terminal,
   * and would let two rules look alike.
   *
   * @param start of the message
   */
  static void require(String field, String start, String text, int maxLength) {
    if (text.length() > maxLength) {
      throw new InvalidFieldException(
          field,
          start + ": has " + text.length() + " characters; at most " + maxLength + " are allowed");
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        throw new InvalidFieldException(
            field,
            String.format("%s: holds the control character U+%04X", start, (int) text.charAt(i)));
      }
    }
  }
}
