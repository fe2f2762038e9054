package dev.isotherm.model;

import java.util.List;

/** The options or files given to a command are wrong; nothing was started. */
public final class ConfigurationException extends RuntimeException {
  private final transient List<String> errors;

  /**
   * Reports all errors at once.
   *
   * @param errors at least one sentence, each naming the option, its value and what is allowed
   */
  public ConfigurationException(List<String> errors) {
    super(String.join("\n", errors));
    if (errors.isEmpty()) {
      throw new IllegalArgumentException("errors: must name at least one");
    }
    this.errors = List.copyOf(errors);
  }

  public ConfigurationException(String error) {
    this(List.of(error));
  }

  /** Returns one sentence for each error, in the order in which they were found. */
  public List<String> errors() {
    return errors;
  }
}
