package dev.isotherm.jobs.report.html;

import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.report.BatchResults;
import java.io.IOException;

/**
 * The report of a bounded run. A run that could use no message has none, so that it does not
 * replace the report of an earlier one.
 */
public final class RunReport implements AutoCloseable {

  private final ReportFile file;
  private final ReportRun run;
  private boolean isWritten;

  public RunReport(ReportFile file, ReportRun run) {
    this.file = file;
    this.run = run;
  }

  /** Writes the report of results beside its file, if they are usable. */
  public void write(BatchResults results, ResultFolder folder) throws IOException {
    if (results.usable()) {
      file.write(out -> new HtmlReport(run).write(results, folder, out));
      isWritten = true;
    }
  }

  /**
   * Puts the report in its place, if it was written.
   *
   * @return says where it is, in one sentence
   */
  public String publish() throws IOException {
    if (isWritten) {
      file.publish();
      return "The report is " + file;
    }
    return file.exists()
        ? "The report " + file + " is still that of an earlier run"
        : "There is no report " + file;
  }

  /** Deletes a report that was not published. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
