package dev.isotherm.rules.condition;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A limit as it stands in a rule: a number, or the name of a limit in the sensor table.
 *
 * @param number the number; 0 if there is a name
 * @param name the name in the sensor table; {@code null} for a number
 */
public record Limit(double number, @Nullable String name) implements Serializable {

  /** Before the name in a file of rules. */
  public static final String PREFIX = "limit.";

  public Limit {
    number += 0.0; // makes -0.0 to 0.0
  }

  /** A number. */
  public static Limit of(double number) {
    return new Limit(number, null);
  }

  /** The limit of a name in the sensor table. */
  public static Limit named(String name) {
    return new Limit(0, Objects.requireNonNull(name, "name"));
  }

  public boolean isNamed() {
    return name != null;
  }

  /** The number, or that of the name; empty if the name is not known. */
  OptionalDouble in(Function<String, OptionalDouble> table) {
    return name == null ? OptionalDouble.of(number) : table.apply(name);
  }

  @Override
  public String toString() {
    return name == null ? Double.toString(number) : PREFIX + name;
  }
}
