package dev.isotherm.signal;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Functions of the readings of a sensor within a window. */
public enum TimeFunction {
  MEAN("mean"),
  MIN("min"),
  MAX("max"),
  /** Absent if there is no reading. */
  SUM("sum"),
  /** 0 if there is no reading in the window, but was one before. */
  COUNT("count"),
  /** The standard deviation of the readings, divided by their number (not by one less). */
  STDDEV("stddev"),
  /** The largest reading, less the smallest one. */
  RANGE("range"),
  FIRST("first"),
  LAST("last"),
  /** The 50th percentile. */
  MEDIAN("median"),
  /** Interpolated between the two nearest readings, as {@code quantile_over_time} in Prometheus. */
  PERCENTILE("percentile"),

  /**
   * By how much a counter rose. A counter that falls was reset, and adds its new value. It counts
   * from the value that the counter had at the start of the window, or from the first reading if
   * that is not known.
   */
  INCREASE("increase"),
  /** The increase, divided by the time between the first and the last reading that it counts. */
  RATE_PER_SECOND("ratePerSecond", Duration.ofSeconds(1)),
  RATE_PER_MINUTE("ratePerMinute", Duration.ofMinutes(1)),
  RATE_PER_HOUR("ratePerHour", Duration.ofHours(1)),
  /** The slope of the line of least squares. */
  SLOPE_PER_SECOND("slopePerSecond", Duration.ofSeconds(1)),
  SLOPE_PER_MINUTE("slopePerMinute", Duration.ofMinutes(1)),
  SLOPE_PER_HOUR("slopePerHour", Duration.ofHours(1)),

  /**
   * How often the value was another one than that of the reading before. The first reading is
   * compared with the value at the start of the window, if that is known.
   */
  CHANGES("changes"),

  /**
   * How many seconds of the window a condition held. Each reading of the condition stands until the
   * next one, and no longer than until it is stale.
   */
  SECONDS_WHERE("secondsWhere"),
  /** In how many readings a condition held. */
  COUNT_WHERE("countWhere"),
  /**
   * How many seconds ago a condition last held in a reading of the window; 0 for a reading at this
   * instant, and absent if there is none.
   */
  SECONDS_SINCE("secondsSince");

  private final String text;
  private final Duration unit;

  TimeFunction(String text) {
    this(text, Duration.ZERO);
  }

  TimeFunction(String text, Duration unit) {
    this.text = text;
    this.unit = unit;
  }

  /** Returns the function of a name. */
  public static Optional<TimeFunction> named(String name) {
    return Stream.of(values()).filter(function -> function.text.equals(name)).findAny();
  }

  /** Returns its name. */
  public String text() {
    return text;
  }

  /** Returns the unit of time of a rate or a slope; zero for other functions. */
  public Duration unit() {
    return unit;
  }

  /** Returns what its argument must result in. */
  public Expression.Type argumentType() {
    return switch (this) {
      case SECONDS_WHERE, COUNT_WHERE, SECONDS_SINCE -> Expression.Type.BOOLEAN;
      default -> Expression.Type.NUMBER;
    };
  }

  /**
   * Whether its window may be a number of readings. A time goes on when readings do not, so that
   * the results of functions of a time would never settle.
   */
  public boolean takesReadings() {
    return this != SECONDS_WHERE && this != SECONDS_SINCE;
  }
}
