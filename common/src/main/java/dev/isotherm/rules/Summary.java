package dev.isotherm.rules;

import com.fasterxml.jackson.core.io.NumberOutput;
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

  /** What can stand between the braces. */
  public static final List<String> PLACEHOLDERS =
      List.of("sensor_id", "metric", "value", "threshold", "severity");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*\\}\\}");

  public Summary {
    Objects.requireNonNull(template, "template");
    RuleText.require("summary", template, MAX_LENGTH);
    Matcher placeholder = PLACEHOLDER.matcher(template);
    while (placeholder.find()) {
      if (!PLACEHOLDERS.contains(placeholder.group(1))) {
        throw new IllegalArgumentException(
            "summary "
                + placeholder.group()
                + ": must be one of {{"
                + String.join("}}, {{", PLACEHOLDERS)
                + "}}");
      }
    }
  }

  /**
   * The sentence for one transition. Numbers are the shortest decimals, whole ones without a
   * fraction; a value or threshold that there is not is {@code none}.
   */
  public String of(Series series, Severity severity, double value, double threshold) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    switch (found.group(1)) {
                      case "sensor_id" -> series.sensorId();
                      case "metric" -> series.metric();
                      case "value" -> number(value);
                      case "threshold" -> number(threshold);
                      default -> severity.name().toLowerCase(Locale.ROOT);
                    }));
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "none";
    }
    String shortest = NumberOutput.toString(value, true);
    return shortest.endsWith(".0") ? shortest.substring(0, shortest.length() - 2) : shortest;
  }

  @Override
  public String toString() {
    return template;
  }
}
