package dev.isotherm.jobs.report.html;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * The time axis that all charts of a report share.
 *
 * @param fromMillis where it begins
 * @param toMillis where it ends, later
 */
public record TimeAxis(long fromMillis, long toMillis, ZoneId zone) {

  /** Width of a chart: each pixel has ten units. */
  static final int WIDTH = 7_200;

  private static final int MAX_TICKS = 5;
  private static final int[] MINUTES = {1, 5, 15, 30, 60, 180, 360, 720};
  private static final int[] DAYS = {1, 2, 7, 14};
  private static final int[] MONTHS = {1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200};

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("uuuu", Locale.ENGLISH);

  /** A mark with its place from 0 to {@link #WIDTH}. */
  record Tick(int x, String label) {}

  /** Returns the place of an instant; instants outside are at the ends. */
  int x(long millis) {
    double share = ((double) millis - fromMillis) / (toMillis - fromMillis);
    return (int) Math.round(Math.max(0, Math.min(1, share)) * WIDTH);
  }

  /** Returns at most {@value #MAX_TICKS} marks at round times of the zone. */
  List<Tick> ticks() {
    for (int minutes : MINUTES) {
      if (toMillis - fromMillis <= Duration.ofMinutes(minutes).toMillis() * MAX_TICKS) {
        return marks(minutes, ChronoUnit.MINUTES, timesOfDay());
      }
    }
    for (int days : DAYS) {
      if (toMillis - fromMillis <= Duration.ofDays(days).toMillis() * MAX_TICKS) {
        return marks(days, ChronoUnit.DAYS, DAY::format);
      }
    }
    for (int months : MONTHS) {
      if (toMillis - fromMillis <= Duration.ofDays(30L * months).toMillis() * MAX_TICKS) {
        return marks(months, ChronoUnit.MONTHS, (months < 12 ? MONTH : YEAR)::format);
      }
    }
    return List.of();
  }

  /** Writes the marks as a row below a chart. */
  public void writeTicks(HtmlWriter html) throws IOException {
    html.open("div", "class", "x");
    for (Tick tick : ticks()) {
      long permille = Math.round(tick.x() * 1_000.0 / WIDTH);
      html.element(
          "span", tick.label(), "style", "left:" + permille / 10 + "." + permille % 10 + "%");
    }
    html.close();
  }

  private List<Tick> marks(int step, ChronoUnit unit, Function<ZonedDateTime, String> label) {
    List<Tick> ticks = new ArrayList<>();
    ZonedDateTime first = roundedDown(step, unit);
    for (int i = 0; i <= MAX_TICKS + 1; i++) {
      ZonedDateTime mark = first.plus((long) i * step, unit);
      long millis = mark.toInstant().toEpochMilli();
      if (millis >= fromMillis && millis < toMillis) {
        ticks.add(new Tick(x(millis), label.apply(mark)));
      }
    }
    return ticks;
  }

  /** Times of the day. On an axis of several days, the first one of each day has its date. */
  private Function<ZonedDateTime, String> timesOfDay() {
    if (dayOf(fromMillis).equals(dayOf(toMillis - 1))) {
      return TIME::format;
    }
    Set<LocalDate> named = new HashSet<>();
    return mark -> {
      String time = TIME.format(mark);
      if (!named.add(mark.toLocalDate())) {
        return time;
      }
      return DAY.format(mark) + (mark.toLocalTime().equals(LocalTime.MIDNIGHT) ? "" : " " + time);
    };
  }

  private LocalDate dayOf(long millis) {
    return Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
  }

  private ZonedDateTime roundedDown(int step, ChronoUnit unit) {
    ZonedDateTime from = Instant.ofEpochMilli(fromMillis).atZone(zone);
    LocalDate day = from.toLocalDate();
    return switch (unit) {
      case MINUTES -> {
        int minute = from.getHour() * 60 + from.getMinute();
        yield day.atStartOfDay(zone).plusMinutes(minute - minute % step);
      }
      case DAYS -> day.atStartOfDay(zone);
      default -> {
        int month = day.getYear() * 12 + day.getMonthValue() - 1;
        int rounded = month - Math.floorMod(month, step);
        yield LocalDate.of(Math.floorDiv(rounded, 12), Math.floorMod(rounded, 12) + 1, 1)
            .atStartOfDay(zone);
      }
    };
  }
}
