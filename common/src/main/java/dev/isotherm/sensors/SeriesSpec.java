package dev.isotherm.sensors;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.sensors.packed.SmallMap;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a series beside its readings. Everything may be missing.
 *
 * @param unit of the values, such as {@code °C}; at most {@value SensorText#MAX_UNIT_LENGTH}
 *     characters; {@code null} if it is not known
 * @param limits finite numbers by name, sorted; at most {@value #MOST_LIMITS}
 * @param validRange the values that are measurements
 * @param expectedInterval from one reading to the next; {@code null} if it is not known
 * @param stuckAfter how long a value may stay exactly the same; {@code null} for any time
 */
public record SeriesSpec(
    @Nullable String unit,
    Map<String, Double> limits,
    ValidRange validRange,
    @Nullable Duration expectedInterval,
    @Nullable Duration stuckAfter) {

  /** Most limits of a series. */
  public static final int MOST_LIMITS = 32;

  /** Nothing is known. */
  public static final SeriesSpec UNKNOWN =
      new SeriesSpec(null, Map.of(), ValidRange.ALL, null, null);

  public SeriesSpec {
    String unitError =
        unit == null ? null : SensorText.valueError(unit, SensorText.MAX_UNIT_LENGTH);
    if (unitError != null) {
      throw new InvalidFieldException("unit", "unit: " + unitError);
    }
    if (limits.size() > MOST_LIMITS) {
      throw new InvalidFieldException(
          "limits",
          "limits: there are " + limits.size() + "; at most " + MOST_LIMITS + " are allowed");
    }
    limits = limits.isEmpty() ? Map.of() : checked(limits);
    if (expectedInterval != null) {
      DurationText.require("expectedInterval", expectedInterval, 1);
    }
    if (stuckAfter != null) {
      DurationText.require("stuckAfter", stuckAfter, 1);
    }
  }

  /** A {@link SmallMap} of limits is made here only, or of limits that were checked before. */
  private static Map<String, Double> checked(Map<String, Double> limits) {
    if (limits instanceof SmallMap) {
      return limits;
    }
    Map<String, Double> sorted = new TreeMap<>();
    limits.forEach(
        (name, value) -> {
          String error = SensorText.nameError(name);
          if (error != null) {
            throw new InvalidFieldException("limits", "limits " + name + ": " + error);
          }
          if (!Double.isFinite(value)) {
            throw new InvalidFieldException(
                "limits", "limits " + name + " " + value + ": must be a finite number");
          }
          sorted.put(name, value + 0.0); // -0.0 becomes 0.0, which is the same limit
        });
    return SmallMap.copyOf(sorted);
  }

  /** The limit of a name; empty if there is none. */
  public OptionalDouble limit(String name) {
    Double limit = limits.get(name);
    return limit == null ? OptionalDouble.empty() : OptionalDouble.of(limit);
  }

  /** Takes each field that is missing here from a spec of lower precedence. */
  SeriesSpec or(SeriesSpec lower) {
    Map<String, Double> merged = limits;
    if (!limits.keySet().containsAll(lower.limits.keySet())) {
      Map<String, Double> all = new TreeMap<>(lower.limits);
      all.putAll(limits);
      merged = SmallMap.copyOf(all);
    }
    return new SeriesSpec(
        unit == null ? lower.unit : unit,
        merged,
        validRange.or(lower.validRange),
        expectedInterval == null ? lower.expectedInterval : expectedInterval,
        stuckAfter == null ? lower.stuckAfter : stuckAfter);
  }
}
