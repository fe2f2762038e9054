package dev.isotherm.model;

import java.util.List;

/**
 * The standard severities, in rising order. State of version 0.2.0 holds the name of this class and
 * of its constants, so neither can change.
 */
public enum Severity implements AlertSeverity {
  INFO,
  WARNING,
  CRITICAL;

  /** All of them, from the mildest to the worst. */
  static final List<AlertSeverity> ALL = List.of(values());

  private final String text = EnumText.lowerCase(this);

  @Override
  public String text() {
    return text;
  }
}
