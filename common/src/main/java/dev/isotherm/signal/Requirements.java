package dev.isotherm.signal;

import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.model.Series;

/** What the parts of an {@link Expression} must be. */
final class Requirements {

  private Requirements() {}

  static void requireType(Expression.Type type, Expression operand) {
    if (operand.type() != type) {
      throw new IllegalArgumentException("must be " + type + ", but is " + operand.type());
    }
  }

  /** Returns the percentile of a function; 0 if it has none. */
  static double requirePercent(boolean isPercentile, double percent) {
    if (isPercentile ? !(percent >= 0 && percent <= 100) : percent != 0) {
      throw new InvalidFieldException("percentile", percent, "must be from 0 to 100");
    }
    return percent + 0.0; // -0.0 becomes 0.0
  }

  static void requireName(String kind, String name) {
    String error = Series.nameError(name);
    if (error != null) {
      throw new InvalidFieldException(kind, kind + " " + error);
    }
  }
}
