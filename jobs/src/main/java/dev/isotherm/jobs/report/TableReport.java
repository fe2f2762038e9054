package dev.isotherm.jobs.report;

import dev.isotherm.model.Average;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Prints averages as tables, one for each window, ordered by time. The columns are as wide as their
 * content. The header is printed above the first window, and again after each {@value
 * #ROWS_OF_PAGE} rows, above the window that begins there.
 *
 * <p>Numbers have two decimals, and more where two would round to zero.
 */
public final class TableReport {
  private static final List<String> HEADER =
      List.of("sensor", "metric", "count", "mean", "min", "max", "stddev");
  private static final int TEXT_COLUMNS = 2;

  /** A window that begins after this many rows has the header again. */
  private static final int ROWS_OF_PAGE = 50;

  private static final String GAP = "  ";
  private static final String TO = " \u2013 ";
  private static final Comparator<Average> ORDER =
      BatchResults.BY_WINDOW.thenComparingInt(Average::revision);

  private TableReport() {}

  /**
   * Prints all averages, or nothing if there are none.
   *
   * @param zone time zone of the titles
   */
  public static void print(Collection<Average> averages, ZoneId zone, Appendable out)
      throws IOException {
    List<Average> sorted = averages.stream().sorted(ORDER).toList();
    ExtraColumns extra = ExtraColumns.of(sorted);
    List<String> header = joined(HEADER, extra.names());
    int[] widths = widths(header, sorted, extra);
    Average previous = null;
    int rowsOfPage = 0;
    for (Average average : sorted) {
      if (previous == null || !sameWindow(previous, average)) {
        out.append(previous == null ? "" : "\n");
        out.append(title(average.windowStartMillis(), average.windowEndMillis(), zone));
        out.append('\n');
        if (previous == null || rowsOfPage >= ROWS_OF_PAGE) {
          out.append(GAP).append(row(header, TEXT_COLUMNS, widths)).append('\n');
          rowsOfPage = 0;
        }
      }
      rowsOfPage++;
      out.append(GAP)
          .append(row(cells(average, extra), TEXT_COLUMNS, widths).stripTrailing())
          .append('\n');
      previous = average;
    }
  }

  private static boolean sameWindow(Average a, Average b) {
    return a.windowStartMillis() == b.windowStartMillis()
        && a.windowEndMillis() == b.windowEndMillis();
  }

  private static List<String> cells(Average average, ExtraColumns extra) {
    List<String> cells =
        List.of(
            average.series().sensorId(),
            average.series().metric(),
            Long.toString(average.count()),
            number(average.mean()),
            number(average.min()),
            number(average.max()),
            number(average.stddev()));
    return joined(cells, extra.cells(average, TableReport::number));
  }

  private static List<String> joined(List<String> cells, List<String> more) {
    return Stream.concat(cells.stream(), more.stream()).toList();
  }

  /** Formats with two decimals, or with two significant digits if nearer to 0 than 0.01. */
  public static String number(double value) {
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (size >= 1e15 || (size > 0 && size < 1e-6)) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    if (size > 0 && size < 0.01) {
      int zeros = (int) -Math.floor(Math.log10(size));
      return String.format(Locale.ROOT, "%." + (zeros + 1) + "f", value);
    }
    return String.format(Locale.ROOT, "%.2f", value + 0.0); // -0.0 + 0.0 is 0.0
  }

  private static int[] widths(List<String> header, List<Average> averages, ExtraColumns extra) {
    int[] widths = new int[header.size()];
    widen(widths, header);
    averages.forEach(average -> widen(widths, cells(average, extra)));
    return widths;
  }

  /** Makes columns at least as wide as the cells of a row. */
  static void widen(int[] widths, List<String> cells) {
    Arrays.setAll(widths, i -> Math.max(widths[i], length(cells.get(i))));
  }

  /** Pads the cells of a row; the first columns are text, the others are aligned to the right. */
  static String row(List<String> cells, int textColumns, int[] widths) {
    List<String> padded = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      String blanks = " ".repeat(widths[i] - length(cell));
      padded.add(i < textColumns ? cell + blanks : blanks + cell);
    }
    return String.join(GAP, padded);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  /**
   * Formats a window in local time: {@code 2025-07-01 (Europe/Berlin)} for a day, {@code 2025-07-01
   * – 2025-07-07 (Europe/Berlin)} for several, {@code 2025-07-01 12:00 – 13:00} for a shorter
   * window. If the clocks change within the window, its times include their offsets.
   */
  public static String title(long startMillis, long endMillis, ZoneId zone) {
    ZonedDateTime start = Instant.ofEpochMilli(startMillis).atZone(zone);
    ZonedDateTime end = Instant.ofEpochMilli(endMillis).atZone(zone);
    LocalDate first = start.toLocalDate();
    if (isStartOfDay(start) && isStartOfDay(end)) {
      LocalDate last = end.toLocalDate().minusDays(1);
      return first + (first.equals(last) ? "" : TO + last) + " (" + zone + ")";
    }
    boolean clocksChange = !start.getOffset().equals(end.getOffset());
    String from = first + " " + time(start, clocksChange);
    if (!clocksChange && isStartOfDay(end) && end.toLocalDate().equals(first.plusDays(1))) {
      return from + TO + "24:00";
    }
    String endDate = end.toLocalDate().equals(first) ? "" : end.toLocalDate() + " ";
    return from + TO + endDate + time(end, clocksChange);
  }

  private static boolean isStartOfDay(ZonedDateTime at) {
    return at.isEqual(at.toLocalDate().atStartOfDay(at.getZone()));
  }

  private static String time(ZonedDateTime at, boolean withOffset) {
    LocalTime time = at.toLocalTime(); // its text leaves out seconds that are zero
    return withOffset ? time + at.getOffset().getId() : time.toString();
  }
}
