package dev.isotherm.model;

import java.time.Instant;
import java.util.Objects;

/**
 * One measured value.
 *
 * @param series the sensor and the metric
 * @param epochMillis when, in milliseconds since 1970-01-01T00:00:00Z; finer digits of a timestamp
 *     are cut off, because event time in Flink has milliseconds
 * @param value a finite number; a negative zero is kept
 */
public record Reading(Series series, long epochMillis, double value) {

  public Reading {
    Objects.requireNonNull(series, "series");
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(series + " = " + value + ": must be a finite number");
    }
  }

  @Override
  public String toString() {
    return series + " = " + value + " at " + Instant.ofEpochMilli(epochMillis);
  }
}
