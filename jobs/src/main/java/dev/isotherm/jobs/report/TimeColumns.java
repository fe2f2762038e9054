package dev.isotherm.jobs.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells which columns are named like a time of the day. */
final class TimeColumns {

  private static final Set<String> TIMES =
      Set.of(
          "time", "hour", "hours", "hh", "hhmm", "hhmmss", "clock", "zeit", "uhrzeit", "stunde",
          "heure", "hora", "ora", "uur", "tijd", "tid", "klockan", "czas", "godzina", "saat");

  /** Words that may stand beside, such as a zone or a pattern. */
  private static final Set<String> BESIDE =
      Set.of(
          "of",
          "day",
          "local",
          "lst",
          "utc",
          "gmt",
          "mez",
          "mesz",
          "cet",
          "cest",
          "obs",
          "sample",
          "measurement",
          "reading",
          "hh",
          "mm",
          "ss",
          "h");

  private TimeColumns() {}

  /** Returns the first column that is named like a time; {@code null} if none is. */
  static @Nullable String first(Collection<String> columns) {
    return columns.stream().filter(TimeColumns::isTime).findFirst().orElse(null);
  }

  /**
   * {@code Time (UTC)}, {@code Uhrzeit} and {@code hh:mm:ss} are times, {@code timezone} is not.
   */
  private static boolean isTime(String column) {
    String words = column.replaceAll("(?<=\\p{Ll})(?=\\p{Lu})", " ").toLowerCase(Locale.ROOT);
    List<String> all =
        Arrays.stream(words.split("[^\\p{L}]+")).filter(word -> !word.isEmpty()).toList();
    return all.stream().anyMatch(TIMES::contains)
        && all.stream().allMatch(word -> TIMES.contains(word) || BESIDE.contains(word));
  }
}
