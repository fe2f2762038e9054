package dev.isotherm.jobs.commands.options;

import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.report.BatchReport;
import dev.isotherm.jobs.report.html.ReportFile;
import dev.isotherm.jobs.report.html.ReportRun;
import dev.isotherm.jobs.report.html.RunReport;
import dev.isotherm.model.ValidationErrors;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the results of a bounded run go, and how they are shown. */
public final class ResultOptions implements Validated {

  private static final String REPORT = "--report";
  private static final String DEFAULT_OUTPUT = "isotherm-out";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Folder for the results, which appear all at once when the job has succeeded (default: "
              + DEFAULT_OUTPUT
              + ", replaced by every run).")
  private @Nullable String output;

  @Option(names = "--overwrite", description = "Replace results that are in DIR already.")
  private boolean overwrite;

  @Option(
      names = "--print",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "Print averages as table, csv, json or none (default: ${DEFAULT-VALUE}).")
  private BatchReport.Print print;

  @Option(
      names = REPORT,
      paramLabel = "FILE",
      description =
          "Also write a report to FILE, which ends with .html: charts, coverage, alerts, what was"
              + " rejected or left out. It is one page that can be printed.")
  private @Nullable String report;

  @Override
  public void check(ValidationErrors errors) {
    String error = report == null ? null : ReportFile.error(report, folder());
    if (error != null) {
      errors.add(REPORT, report, error);
    }
  }

  /** The folder as it was named. */
  public String folder() {
    return output == null ? DEFAULT_OUTPUT : output;
  }

  /** Gives the folder and the report another name, if one was given. */
  public void rename(UnaryOperator<String> name) {
    output = output == null ? null : name.apply(output);
    report = report == null ? null : name.apply(report);
  }

  /** Makes the folder ready, as {@link ResultFolder#prepare}. */
  public ResultFolder prepare() throws IOException {
    return ResultFolder.prepare(folder(), overwrite || output == null);
  }

  /** Whether a file is the report of an earlier run. */
  public boolean isReport(Path file) {
    return ReportFile.isNamed(report, file);
  }

  /** The report of a run; {@code null} without one. */
  public @Nullable RunReport report(ReportRun run) {
    return report == null ? null : new RunReport(new ReportFile(report), run);
  }

  public BatchReport.Print print() {
    return print;
  }
}
