package dev.isotherm.signal;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.window.CalendarWindows;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How far a function looks back: a time, the beginning of a period of the calendar, a number of
 * readings, or all of them.
 */
public sealed interface Span extends Serializable {

  /** The longest time. */
  Duration LONGEST = Duration.ofDays(366);

  /** The largest number of readings. */
  int MOST_READINGS = 10_000;

  /**
   * The readings after {@code t - duration}, up to and including those at {@code t}.
   *
   * @param duration whole milliseconds; positive, at most {@link #LONGEST}
   */
  record Time(Duration duration) implements Span {
    public Time {
      requireDuration("window", duration);
    }

    @Override
    public String toString() {
      return text(duration);
    }
  }

  /**
   * The readings since a day, a week (from Monday) or a month of a time zone began, the instant of
   * its beginning included. A day has 23 or 25 hours when clocks change.
   *
   * @param unit a day or longer
   */
  record Calendar(CalendarWindows.Unit unit, ZoneId zone) implements Span {
    public Calendar {
      if (unit == CalendarWindows.Unit.HOUR) {
        throw new InvalidFieldException("window", "this hour", "must be a day, a week or a month");
      }
    }

    /** Returns the first of such windows in an expression. */
    public static Optional<Calendar> firstOf(Expression expression) {
      return expression
          .all()
          .filter(part -> part instanceof Expression.OverTime one && one.span() instanceof Calendar)
          .map(part -> (Calendar) ((Expression.OverTime) part).span())
          .findFirst();
    }

    /** Returns a time that is no shorter than any such period. */
    public Duration longest() {
      return Duration.ofDays(
          switch (unit) {
            case MONTH -> 33;
            case WEEK -> 9;
            default -> 2;
          });
    }

    @Override
    public String toString() {
      return unit == CalendarWindows.Unit.DAY ? "today" : "this " + EnumText.lowerCase(unit);
    }
  }

  /**
   * The last readings, however old they are; fewer if there are not as many.
   *
   * @param count from 1 to {@link #MOST_READINGS}
   */
  record Readings(int count) implements Span {
    public Readings {
      if (count < 1 || count > MOST_READINGS) {
        throw new InvalidFieldException(
            "window", count + " readings", "must be from 1 to " + MOST_READINGS + " readings");
      }
    }

    @Override
    public String toString() {
      return count + " readings";
    }
  }

  /** All readings from the first one on. */
  record All() implements Span {
    @Override
    public String toString() {
      return "all readings";
    }
  }

  /** Checks a duration in an expression. */
  static void requireDuration(String field, Duration duration) {
    if (duration.isNegative()
        || duration.isZero()
        || duration.compareTo(LONGEST) > 0
        || duration.toNanosPart() % 1_000_000 != 0) {
      throw new InvalidFieldException(
          field, text(duration), "must be from 1ms to " + LONGEST.toDays() + "d");
    }
  }

  /** Returns a duration as it is written in an expression. */
  static String text(Duration duration) {
    return DurationText.format(duration);
  }
}
