package dev.isotherm.jobs.report;

import dev.isotherm.group.GroupAverage;
import dev.isotherm.jobs.files.LocalPaths;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.model.Average;
import dev.isotherm.model.Rejection;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;

/**
 * Prints the results of a bounded run: averages to standard output, everything else to standard
 * error.
 *
 * @param zone time zone of a table
 * @param position formats the position of a rejected message
 */
public record BatchReport(
    Print print, ZoneId zone, RejectionPosition position, PrintWriter out, PrintWriter err) {

  /** The format of averages. */
  public enum Print {
    TABLE,
    CSV,
    JSON,
    NONE
  }

  /** Formats the position of a rejected message for users. */
  @FunctionalInterface
  public interface RejectionPosition {
    String of(Rejection rejection);
  }

  /** A longer table is no use in a terminal; the files contain everything. */
  private static final int MAX_TABLE_ROWS = 1_000;

  /** The number of averages that are printed at most. */
  public int maxAverages() {
    return switch (print) {
      case TABLE -> MAX_TABLE_ROWS;
      case CSV, JSON -> Integer.MAX_VALUE;
      case NONE -> 0;
    };
  }

  /** Prints results that were read from a folder. */
  public void print(BatchResults results, ResultFolder folder) throws IOException {
    List<Average> averages = results.firstAverages();
    switch (print) {
      case TABLE -> printTable(results, folder);
      case CSV -> {
        CsvReport report = new CsvReport(out, ExtraColumns.of(averages));
        for (Average average : averages) {
          report.print(average);
        }
      }
      case JSON -> {
        for (Average average : averages) {
          out.append(new String(JsonLinesWriter.of(average), StandardCharsets.UTF_8)).append('\n');
        }
      }
      case NONE -> {}
    }
    out.flush();
    printAccounting(results, folder);
    err.flush();
  }

  /** Prints a sentence for the user. */
  public void tell(String sentence) {
    err.println(sentence);
    err.flush();
  }

  private void printTable(BatchResults results, ResultFolder folder) throws IOException {
    if (results.averages() == 0) {
      return;
    }
    TableReport.print(results.firstAverages(), zone, out);
    long more = results.averages() - results.firstAverages().size();
    if (more > 0) {
      out.printf("… and %d more averages in %s%n", more, in(folder, ResultFolder.AVERAGES));
    }
    out.println();
    printGroups(results.groups(), folder);
  }

  private void printGroups(GroupResults groups, ResultFolder folder) throws IOException {
    List<GroupAverage> first = groups.firstAverages();
    if (first.isEmpty()) {
      return;
    }
    out.printf("by %s%n%n", groups.by());
    GroupTable.print(first, zone, out);
    long more = groups.averages() - first.size();
    if (more > 0) {
      out.printf(
          "… and %d more averages of groups in %s%n",
          more, in(folder, ResultFolder.GROUP_AVERAGES));
    }
    out.println();
  }

  private void printAccounting(BatchResults results, ResultFolder folder) {
    if (results.usable() && results.averages() == 0) {
      err.println("No readings to process");
    }
    if (results.usable() || !results.rejections().areOfOneSource()) {
      results.rejections().print(err, position, in(folder, ResultFolder.REJECTED));
    }
    err.println(results.counts());
    results.leftOut().print(err);
    results.implausible().print(err, in(folder, ResultFolder.LATE));
    if (results.accounting().accepted() > 0) {
      results.alerts().print(err, in(folder, ResultFolder.TRANSITIONS));
    }
    if (results.isZoneGuessed()) {
      err.println("isotherm: times without an offset are read as UTC (--zone)");
    }
    results.warnings().forEach(warning -> err.println("warning: " + warning));
    if (!results.usable()) {
      err.println("isotherm: " + nothingUsed(results));
    }
    err.println("Results are in " + LocalPaths.relative(folder.toString()));
  }

  private String nothingUsed(BatchResults results) {
    long messages = results.accounting().messages();
    return messages == 0
        ? "no message could be used, because there is none"
        : "none of "
            + messages
            + " messages could be used: "
            + results.rejections().nothingAccepted(position);
  }

  private static String in(ResultFolder folder, String kind) {
    return LocalPaths.relative(folder.toString()) + "/" + kind;
  }
}
