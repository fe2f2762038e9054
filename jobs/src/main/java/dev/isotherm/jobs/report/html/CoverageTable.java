package dev.isotherm.jobs.report.html;

import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Writes readings by day as a calendar: a row for each month, shaded by the number of readings. */
final class CoverageTable {

  private static final int MAX_MONTHS = 120;
  private static final int LONGEST_MONTH = 31;

  /** More months than these without readings are one row. */
  private static final int MAX_EMPTY_MONTHS = 2;

  private final ReadingsByDay days;
  private final long most;

  private CoverageTable(ReadingsByDay days) {
    this.days = days;
    this.most = days.most();
  }

  /** Writes the calendar and what it says in words. */
  static void write(HtmlWriter html, ReadingsByDay days) throws IOException {
    if (days.exceedsDay()) {
      html.element(
          "p",
          "Windows are longer than a day, so that the days of their readings are not known."
              + " The line below each chart shows for which time there are windows.");
      return;
    }
    new CoverageTable(days).write(html);
  }

  private void write(HtmlWriter html) throws IOException {
    html.element("p", sentence());
    html.open(
        "div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Calendar");
    html.open("table", "class", "calendar").element("caption", "Readings of all series by day");
    html.open("thead").open("tr").element("th", "", "scope", "col");
    for (int day = 1; day <= LONGEST_MONTH; day++) {
      html.element("th", Integer.toString(day), "scope", "col");
    }
    html.element("th", "total", "scope", "col").close().closeLine().open("tbody");
    int rows = 0;
    YearMonth last = YearMonth.from(days.last());
    YearMonth month = YearMonth.from(days.first());
    while (!month.isAfter(last) && rows < MAX_MONTHS) {
      long empty = emptyMonths(month, last);
      if (empty > MAX_EMPTY_MONTHS) {
        html.open("tr").element("th", month.toString(), "scope", "row");
        html.element("td", empty + " months without readings", "colspan", "32", "class", "none");
        html.closeLine();
        month = month.plusMonths(empty);
      } else {
        writeMonth(html, month);
        month = month.plusMonths(1);
      }
      rows++;
    }
    html.close().close().closeLine();
    if (!month.isAfter(last)) {
      html.element("p", "The calendar ends after " + MAX_MONTHS + " rows; readings go on.");
    }
  }

  private String sentence() {
    long all = ChronoUnit.DAYS.between(days.first(), days.last()) + 1;
    ReadingsByDay.Gap gap = days.longestGap();
    String period = all == 1 ? "" : ", from " + days.first() + " to " + days.last();
    String text = days.days() + " of " + all + (all == 1 ? " day has" : " days have") + " readings";
    return text
        + period
        + ". "
        + (gap.days() == 0 ? "" : "The longest gap is " + words(gap) + ". ")
        + "Darker days have more; the fullest has "
        + most
        + ".";
  }

  private static String words(ReadingsByDay.Gap gap) {
    return gap.days() == 1
        ? gap.first().toString()
        : gap.first() + " to " + gap.last() + ", " + gap.days() + " days";
  }

  private long emptyMonths(YearMonth from, YearMonth last) {
    long empty = 0;
    for (YearMonth month = from; month.isBefore(last) && total(month) == 0; empty++) {
      month = month.plusMonths(1);
    }
    return empty;
  }

  private long total(YearMonth month) {
    long total = 0;
    for (int day = 1; day <= month.lengthOfMonth(); day++) {
      total += days.on(month.atDay(day));
    }
    return total;
  }

  private void writeMonth(HtmlWriter html, YearMonth month) throws IOException {
    html.open("tr").element("th", month.toString(), "scope", "row");
    for (int day = 1; day <= LONGEST_MONTH; day++) {
      if (day > month.lengthOfMonth()) {
        html.element("td", "");
      } else {
        writeDay(html, month.atDay(day));
      }
    }
    html.element("td", compact(total(month)), "class", "n").closeLine();
  }

  private void writeDay(HtmlWriter html, LocalDate day) throws IOException {
    long readings = days.on(day);
    if (readings > 0) {
      long level = Math.min(4, 1 + (long) ((readings - 1) * 4.0 / most));
      html.element("td", compact(readings), "class", "k" + level);
    } else if (day.isBefore(days.first()) || day.isAfter(days.last())) {
      html.element("td", "");
    } else {
      html.element("td", "0", "class", "k0");
    }
  }

  /** A number in at most four characters, such as {@code 1.4k}. */
  static String compact(long number) {
    if (number < 1_000) {
      return Long.toString(number);
    }
    String units = "kMGTPE";
    double value = number / 1e3;
    int unit = 0;
    while (value >= 999.5 && unit < units.length() - 1) {
      value /= 1e3;
      unit++;
    }
    String format = value < 9.95 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, format, value).replace(".0", "") + units.charAt(unit);
  }
}
