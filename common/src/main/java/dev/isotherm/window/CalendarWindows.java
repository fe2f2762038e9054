package dev.isotherm.window;

import dev.isotherm.model.EnumText;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * The hours, days, weeks (from Monday) or months of a time zone. A day has 23 or 25 hours when
 * daylight saving time begins or ends.
 *
 * <p>Hours follow the time line, not the local clock: the hour that is repeated in autumn is two
 * windows. If the clock moves by half an hour, the hour in which it moves is shorter.
 */
public final class CalendarWindows implements Windowing {

  /** The calendar unit that is a window. */
  public enum Unit {
    HOUR,
    DAY,
    WEEK,
    MONTH
  }

  private static final long serialVersionUID = 1;

  private final Unit unit;
  private final ZoneId zone;

  /** The window found last; consecutive readings are mostly in the same one. */
  private transient long start;

  private transient long end;

  CalendarWindows(Unit unit, ZoneId zone) {
    this.unit = unit;
    this.zone = zone;
  }

  @Override
  public long startOf(long epochMillis) {
    find(epochMillis);
    return start;
  }

  @Override
  public long endOf(long epochMillis) {
    find(epochMillis);
    return end;
  }

  private void find(long epochMillis) {
    if (epochMillis >= start && epochMillis < end) {
      return;
    }
    ZonedDateTime instant = Instant.ofEpochMilli(epochMillis).atZone(zone);
    if (unit == Unit.HOUR) {
      findHour(instant);
      return;
    }
    LocalDate first = firstDay(instant.toLocalDate());
    start = startOfDay(first);
    end = startOfDay(nextFirstDay(first));
  }

  /** Finds an hour of the local clock, cut where the offset of the zone changes. */
  private void findHour(ZonedDateTime instant) {
    OffsetDateTime hour = instant.toOffsetDateTime().truncatedTo(ChronoUnit.HOURS);
    start = hour.toInstant().toEpochMilli();
    end = hour.plusHours(1).toInstant().toEpochMilli();
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition before = rules.previousTransition(instant.toInstant().plusMillis(1));
    ZoneOffsetTransition after = rules.nextTransition(instant.toInstant());
    if (before != null) {
      start = Math.max(start, before.getInstant().toEpochMilli());
    }
    if (after != null) {
      end = Math.min(end, after.getInstant().toEpochMilli());
    }
  }

  private LocalDate firstDay(LocalDate day) {
    return switch (unit) {
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
      default -> day;
    };
  }

  private LocalDate nextFirstDay(LocalDate first) {
    return switch (unit) {
      case WEEK -> first.plusWeeks(1);
      case MONTH -> first.plusMonths(1);
      default -> first.plusDays(1);
    };
  }

  private long startOfDay(LocalDate day) {
    return day.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  @Override
  public @Nullable ZoneId zoneOfDays() {
    return unit == Unit.HOUR ? null : zone;
  }

  @Override
  public String toString() {
    return EnumText.lowerCase(unit) + " in " + zone;
  }
}
