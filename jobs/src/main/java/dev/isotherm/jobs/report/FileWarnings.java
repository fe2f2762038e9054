package dev.isotherm.jobs.report;

import dev.isotherm.flow.ingest.CountsByFile;
import dev.isotherm.flow.ingest.FileCounts;
import dev.isotherm.jobs.files.LocalPaths;
import dev.isotherm.jobs.files.Messageless;
import dev.isotherm.parse.mapping.FieldList;
import dev.isotherm.window.Windowing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.fs.Path;

/** Warns of files that have no message, or whose instants look misread. */
final class FileWarnings {

  private static final int MAX_NAMED = 5;
  private static final long MILLIS_PER_DAY = 86_400_000;

  private FileWarnings() {}

  /** One sentence for each file that has content but no message; a few files are named. */
  static List<String> withoutMessages(BatchRequest.Files files, Map<String, FileCounts> counts) {
    List<String> sentences = new ArrayList<>();
    if (counts.containsKey(CountsByFile.OTHERS)) {
      return sentences; // so many files that not all are known
    }
    int more = 0;
    for (Path file : files.paths()) {
      String name = LocalPaths.text(file);
      FileCounts read = counts.getOrDefault(name, FileCounts.NONE);
      if (read.messages() > 0) {
        continue;
      }
      if (sentences.size() == MAX_NAMED) {
        more++;
        continue;
      }
      String content = Messageless.content(file, files.dialect());
      if (content != null) {
        sentences.add(LocalPaths.relative(name) + ": holds no message: " + content);
      }
    }
    if (more > 0) {
      sentences.add(more + " more files without a message");
    }
    return sentences;
  }

  /**
   * One sentence if whole files have readings at midnight only: if a column is named like a time of
   * the day, or if windows are shorter than a day, the time of the day was perhaps not read.
   *
   * @param fields columns and members that can be metrics, whether or not they were read
   */
  static List<String> atMidnight(
      Map<String, FileCounts> counts, BatchRequest request, Collection<String> fields) {
    FieldList timestamp = request.parsing().timestamp();
    String time = timestamp.areSeveral() ? null : TimeColumns.first(fields);
    List<String> files = new ArrayList<>();
    for (Map.Entry<String, FileCounts> file : counts.entrySet()) {
      FileCounts of = file.getValue();
      if (of.readings() > 1
          && of.atMidnight()
          && (time != null || hasShortWindow(request.windowing(), of.earliestMillis()))) {
        files.add(LocalPaths.relative(file.getKey()));
      }
    }
    if (files.isEmpty()) {
      return List.of();
    }
    String everyReading =
        NameList.of(files, MAX_NAMED)
            + ": every reading is at midnight ("
            + request.parsing().zone()
            + "), though ";
    return List.of(
        time == null
            ? everyReading
                + "windows are shorter than a day: perhaps the time of the day is in a column that"
                + " was not read"
            : everyReading
                + "there is "
                + time
                + ": --timestamp-field "
                + FieldList.of(timestamp.names().get(0), time)
                + " joins the date and the time");
  }

  private static boolean hasShortWindow(Windowing windowing, long millis) {
    return windowing.endOf(millis) - windowing.startOf(millis) < MILLIS_PER_DAY;
  }
}
