package dev.isotherm.signal;

import java.util.Optional;
import java.util.stream.Stream;

/** Functions of the members of a group. */
public enum MemberFunction {
  MEAN("mean"),
  MIN("min"),
  MAX("max"),
  SUM("sum"),
  /** Of how many members the number is known, or for how many members the condition holds. */
  COUNT("count"),
  /** The standard deviation of the members, divided by their number (not by one less). */
  STDDEV("stddev"),
  RANGE("range"),
  /** The 50th percentile. */
  MEDIAN("median"),
  /** Interpolated between the two nearest members, as {@code quantile} in Prometheus. */
  PERCENTILE("percentile"),
  /**
   * For which part of the members, from 0 to 1, the condition holds, of those where it is known.
   */
  SHARE("share");

  private final String text;

  MemberFunction(String text) {
    this.text = text;
  }

  /** Returns the function of a name. */
  public static Optional<MemberFunction> named(String name) {
    return Stream.of(values()).filter(function -> function.text.equals(name)).findAny();
  }

  /** Returns its name. */
  public String text() {
    return text;
  }

  /** Whether it takes an argument that results in this. */
  public boolean takes(Expression.Type type) {
    return this == COUNT || type == argumentType();
  }

  /** Returns what its argument must result in; {@link #COUNT} takes both. */
  public Expression.Type argumentType() {
    return this == SHARE ? Expression.Type.BOOLEAN : Expression.Type.NUMBER;
  }
}
