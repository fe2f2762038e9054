package dev.isotherm.model;

import java.util.List;

/** Something that was asked for cannot be done as asked; nothing was started. */
public final class ConfigurationException extends RuntimeException {
  private final transient List<String> faults;

  /**
   * States everything that is wrong.
   *
   * @param faults at least one sentence, each naming the option, its value and what is allowed
   */
  public ConfigurationException(List<String> faults) {
    super(String.join("\n", faults));
    if (faults.isEmpty()) {
      throw new IllegalArgumentException("faults: must name at least one");
    }
    this.faults = List.copyOf(faults);
  }

  public ConfigurationException(String fault) {
    this(List.of(fault));
  }

  /** One sentence each, in the order they were found. */
  public List<String> faults() {
    return faults;
  }
}
