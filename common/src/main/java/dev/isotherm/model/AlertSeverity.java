package dev.isotherm.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * How bad the condition of an alert is: one of the standard {@link Severity severities}, or one
 * that a file of rules names itself. Two are equal if they have the same name. Which one is worse,
 * {@link Severities} decide.
 */
public sealed interface AlertSeverity extends Serializable permits Severity, AlertSeverity.Own {

  /** The name, as files, topics and messages write it: {@code warning}. */
  String text();

  /**
   * The severity of a name.
   *
   * @throws InvalidFieldException if it is no name of a severity
   */
  static AlertSeverity of(String text) {
    for (AlertSeverity standard : Severity.ALL) {
      if (standard.text().equals(text)) {
        return standard;
      }
    }
    return new Own(text);
  }

  /**
   * A severity that is none of the standard ones. {@link AlertSeverity#of} creates it.
   *
   * @param text its name: a lower-case letter, and up to 31 lower-case letters, digits and {@code
   *     _}. The name of a {@linkplain AlertState state} is not allowed, because pages and tables
   *     show severities and states side by side
   */
  record Own(String text) implements AlertSeverity {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    public Own {
      if (!NAME.matcher(text).matches()) {
        throw new InvalidFieldException(
            "severities",
            text,
            "must be a lower-case letter, followed by at most 31 lower-case letters, digits and _");
      }
      if (Arrays.stream(AlertState.values()).map(EnumText::lowerCase).anyMatch(text::equals)) {
        throw new InvalidFieldException(
            "severities", text, "is the name of a state of alerts; must be another name");
      }
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
