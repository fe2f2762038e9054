package dev.isotherm.rules.condition;

import dev.isotherm.model.InvalidFieldException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a level waits for in the values of a series. With hysteresis, a condition that holds ends
 * only beyond a second limit, so that a value near the limit does not start and end it repeatedly.
 *
 * <p>Conditions are evaluated with each reading. Between two readings the result of the first one
 * stands.
 */
public sealed interface Condition extends Serializable
    permits Threshold, Equality, Band, ChangesBy, TableLimits, When {

  /** The kinds of conditions, with their keys in a file of rules. */
  public enum Kind {
    ABOVE("above", "clearBelow", "clearAtMost"),
    AT_LEAST("atLeast", "clearBelow", "clearAtMost"),
    BELOW("below", "clearAbove", "clearAtLeast"),
    AT_MOST("atMost", "clearAbove", "clearAtLeast"),
    EQUALS("equals"),
    NOT_EQUALS("notEquals"),
    OUTSIDE("outside", "clearInside"),
    INSIDE("inside", "clearOutside"),
    CHANGES_BY("changesBy"),
    WHEN("when");

    private final String key;
    private final @Nullable String clearBeyond;
    private final @Nullable String clearAt;

    Kind(String key) {
      this(key, null, null);
    }

    Kind(String key, String clearBeyond) {
      this(key, clearBeyond, null);
    }

    Kind(String key, @Nullable String clearBeyond, @Nullable String clearAt) {
      this.key = key;
      this.clearBeyond = clearBeyond;
      this.clearAt = clearAt;
    }

    /** The key of the condition, and those of its hysteresis, of which at most one may be there. */
    public List<String> keys() {
      return Stream.of(key, clearBeyond, clearAt).filter(Objects::nonNull).toList();
    }

    public String key() {
      return key;
    }

    /**
     * The keys of the hysteresis: first the one whose limit does not end the condition, then the
     * one whose limit does. Empty if the condition has none.
     */
    public List<String> clearKeys() {
      return Stream.of(clearBeyond, clearAt).filter(Objects::nonNull).toList();
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

  /**
   * What the limits are compared with: the value itself, or how much it has changed.
   *
   * @param lowest value within {@link #withinMillis}, the present one included
   * @param highest value within {@link #withinMillis}, the present one included
   */
  default double compared(double value, double lowest, double highest) {
    return value;
  }

  /**
   * The limit that decides about a value: the one that started the condition if the value is beyond
   * it, else the one that ends it.
   *
   * @param compared what {@link #compared} gives
   */
  double limitOf(double compared);

  /**
   * Whether this condition may stand at a worse level than another one. It must hold only where the
   * milder one holds, with and without hysteresis, if both compare in the same way. A condition
   * that compares in another way may always stand there: while it holds, the milder level counts as
   * holding, too.
   */
  boolean mayFollow(Condition milder);

  /** Whether low values are the bad ones. */
  default boolean holdsAtLowValues() {
    return kind() == Kind.BELOW || kind() == Kind.AT_MOST;
  }

  /** Whether it has a second limit, which ends it. */
  default boolean hasHysteresis() {
    return false;
  }

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
