package dev.isotherm.rules.condition;

import dev.isotherm.model.InvalidFieldException;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a level waits for in the values of a series. With hysteresis, a condition that holds ends
 * only beyond a second limit, so that a value near the limit does not start and end it repeatedly.
 *
 * <p>Conditions are evaluated with each reading. Between two readings the result of the first one
 * stands.
 */
public sealed interface Condition extends Serializable permits Threshold, Band, ChangesBy {

  /** The kinds of conditions, with their keys in a file of rules. */
  public enum Kind {
    ABOVE("above", "clearBelow"),
    BELOW("below", "clearAbove"),
    OUTSIDE("outside", "clearInside"),
    INSIDE("inside", "clearOutside"),
    CHANGES_BY("changesBy", null);

    private final String key;
    private final @Nullable String clearKey;

    Kind(String key, @Nullable String clearKey) {
      this.key = key;
      this.clearKey = clearKey;
    }

    /** The key of the condition, and that of its hysteresis if it can have one. */
    public List<String> keys() {
      return clearKey == null ? List.of(key) : List.of(key, clearKey);
    }

    public String key() {
      return key;
    }

    /** The key of the hysteresis; {@code null} if the condition has none. */
    public @Nullable String clearKey() {
      return clearKey;
    }
  }

  Kind kind();

  /**
   * Whether it holds.
   *
   * @param lowest value within {@link #withinMillis}, the present one included
   * @param highest value within {@link #withinMillis}, the present one included
   * @param heldBefore whether it held at the reading before
   */
  boolean holds(double value, double lowest, double highest, boolean heldBefore);

  /** The limit that a value crosses when the condition begins to hold. */
  double limitEntered(double value);

  /** The limit that a value crosses when the condition ends. */
  double limitLeft(double value);

  /**
   * Whether this condition holds only where another one of the same kind holds, and not everywhere
   * there, with and without hysteresis.
   */
  boolean isWithin(Condition milder);

  /** How far it looks back, in milliseconds; 0 for the present value alone. */
  default long withinMillis() {
    return 0;
  }

  /** Requires a finite number, and makes -0.0 to 0.0. */
  static double finite(String field, double limit) {
    if (!Double.isFinite(limit)) {
      throw new InvalidFieldException(field, limit, "must be a finite number");
    }
    return limit + 0.0;
  }
}
