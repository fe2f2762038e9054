package dev.isotherm.model;

/** How bad the condition of an alert is, in rising order. */
public enum Severity {
  INFO,
  WARNING,
  CRITICAL
}
