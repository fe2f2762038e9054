package dev.isotherm.parse.time;

import dev.isotherm.parse.message.ParseException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Reads timestamps of one pattern; blanks around them do not matter. Not thread-safe. */
final class PatternForm implements InstantForm {

  private final InstantPattern pattern;
  private final LocalTimes times;
  private final PatternFields fields = new PatternFields();

  PatternForm(InstantPattern pattern, LocalTimes times) {
    this.pattern = pattern;
    this.times = times;
  }

  @Override
  public long read(byte[] b, int off, int end) throws ParseException {
    int from = off;
    int to = end;
    while (from < to && PatternElement.isBlank(b[from])) {
      from++;
    }
    while (from < to && PatternElement.isBlank(b[to - 1])) {
      to--;
    }
    fields.clear();
    return pattern.matches(b, from, to, fields) ? instant() : NO_MATCH;
  }

  private long instant() throws ParseException {
    int year = fields.get(PatternField.YEAR, 2_000 + fields.get(PatternField.YEAR_SINCE_2000, 0));
    boolean monthless = !fields.has(PatternField.MONTH) && fields.has(PatternField.DAY);
    boolean yearless = !fields.has(PatternField.YEAR) && !fields.has(PatternField.YEAR_SINCE_2000);
    if (yearless || monthless) {
      return NO_MATCH;
    }
    DayInZone day = day(year);
    int weekday = fields.get(PatternField.DAY_OF_WEEK, 0);
    if (weekday > 0 && weekday != day.date().getDayOfWeek().getValue()) {
      throw new ParseException(
          "names another day of the week than that of "
              + day.date()
              + ", which is "
              + day.date().getDayOfWeek());
    }
    ZoneId zone = fields.zone();
    boolean hasOffset = fields.has(PatternField.OFFSET_MINUTES);
    if (!hasHour() && !hasOffset && zone == null) {
      return fields.has(PatternField.MINUTE) ? NO_MATCH : day.startMillis();
    }
    long millisOfDay = millisOfDay();
    if (hasOffset) {
      return atOffset(day, millisOfDay, zone);
    }
    boolean endOfDay = millisOfDay == LocalTimes.MILLIS_PER_DAY;
    if (zone != null) {
      LocalDateTime local = day.date().atStartOfDay().plusNanos(millisOfDay * 1_000_000);
      return times.millisAt(local, zone);
    }
    return endOfDay
        ? times.day(day.date().plusDays(1)).startMillis()
        : times.millisAt(day, millisOfDay);
  }

  private DayInZone day(int year) throws ParseException {
    if (!fields.has(PatternField.DAY_OF_YEAR)) {
      return times.day(year, fields.get(PatternField.MONTH, 1), fields.get(PatternField.DAY, 1));
    }
    int dayOfYear = fields.get(PatternField.DAY_OF_YEAR, 0);
    LocalTimes.requireWithin(1, 9_999, year, "year");
    LocalTimes.requireWithin(1, Year.of(year).length(), dayOfYear, "day of the year");
    return times.day(LocalDate.ofYearDay(year, dayOfYear));
  }

  private boolean hasHour() {
    return fields.has(PatternField.HOUR) || fields.has(PatternField.HOUR_OF_HALF_DAY);
  }

  /** Returns the time; 24:00 is the end of the day. */
  private long millisOfDay() throws ParseException {
    int hour = fields.get(PatternField.HOUR, 0);
    if (fields.has(PatternField.HOUR_OF_HALF_DAY)) {
      int ofHalf = fields.get(PatternField.HOUR_OF_HALF_DAY, 0);
      LocalTimes.requireWithin(1, 12, ofHalf, "hour");
      hour = ofHalf % 12 + 12 * fields.get(PatternField.HALF_OF_DAY, 0);
    }
    int minute = fields.get(PatternField.MINUTE, 0);
    int second = fields.get(PatternField.SECOND, 0);
    int milli = fields.get(PatternField.MILLI, 0);
    boolean wholeHour = minute == 0 && second == 0 && milli == 0;
    LocalTimes.requireWithin(0, hour == 24 && wholeHour ? 24 : 23, hour, "hour");
    LocalTimes.requireWithin(0, 59, minute, "minute");
    LocalTimes.requireWithin(0, 59, second, "second");
    return ((hour * 60L + minute) * 60 + second) * 1_000 + milli;
  }

  private long atOffset(DayInZone day, long millisOfDay, @Nullable ZoneId zone)
      throws ParseException {
    int offset = fields.get(PatternField.OFFSET_MINUTES, 0);
    long millis = day.millisAtInUtc(millisOfDay) - offset * 60_000L;
    if (zone != null) {
      int inZone = zone.getRules().getOffset(Instant.ofEpochMilli(millis)).getTotalSeconds();
      if (inZone != offset * 60) {
        throw new ParseException("has an offset that " + zone + " does not have at that time");
      }
    }
    return millis;
  }
}
