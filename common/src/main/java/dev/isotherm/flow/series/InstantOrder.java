package dev.isotherm.flow.series;

import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import java.util.Comparator;

/** The order of the readings of a series that have the same instant. */
public final class InstantOrder {

  /** Orders readings of one series and instant. */
  public static final Comparator<Reading> OF_READINGS =
      (one, other) -> compare(one.position(), one.value(), other.position(), other.value());

  private InstantOrder() {}

  /**
   * Compares two readings by position, see {@link Position}, and those of one position, or without
   * one, by value. A negative zero comes before a positive one.
   */
  public static int compare(long position, double value, long otherPosition, double otherValue) {
    int byPosition = Long.compare(position, otherPosition);
    return byPosition != 0 ? byPosition : Double.compare(value, otherValue);
  }
}
