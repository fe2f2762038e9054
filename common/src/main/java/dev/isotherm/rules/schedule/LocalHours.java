package dev.isotherm.rules.schedule;

import dev.isotherm.model.InvalidFieldException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Hours of some days of the week, by the clocks of a zone. They begin when clocks first show the
 * time {@code from} or a later one of that day. They end when clocks have shown the last time
 * before {@code to}.
 *
 * <p>Scenario, Europe/Madrid, where clocks go from 02:00 to 03:00 in spring, and in autumn show
 * 02:00 to 03:00 twice: {@code 02:30} to {@code 05:00} begins at 03:00 in spring, and in autumn
 * when clocks first show 02:30. {@code 00:00} to {@code 02:30} ends at 03:00 in spring, and in
 * autumn when they show 02:30 again.
 *
 * @param days on which they begin, from Monday on
 * @param fromMinute of the day, from 0 to 1439
 * @param toMinute of the day, from 0 to 1440; unless greater than {@code fromMinute}, one of the
 *     next day
 * @param zone whose clocks count
 */
public record LocalHours(List<DayOfWeek> days, int fromMinute, int toMinute, ZoneId zone)
    implements Times {

  /** Minutes of a day, and the end of a day. */
  public static final int MINUTES_OF_DAY = 24 * 60;

  /** Hours begin at most one day before the day of an instant in them, by any zone. */
  private static final int DAYS_BEFORE = 2;

  public LocalHours {
    Objects.requireNonNull(zone, "zone");
    days = days.stream().distinct().sorted().toList();
    if (days.isEmpty()) {
      throw new InvalidFieldException("days", "days: is an empty list; leave it out for all days");
    }
    if (fromMinute < 0 || fromMinute >= MINUTES_OF_DAY) {
      throw new InvalidFieldException(
          "from", ClockTime.of(fromMinute), "must be from 00:00 to 23:59");
    }
    if (toMinute < 0 || toMinute > MINUTES_OF_DAY) {
      throw new InvalidFieldException("to", ClockTime.of(toMinute), "must be from 00:00 to 24:00");
    }
    if (fromMinute == toMinute) {
      throw new InvalidFieldException(
          "to",
          ClockTime.of(toMinute),
          "must be another time than from; a whole day is from 00:00 to 24:00");
    }
  }

  /** Hours of some days of the week, in any order. */
  public static LocalHours of(
      Collection<DayOfWeek> days, int fromMinute, int toMinute, ZoneId zone) {
    return new LocalHours(List.copyOf(days), fromMinute, toMinute, zone);
  }

  @Override
  public void forEachSpan(long rangeFrom, long rangeTo, Spans spans) {
    LocalDate last = dateOf(rangeTo).plusDays(1);
    LocalDate date = dateOf(rangeFrom).minusDays(DAYS_BEFORE);
    for (; !date.isAfter(last); date = date.plusDays(1)) {
      if (days.contains(date.getDayOfWeek())) {
        long from = millis(date, fromMinute, true);
        long to = millis(toMinute > fromMinute ? date : date.plusDays(1), toMinute, false);
        if (from < to && from < rangeTo && to > rangeFrom) {
          spans.accept(from, to);
        }
      }
    }
  }

  private static LocalDate dateOf(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }

  private long millis(LocalDate date, int minute, boolean isFrom) {
    LocalDateTime local = date.atStartOfDay().plusMinutes(minute);
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change == null) {
      return local.toEpochSecond(zone.getRules().getOffset(local)) * 1_000;
    }
    if (change.isGap()) {
      return change.toEpochSecond() * 1_000;
    }
    // Before the first of two times, clocks show no earlier one again.
    boolean isFirst = isFrom || local.equals(change.getDateTimeAfter());
    return local.toEpochSecond(isFirst ? change.getOffsetBefore() : change.getOffsetAfter())
        * 1_000;
  }

  @Override
  public String canonicalText() {
    StringBuilder numbers = new StringBuilder();
    days.forEach(day -> numbers.append(day.getValue()));
    return numbers + " " + fromMinute + ".." + toMinute + " " + zone.getId();
  }

  /** Whether they last for whole days. */
  public boolean areWholeDays() {
    return fromMinute == 0 && toMinute == MINUTES_OF_DAY;
  }

  @Override
  public String toString() {
    return String.format(
        "%s %s to %s %s",
        WeekDays.text(days), ClockTime.of(fromMinute), ClockTime.of(toMinute), zone);
  }
}
