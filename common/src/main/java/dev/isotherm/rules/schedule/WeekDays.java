package dev.isotherm.rules.schedule;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Days of the week as words: {@code mon}, {@code mon-fri}. */
public final class WeekDays {

  /** All days, from Monday on. */
  public static final List<DayOfWeek> ALL = List.of(DayOfWeek.values());

  /** The words of all days, from Monday on. */
  public static final List<String> WORDS = ALL.stream().map(WeekDays::word).toList();

  private WeekDays() {}

  /**
   * Reads a day, or a range of days. A range may pass Sunday, as {@code sat-mon}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static List<DayOfWeek> parse(String text) {
    List<String> ends = Arrays.asList(text.split("-", -1));
    if (ends.size() > 2 || !WORDS.containsAll(ends)) {
      throw new IllegalArgumentException(text);
    }
    DayOfWeek last = ALL.get(WORDS.indexOf(ends.get(ends.size() - 1)));
    List<DayOfWeek> days = new ArrayList<>();
    DayOfWeek day = ALL.get(WORDS.indexOf(ends.get(0)));
    while (day != last) {
      days.add(day);
      day = day.plus(1);
    }
    days.add(last);
    return days;
  }

  /** Writes days in the form of a list of {@link #parse}. Three days or more become a range. */
  public static List<String> texts(List<DayOfWeek> days) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < days.size(); ) {
      int last = i;
      while (last + 1 < days.size() && days.get(last + 1) == days.get(last).plus(1)) {
        last++;
      }
      if (last < i + 2) {
        last = i;
      }
      texts.add(word(days.get(i)) + (last > i ? "-" + word(days.get(last)) : ""));
      i = last + 1;
    }
    return texts;
  }

  static String text(List<DayOfWeek> days) {
    return texts(days).stream().collect(Collectors.joining(", "));
  }

  private static String word(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }
}
