package dev.isotherm.jobs.report;

import dev.isotherm.group.GroupAverage;
import dev.isotherm.model.Average;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;

/** Prints averages of groups as tables, one for each window, in the form of {@link TableReport}. */
final class GroupTable {

  private static final List<String> HEADER =
      List.of("group", "metric", "sensors", "count", "mean", "min", "max", "stddev");
  private static final int TEXT_COLUMNS = 2;
  private static final String INDENT = "  ";

  private GroupTable() {}

  /**
   * Prints all averages.
   *
   * @param averages ordered by window
   * @param zone time zone of the titles
   */
  static void print(List<GroupAverage> averages, ZoneId zone, Appendable out) throws IOException {
    int[] widths = new int[HEADER.size()];
    TableReport.widen(widths, HEADER);
    averages.forEach(average -> TableReport.widen(widths, cells(average)));
    String titleBefore = "";
    for (GroupAverage average : averages) {
      Average values = average.average();
      String title = TableReport.title(values.windowStartMillis(), values.windowEndMillis(), zone);
      if (!title.equals(titleBefore)) {
        out.append(titleBefore.isEmpty() ? "" : "\n").append(title).append('\n');
        out.append(INDENT).append(TableReport.row(HEADER, TEXT_COLUMNS, widths)).append('\n');
        titleBefore = title;
      }
      out.append(INDENT).append(TableReport.row(cells(average), TEXT_COLUMNS, widths)).append('\n');
    }
  }

  private static List<String> cells(GroupAverage average) {
    Average values = average.average();
    return List.of(
        average.group().name(),
        values.series().metric(),
        Long.toString(average.sensors()),
        Long.toString(values.count()),
        TableReport.number(values.mean()),
        TableReport.number(values.min()),
        TableReport.number(values.max()),
        TableReport.number(values.stddev()));
  }
}
