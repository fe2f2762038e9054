package dev.isotherm.rules.schedule;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times of a day, such as {@code 06:30}. */
public final class ClockTime {

  private static final Pattern FORM = Pattern.compile("(\\d{2}):(\\d{2})");

  private ClockTime() {}

  /**
   * Reads a time.
   *
   * @return the minute of the day
   * @throws IllegalArgumentException unless it is from 00:00 to 24:00
   */
  public static int parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      int minute = Integer.parseInt(form.group(2));
      int ofDay = Integer.parseInt(form.group(1)) * 60 + minute;
      if (minute < 60 && ofDay <= LocalHours.MINUTES_OF_DAY) {
        return ofDay;
      }
    }
    throw new IllegalArgumentException(text);
  }

  /** Writes the time of a minute of the day. */
  public static String of(int minuteOfDay) {
    return String.format("%02d:%02d", minuteOfDay / 60, minuteOfDay % 60);
  }
}
