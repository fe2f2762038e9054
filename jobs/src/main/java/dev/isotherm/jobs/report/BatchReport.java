package dev.isotherm.jobs.report;

import dev.isotherm.jobs.files.LocalPaths;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.model.Average;
import dev.isotherm.model.Rejection;
import dev.isotherm.wire.JsonLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;

/** Shows the results of a bounded run: averages on standard output, all else on standard error. */
public final class BatchReport {

  /** How averages are printed. */
  public enum Print {
    TABLE,
    CSV,
    JSON,
    NONE
  }

  /** Says where a rejected message is, as people look for it. */
  @FunctionalInterface
  public interface RejectionPlace {
    String of(Rejection rejection) throws IOException;
  }

  /** A terminal is no place for more; the files hold everything. */
  private static final int MOST_TABLE_ROWS = 1_000;

  private final PrintWriter out;
  private final PrintWriter err;
  private final RejectionPlace place;

  public BatchReport(PrintWriter out, PrintWriter err, RejectionPlace place) {
    this.out = out;
    this.err = err;
    this.place = place;
  }

  /** How many averages it takes to print them in some way. */
  public static int mostAverages(Print print) {
    return switch (print) {
      case TABLE -> MOST_TABLE_ROWS;
      case CSV, JSON -> Integer.MAX_VALUE;
      case NONE -> 0;
    };
  }

  public void print(BatchResults results, Print print, ZoneId zone, ResultFolder folder)
      throws IOException {
    List<Average> averages = results.firstAverages();
    switch (print) {
      case TABLE -> printTable(results, zone, folder);
      case CSV -> {
        CsvReport report = new CsvReport(out, ',');
        for (Average average : averages) {
          report.print(average);
        }
      }
      case JSON -> {
        for (Average average : averages) {
          out.append(new String(JsonLines.of(average), StandardCharsets.UTF_8)).append('\n');
        }
      }
      case NONE -> {}
    }
    out.flush();
    printAccounting(results, folder);
    err.flush();
  }

  private void printTable(BatchResults results, ZoneId zone, ResultFolder folder)
      throws IOException {
    if (results.averages() == 0) {
      err.println("No readings to process");
      return;
    }
    TableReport.print(results.firstAverages(), zone, out);
    long more = results.averages() - results.firstAverages().size();
    if (more > 0) {
      out.printf(
          "… and %d more averages in %s/%s%n",
          more, LocalPaths.relative(folder.toString()), ResultFolder.AVERAGES);
    }
    out.println();
  }

  private void printAccounting(BatchResults results, ResultFolder folder) throws IOException {
    for (Rejection rejection : results.firstRejections()) {
      err.printf(
          "skipped %s: %s: %s%n", place.of(rejection), rejection.reason(), rejection.detail());
    }
    long more = results.accounting().allRejected() - results.firstRejections().size();
    if (more > 0) {
      err.printf(
          "… and %d more in %s/%s%n",
          more, LocalPaths.relative(folder.toString()), ResultFolder.REJECTED);
    }
    err.println(results.accounting());
    err.println("Results are in " + LocalPaths.relative(folder.toString()));
  }
}
