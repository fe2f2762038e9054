package dev.isotherm.baseline;

import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which times of a week are alike: hours of the week, hours of the day, or all.
 *
 * @param zone of hours and days
 */
public record Slots(By by, ZoneId zone) implements Serializable {

  private static final int HOURS = 24;
  private static final int ABBREVIATION = 3;

  /** What tells slots apart. */
  public enum By {
    /** 168 slots, from Monday, 00:00, on. */
    HOUR_OF_WEEK("hour-of-week", DayOfWeek.values().length * HOURS),
    /** 24 slots. */
    HOUR_OF_DAY("hour-of-day", HOURS),
    /** One slot. */
    NONE("none", 1);

    private final String text;
    private final int slots;

    By(String text, int slots) {
      this.text = text;
      this.slots = slots;
    }

    /** How many slots there are; their numbers begin with 0. */
    public int slots() {
      return slots;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Returns the slot of an instant. An hour that clocks show twice is one slot. */
  public int of(long epochMillis) {
    if (by == By.NONE) {
      return 0;
    }
    ZonedDateTime local = Instant.ofEpochMilli(epochMillis).atZone(zone);
    int day = by == By.HOUR_OF_WEEK ? local.getDayOfWeek().getValue() - 1 : 0;
    return day * HOURS + local.getHour();
  }

  /** Returns the day of an instant, in the zone; days are counted from 1970-01-01 on. */
  long day(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).atZone(zone).toLocalDate().toEpochDay();
  }

  /** Returns the name of a slot: {@code mon 13}, {@code 13} or {@code all}. */
  public String name(int slot) {
    String hour = String.format(Locale.ROOT, "%02d", slot % HOURS);
    return switch (by) {
      case HOUR_OF_WEEK ->
          DayOfWeek.of(slot / HOURS + 1).name().substring(0, ABBREVIATION).toLowerCase(Locale.ROOT)
              + " "
              + hour;
      case HOUR_OF_DAY -> hour;
      case NONE -> "all";
    };
  }

  /**
   * Returns the slot of a name.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public int named(String name) {
    return IntStream.range(0, by.slots())
        .filter(slot -> name(slot).equals(name))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "slot " + name + ": must be from " + name(0) + " to " + name(by.slots() - 1)));
  }
}
