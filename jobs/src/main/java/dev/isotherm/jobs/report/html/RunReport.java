package dev.isotherm.jobs.report.html;

import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.report.BatchResults;
import java.io.IOException;

/** The report of a bounded run. */
public final class RunReport implements AutoCloseable {

  private final ReportFile file;
  private final ReportRun run;

  public RunReport(ReportFile file, ReportRun run) {
    this.file = file;
    this.run = run;
  }

  /** Writes the report of results beside its file. */
  public void write(BatchResults results, ResultFolder folder) throws IOException {
    file.write(out -> new HtmlReport(run).write(results, folder, out));
  }

  /**
   * Puts the report in its place.
   *
   * @return says where it is, in one sentence
   */
  public String publish() throws IOException {
    file.publish();
    return "The report is " + file;
  }

  /** Deletes a report that was not published. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
