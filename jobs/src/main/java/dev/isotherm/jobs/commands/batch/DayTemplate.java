package dev.isotherm.jobs.commands.batch;

import dev.isotherm.jobs.commands.options.TextConverter;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Writes a day into the names of files and folders. */
record DayTemplate(LocalDate day) {

  private static final String MUST_BE = "must be a date such as 2025-07-01, yesterday or today";

  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MM", Locale.ROOT);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd", Locale.ROOT);
  private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("uuuu", Locale.ROOT);

  private static final String DATE_MARK = "{date}";
  private static final String YEAR_MARK = "{yyyy}";
  private static final String MONTH_MARK = "{MM}";
  private static final String DAY_MARK = "{dd}";
  private static final List<String> MARKS = List.of(DATE_MARK, YEAR_MARK, MONTH_MARK, DAY_MARK);

  /** A day as it was named, which may depend on the day on which it is asked. */
  record Named(String text) {

    private static final String YESTERDAY = "yesterday";
    private static final String TODAY = "today";

    static Named parse(String text) {
      String name = text.strip().toLowerCase(Locale.ROOT);
      boolean isRelative = name.equals(YESTERDAY) || name.equals(TODAY);
      return new Named(isRelative ? name : LocalDate.parse(name).toString());
    }

    /** Returns the day, as it is in a zone. */
    DayTemplate in(ZoneId zone, InstantSource clock) {
      LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
      return new DayTemplate(
          switch (text) {
            case TODAY -> today;
            case YESTERDAY -> today.minusDays(1);
            default -> LocalDate.parse(text);
          });
    }
  }

  /** Reads the option. */
  static final class Converter extends TextConverter<Named> {
    Converter() {
      super(Named::parse, MUST_BE);
    }
  }

  /** Returns whether a day can be written into a name. */
  static boolean isIn(String name) {
    return MARKS.stream().anyMatch(name::contains);
  }

  /** Returns a name with the day in place of all marks. */
  String fill(String name) {
    return name.replace(DATE_MARK, day.toString())
        .replace(YEAR_MARK, YEAR.format(day))
        .replace(MONTH_MARK, MONTH.format(day))
        .replace(DAY_MARK, DAY.format(day));
  }
}
