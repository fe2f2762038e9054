package dev.isotherm.jobs.commands.postgres;

import dev.isotherm.jobs.files.LocalPaths;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.postgres.HistoryWriter;
import dev.isotherm.jobs.postgres.PostgresSettings;
import dev.isotherm.jobs.postgres.RunCounts;
import dev.isotherm.model.Accounting;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonLinesReader;
import java.io.IOException;

/** Writes the results of a bounded run to the database, from the folder that has them. */
public final class FolderToTables {

  private FolderToTables() {}

  /**
   * Writes published results.
   *
   * @param run names the run: its command, its input and its windows
   * @return what was written, in words
   * @throws IllegalStateException if the database does not take them; the message says what to do
   */
  public static String write(
      ResultFolder folder,
      Accounting accounting,
      Windowing windowing,
      String run,
      PostgresSettings settings)
      throws IOException {
    try (HistoryWriter tables = new HistoryWriter(settings, windowing.toString())) {
      folder.forEachLine(
          ResultFolder.AVERAGES, line -> tables.add(JsonLinesReader.readAverage(line)));
      folder.forEachLine(
          ResultFolder.TRANSITIONS, line -> tables.add(JsonLinesReader.readTransition(line)));
      return tables.finish(new RunCounts(run, accounting, Long.MIN_VALUE));
    } catch (IllegalStateException failed) {
      throw new IllegalStateException(
          "%s; all results are in %s, but not all are in the database: run the same command again"
              .formatted(failed.getMessage(), LocalPaths.relative(folder.toString())));
    }
  }
}
