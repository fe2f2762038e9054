package dev.isotherm.parse.mapping;

/** What the value of a member or column is used for. */
public enum FieldRole {
  TIMESTAMP,
  SENSOR,
  /** A number is a reading. */
  METRIC,
  IGNORED
}
