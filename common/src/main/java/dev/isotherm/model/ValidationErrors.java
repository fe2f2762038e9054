package dev.isotherm.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects all errors in the options of a command, so that they are reported at once. */
public final class ValidationErrors {
  private final List<String> sentences = new ArrayList<>();
  private final Set<String> unparsed = new HashSet<>();

  /**
   * Adds {@code option value: error}; ignored if the value of the option could not be parsed,
   * because then the value is not that of the user.
   *
   * @param option the longest name of the option, such as {@code --window}
   * @param value its value
   * @param error what is wrong or what is allowed, such as {@code must be at least 1 ms}
   */
  public void add(String option, Object value, String error) {
    if (!unparsed.contains(option)) {
      sentences.add(option + " " + value + ": " + error);
    }
  }

  /** Adds a complete sentence. */
  public void add(String sentence) {
    sentences.add(sentence);
  }

  /** Adds a sentence about an option whose value could not be parsed. */
  public void addUnreadable(String option, String sentence) {
    unparsed.add(option);
    sentences.add(sentence);
  }

  /** Whether the value of an option could not be parsed: then it was given, but is not set. */
  public boolean isUnreadable(String option) {
    return unparsed.contains(option);
  }

  /** Throws an exception with all errors, if there are any. */
  public void throwIfAny() {
    if (!sentences.isEmpty()) {
      throw new ConfigurationException(sentences);
    }
  }
}
