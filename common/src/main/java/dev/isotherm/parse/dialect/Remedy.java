package dev.isotherm.parse.dialect;

import java.io.Serializable;
import java.util.Objects;

/**
 * An option with which a refused file is probably read right.
 *
 * @param option its name without dashes
 * @param value as on the command line
 */
public record Remedy(String option, String value) implements Serializable {
  public Remedy {
    Objects.requireNonNull(option, "option");
    Objects.requireNonNull(value, "value");
  }
}
