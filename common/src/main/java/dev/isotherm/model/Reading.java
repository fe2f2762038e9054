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
 * @param position where its message stands in the source, see {@link Position}
 */
public record Reading(Series series, long epochMillis, double value, long position) {

  public Reading {
    Objects.requireNonNull(series, "series");
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(series + " = " + value + ": must be a finite number");
    }
  }

  /** A reading without an order among those of its instant. */
  public Reading(Series series, long epochMillis, double value) {
    this(series, epochMillis, value, Position.NONE);
  }

  /** This measurement as one of another series. */
  public Reading in(Series other) {
    return new Reading(other, epochMillis, value, position);
  }

  @Override
  public String toString() {
    return series + " = " + value + " at " + Instant.ofEpochMilli(epochMillis);
  }
}
