package dev.isotherm.jobs.commands.options;

import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.report.BatchReport;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the results of a bounded run go, and how they are shown. */
public final class ResultOptions {

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

  /** The folder as it was named. */
  public String folder() {
    return output == null ? DEFAULT_OUTPUT : output;
  }

  /** Gives the folder another name, if one was given. */
  public void nameFolder(UnaryOperator<String> name) {
    output = output == null ? null : name.apply(output);
  }

  /** Makes the folder ready, as {@link ResultFolder#prepare}. */
  public ResultFolder prepare() throws IOException {
    return ResultFolder.prepare(folder(), overwrite || output == null);
  }

  public BatchReport.Print print() {
    return print;
  }
}
