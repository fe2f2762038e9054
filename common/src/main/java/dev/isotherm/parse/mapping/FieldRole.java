package dev.isotherm.parse.mapping;

/** What the value of a member or column is used for. */
public enum FieldRole {
  TIMESTAMP,
  SENSOR,
  /** A number is a reading. */
  METRIC,
  /** Names the metric of the value, see {@link LongLayout}. */
  METRIC_NAME,
  /** The value of the metric that another field names. */
  VALUE,
  /** A text whose words are metrics, see {@link TextFlags}. */
  FLAGS,
  IGNORED
}
