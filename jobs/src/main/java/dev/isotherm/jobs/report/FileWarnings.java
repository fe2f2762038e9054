package dev.isotherm.jobs.report;

import dev.isotherm.flow.ingest.CountsByFile;
import dev.isotherm.flow.ingest.FileCounts;
import dev.isotherm.jobs.files.LocalPaths;
import dev.isotherm.jobs.files.Messageless;
import dev.isotherm.window.Windowing;
import java.time.ZoneId;
import java.util.ArrayList;
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
   * One sentence if whole files have readings at midnight only, though windows are shorter than a
   * day: then the time of the day was perhaps not read.
   */
  static List<String> atMidnight(Map<String, FileCounts> counts, Windowing windowing, ZoneId zone) {
    List<String> files = new ArrayList<>();
    for (Map.Entry<String, FileCounts> file : counts.entrySet()) {
      FileCounts of = file.getValue();
      if (of.readings() > 1 && of.atMidnight() && hasShortWindow(windowing, of.earliestMillis())) {
        files.add(LocalPaths.relative(file.getKey()));
      }
    }
    return files.isEmpty()
        ? List.of()
        : List.of(
            NameList.of(files, MAX_NAMED)
                + ": every reading is at midnight ("
                + zone
                + "), though windows are shorter than a day: perhaps the time of the day is in a"
                + " column that was not read");
  }

  private static boolean hasShortWindow(Windowing windowing, long millis) {
    return windowing.endOf(millis) - windowing.startOf(millis) < MILLIS_PER_DAY;
  }
}
