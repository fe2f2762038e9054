package dev.isotherm.jobs.commands.options;

import dev.isotherm.model.ValidationErrors;
import java.util.regex.Pattern;

/** Checks the name of a Kafka topic by the rules of the broker. */
public final class TopicNameConverter extends TextConverter<String> {
  private static final Pattern LEGAL = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");

  public TopicNameConverter() {
    super(TopicNameConverter::checked);
  }

  /**
   * Checks the name of a topic in a text that may also name a file.
   *
   * @param key the option or parameter
   * @param text its value, such as {@code topic:NAME}
   * @param name of the topic in it
   */
  public static void check(String key, String text, String name, ValidationErrors errors) {
    try {
      checked(name);
    } catch (IllegalArgumentException wrong) {
      errors.add(key, text, "the name of the topic " + wrong.getMessage());
    }
  }

  private static String checked(String name) {
    if (!LEGAL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "must be 1 to 249 of the characters a-z, A-Z, 0-9, '.', '_' and '-'");
    }
    return name;
  }
}
