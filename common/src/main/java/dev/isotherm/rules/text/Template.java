package dev.isotherm.rules.text;

import dev.isotherm.model.InvalidFieldException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text for people, with placeholders such as <code>{{sensor_id}}</code>.
 *
 * @param text at most {@value #MAX_LENGTH} characters, no control characters
 */
public record Template(String text) implements Serializable {

  /** Longest text, in UTF-16 characters. */
  public static final int MAX_LENGTH = 1_000;

  /** What may stand between the braces in place of {@code NAME}: the name of a label. */
  public static final String LABELS = "labels.";

  /** The names that may stand between the braces. */
  public static final List<String> PLACEHOLDERS =
      List.of(
          "rule",
          "sensor_id",
          "metric",
          "value",
          "threshold",
          "limit",
          "unit",
          "severity",
          "state",
          "since",
          "duration",
          "members",
          LABELS + "NAME");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*\\}\\}");
  private static final Pattern LABEL =
      Pattern.compile(Pattern.quote(LABELS) + "[a-zA-Z_][a-zA-Z0-9_]*");

  public Template {
    Objects.requireNonNull(text, "text");
  }

  /**
   * Reads a text of a rule.
   *
   * @param field the key that it is read from
   * @throws InvalidFieldException if it is too long, has a control character, or a placeholder that
   *     is not known
   */
  public static Template of(String field, String text) {
    Texts.requireText(field, field, text, MAX_LENGTH);
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      String name = placeholder.group(1);
      if (!PLACEHOLDERS.contains(name) && !LABEL.matcher(name).matches()) {
        throw new InvalidFieldException(
            field,
            placeholder.group(),
            "must be one of {{" + String.join("}}, {{", PLACEHOLDERS) + "}}");
      }
    }
    return new Template(text);
  }

  /** Whether a placeholder is in it. */
  public boolean has(String placeholder) {
    return PLACEHOLDER.matcher(text).results().anyMatch(one -> one.group(1).equals(placeholder));
  }

  /** This text without a placeholder, and without the blank before it. */
  public Template without(String placeholder) {
    return new Template(
        text.replaceAll(" ?\\{\\{\\s*" + Pattern.quote(placeholder) + "\\s*\\}\\}", ""));
  }

  /**
   * The text with its placeholders filled in.
   *
   * @param values gives the value of each of {@link #PLACEHOLDERS}, and of {@code labels.} with a
   *     name
   */
  public String fill(UnaryOperator<String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(values.apply(found.group(1))));
  }

  @Override
  public String toString() {
    return text;
  }
}
