package dev.isotherm.rules;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence for people, with placeholders such as <code>{{sensor_id}}</code>.
 *
 * @param template at most {@value #MAX_LENGTH} characters, no control characters
 */
public record Summary(String template) implements Serializable {

  /** Longest template, in UTF-16 characters. */
  public static final int MAX_LENGTH = 1_000;

  /** The names that may stand between the braces. */
  public static final List<String> PLACEHOLDERS =
      List.of("sensor_id", "metric", "value", "threshold", "severity");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*\\}\\}");

  public Summary {
    Objects.requireNonNull(template, "template");
    Rule.requireText("summary", "summary", template, MAX_LENGTH);
    Matcher placeholder = PLACEHOLDER.matcher(template);
    while (placeholder.find()) {
      if (!PLACEHOLDERS.contains(placeholder.group(1))) {
        throw new InvalidFieldException(
            "summary",
            placeholder.group(),
            "must be one of {{" + String.join("}}, {{", PLACEHOLDERS) + "}}");
      }
    }
  }

  /** The sentence for one transition. NaN, a missing value or threshold, becomes {@code none}. */
  public String of(Series series, Severity severity, double value, double threshold) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    switch (found.group(1)) {
                      case "sensor_id" -> series.sensorId();
                      case "metric" -> series.metric();
                      case "value" -> numberOrNone(value);
                      case "threshold" -> numberOrNone(threshold);
                      default -> severity.name().toLowerCase(Locale.ROOT);
                    }));
  }

  /** The shortest decimal that reads back to the same double; whole numbers without a fraction. */
  public static String number(double value) {
    String shortest = NumberOutput.toString(value, true);
    return shortest.endsWith(".0") ? shortest.substring(0, shortest.length() - 2) : shortest;
  }

  private static String numberOrNone(double value) {
    return Double.isNaN(value) ? "none" : number(value);
  }

  @Override
  public String toString() {
    return template;
  }
}
