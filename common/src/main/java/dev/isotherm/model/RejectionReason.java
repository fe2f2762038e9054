package dev.isotherm.model;

/** Why a message cannot become readings. */
public enum RejectionReason {
  /** Not well-formed JSON, or not UTF-8. */
  NOT_JSON,
  /** Not Avro of a schema that its registry knows. */
  NOT_AVRO,
  /** Well-formed JSON, but not one flat object. */
  NOT_AN_OBJECT,
  /** A member of the object occurs more than once. */
  DUPLICATE_FIELD,
  /** Longer than a message may be. */
  TOO_LARGE,
  /** The timestamp is missing or null. */
  NO_TIMESTAMP,
  /** The timestamp cannot be read. */
  BAD_TIMESTAMP,
  /** The timestamp lies before the earliest believable instant. */
  PAST_TIMESTAMP,
  /** The timestamp lies further in the future than clocks may differ. */
  FUTURE_TIMESTAMP,
  /** The name of the sensor is missing, blank or unusable. */
  NO_SENSOR,
  /** No member or column holds a measured number. */
  NO_METRIC,
  /** A value is not a number but should be. */
  NOT_A_NUMBER,
  /** A number is NaN, infinite, or too large for a double. */
  NOT_FINITE,
  /** A row of a table does not fit its header, or is not UTF-8. */
  BAD_ROW,
  /** The message is empty or blank. */
  EMPTY
}
