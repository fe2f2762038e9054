package dev.isotherm.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gathers all that is wrong with a command's options, so that it can be said at once. */
public final class ValidationErrors {
  private final List<String> sentences = new ArrayList<>();
  private final Set<String> unreadable = new HashSet<>();

  /**
   * Adds {@code option value: fault}; ignored where the option's value could not even be read,
   * because then the value seen here is not the user's.
   *
   * @param option the option's longest name, as {@code --window}
   * @param value what it was given
   * @param fault what is wrong or what is allowed, as {@code must be at least 1 ms}
   */
  public void add(String option, Object value, String fault) {
    if (!unreadable.contains(option)) {
      sentences.add(option + " " + value + ": " + fault);
    }
  }

  /** Adds a sentence that stands for itself. */
  public void add(String sentence) {
    sentences.add(sentence);
  }

  /** Adds a sentence on an option whose value could not be read. */
  public void addUnreadable(String option, String sentence) {
    unreadable.add(option);
    sentences.add(sentence);
  }

  /** Ends the command before it starts if anything was added. */
  public void throwIfAny() {
    if (!sentences.isEmpty()) {
      throw new ConfigurationException(sentences);
    }
  }
}
