package dev.isotherm.flow.plausibility;

import dev.isotherm.flow.series.InstantOrder;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.sensors.SensorTables;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The latest readings of a series that have the same value, and what they say of the next one. A
 * value is stuck if the series has had it, at each reading, since an instant more than {@code
 * stuckAfter} before.
 *
 * <p>Scenario: {@code stuckAfter} is 1 h. A series has the value 20 at 12:00, 12:30, 13:00 and
 * 13:01, then 21. The reading of 13:01 is stuck: since 12:00, more than an hour has passed.
 *
 * <p>A series that was silent for {@code stuckAfter} and {@link #FORGET_AFTER} begins anew, so that
 * it can be forgotten.
 *
 * @param value of all of them; 0.0 and -0.0 are the same value
 * @param sinceMillis instant of the first one
 * @param lastMillis instant of the last one
 * @param lastPosition position of the last one, see {@link Position}
 * @param wakeUpMillis when the timer is due that may forget them, in event time; it is not part of
 *     what they say
 */
public record EqualRun(
    double value, long sinceMillis, long lastMillis, long lastPosition, long wakeUpMillis) {

  /** How long a series may be silent, beside {@code stuckAfter}, before it begins anew. */
  static final Duration FORGET_AFTER = Duration.ofDays(7);

  /** Stands for the time that a value may stay the same, if that is any time. */
  static final long ANY_TIME = -1;

  /** What is said of a reading. */
  enum Verdict {
    PLAUSIBLE,
    STUCK,
    /** It came too late: readings after it have been judged without it. */
    NOT_CHECKED
  }

  /** How long a series may be silent before it begins anew. */
  static long longestSilence(long stuckAfterMillis) {
    return Math.max(stuckAfterMillis, 0) + FORGET_AFTER.toMillis();
  }

  /**
   * Judges a reading.
   *
   * @param before the readings before it; {@code null} for none
   * @param stuckAfterMillis how long a value may stay the same; {@link #ANY_TIME} for any time
   */
  static Verdict judge(@Nullable EqualRun before, Reading reading, long stuckAfterMillis) {
    if (before == null || stuckAfterMillis == ANY_TIME) {
      return Verdict.PLAUSIBLE;
    }
    long millis = reading.epochMillis();
    boolean isAmongThem = reading.value() == before.value && millis > before.sinceMillis;
    if (!isAmongThem && !before.isBefore(reading)) {
      return Verdict.NOT_CHECKED;
    }
    return before.isContinuedBy(reading, stuckAfterMillis)
            && millis - before.sinceMillis > stuckAfterMillis
        ? Verdict.STUCK
        : Verdict.PLAUSIBLE;
  }

  /**
   * The readings after one that was judged {@link Verdict#PLAUSIBLE} or {@link Verdict#STUCK}. One
   * that lies within the others changes nothing.
   *
   * @param before the readings before it; {@code null} for none
   */
  static EqualRun with(@Nullable EqualRun before, Reading reading, long stuckAfterMillis) {
    long millis = reading.epochMillis();
    long position = reading.position();
    if (before == null) {
      return new EqualRun(reading.value(), millis, millis, position, Long.MIN_VALUE);
    }
    if (!before.isBefore(reading)) {
      return before;
    }
    return before.isContinuedBy(reading, stuckAfterMillis)
        ? new EqualRun(before.value, before.sinceMillis, millis, position, before.wakeUpMillis)
        : new EqualRun(reading.value(), millis, millis, position, before.wakeUpMillis);
  }

  /** How long a value of a series may stay the same at an instant. */
  static long stuckAfterMillis(SensorTables tables, Series series, long instant) {
    Duration stuckAfter = tables.at(instant).spec(series).stuckAfter();
    return stuckAfter == null ? ANY_TIME : stuckAfter.toMillis();
  }

  private boolean isBefore(Reading reading) {
    return reading.epochMillis() != lastMillis
        ? reading.epochMillis() > lastMillis
        : InstantOrder.compare(reading.position(), reading.value(), lastPosition, value) >= 0;
  }

  private boolean isContinuedBy(Reading reading, long stuckAfterMillis) {
    return reading.value() == value
        && reading.epochMillis() - lastMillis <= longestSilence(stuckAfterMillis);
  }

  EqualRun wakingUpAt(long millis) {
    return new EqualRun(value, sinceMillis, lastMillis, lastPosition, millis);
  }
}
