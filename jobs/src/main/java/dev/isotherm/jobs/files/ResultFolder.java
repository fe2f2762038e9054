package dev.isotherm.jobs.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.isotherm.model.ConfigurationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the results of a bounded run, which are read back to show or compare them.
 *
 * <p>In a local folder, results appear as a whole, with {@link #publish}; until then, those of an
 * earlier run are in it. Other file systems, such as object stores, cannot rename folders. There,
 * results are written to the folder itself, the summary last, and complete results are never
 * replaced.
 */
public final class ResultFolder implements AutoCloseable {

  public static final String AVERAGES = "averages";

  /** Averages of groups; only if they were asked for. */
  public static final String GROUP_AVERAGES = "group-averages";

  public static final String TRANSITIONS = "transitions";
  public static final String REJECTED = "rejected";
  public static final String LATE = "late";

  /** Entries of a late log without a reading in the log; written by {@code verify} only. */
  public static final String UNMATCHED = "unmatched";

  /** Transitions after the last reading of a series; written by {@code verify} only. */
  public static final String AFTER_END_OF_INPUT = "after-last";

  /** Differences between the log and published results; written by {@code verify} only. */
  public static final String DIFFERENCES = "differences";

  /** Differences that later messages may explain; written by {@code verify} only. */
  public static final String UNDECIDED = "undecided";

  /** Averages that lack readings from before the stream; written by {@code verify} only. */
  public static final String PARTIAL = "partial";

  public static final String SUMMARY = "summary.json";

  private static final String SCHEME_OF_LOCAL_FILES = "file";

  private static final List<String> CONTENT =
      List.of(
          AVERAGES,
          GROUP_AVERAGES,
          TRANSITIONS,
          REJECTED,
          LATE,
          UNMATCHED,
          AFTER_END_OF_INPUT,
          DIFFERENCES,
          UNDECIDED,
          PARTIAL,
          SUMMARY);

  /** The folder as it was named. */
  private final Path folder;

  /** Where the results are written. */
  private final Path path;

  private final FileSystem fileSystem;
  private final boolean replace;

  /** Null for a folder that is temporary or not local. */
  private final @Nullable FolderSwap swap;

  /** Null for a folder that was named. */
  private final @Nullable TemporaryFolder temporary;

  private boolean published;

  private ResultFolder(
      Path folder, boolean replace, @Nullable FolderSwap swap, @Nullable TemporaryFolder temporary)
      throws IOException {
    this.folder = folder;
    this.path = swap == null ? folder : local(swap.unfinished());
    this.fileSystem = folder.getFileSystem();
    this.replace = replace;
    this.swap = swap;
    this.temporary = temporary;
  }

  /**
   * Prepares a folder for results. Results of an earlier run that are in it stay until {@link
   * #publish}.
   *
   * @param name name of the folder; {@code null} for a temporary one, which {@link #close} deletes
   * @param replace whether results of an earlier run may be deleted; other files never are
   * @throws ConfigurationException if nothing can be written there, or if the folder contains
   *     something that must not be deleted
   */
  public static ResultFolder prepare(@Nullable String name, boolean replace) throws IOException {
    if (name == null) {
      TemporaryFolder temporary = TemporaryFolder.create("isotherm-results-");
      return new ResultFolder(local(temporary.path()), true, null, temporary);
    }
    Path folder = absolute(name);
    String option = "--output " + name;
    if (!SCHEME_OF_LOCAL_FILES.equals(folder.toUri().getScheme())) {
      ResultFolder results = new ResultFolder(folder, replace, null, null);
      results.requireNoObstacle(option);
      results.requireIncomplete(option);
      results.deleteContent();
      return results;
    }
    FolderSwap swap = FolderSwap.begin(option, java.nio.file.Path.of(folder.getPath()), CONTENT);
    try {
      ResultFolder results = new ResultFolder(folder, replace, swap, null);
      results.requireNoObstacle(option);
      return results;
    } catch (ConfigurationException | IOException e) {
      swap.close();
      throw e;
    }
  }

  /** The absolute path of a folder, relative to the working directory. */
  public static Path absolute(String name) {
    Path path = new Path(name);
    boolean local = path.toUri().getScheme() == null;
    return local ? local(java.nio.file.Path.of(name).toAbsolutePath().normalize()) : path;
  }

  private static Path local(java.nio.file.Path path) {
    return new Path(SCHEME_OF_LOCAL_FILES, null, path.toString());
  }

  private void requireNoObstacle(String option) throws IOException {
    String obstacle = obstacle();
    if (obstacle != null) {
      throw new ConfigurationException(option + ": " + obstacle);
    }
  }

  /** Why the folder must not be replaced; null if it may. */
  private @Nullable String obstacle() throws IOException {
    if (!fileSystem.exists(folder)) {
      return null;
    }
    if (!fileSystem.getFileStatus(folder).isDir()) {
      return "must be a folder, but is a file";
    }
    for (FileStatus child : fileSystem.listStatus(folder)) {
      String content = child.getPath().getName();
      if (!CONTENT.contains(content)) {
        return String.format(
            "contains %s, which is not a result of Isotherm; name an empty or a new folder",
            content);
      }
      if (!replace) {
        return "contains results already; name another folder, or add --overwrite";
      }
    }
    return null;
  }

  private void requireIncomplete(String option) throws IOException {
    if (fileSystem.exists(new Path(folder, SUMMARY))) {
      throw new ConfigurationException(
          option
              + ": contains complete results, which are replaced in local folders only; name"
              + " another folder");
    }
  }

  private void deleteContent() throws IOException {
    for (String content : CONTENT) {
      fileSystem.delete(new Path(folder, content), true);
    }
  }

  /** Where the job writes its results, and {@link #forEachLine} reads them. */
  public Path path() {
    return path;
  }

  /** Reads all lines of a kind of results, file by file; also of published ones. */
  public void forEachLine(String kind, Consumer<byte[]> consumer) throws IOException {
    Path written = new Path(published ? folder : path, kind);
    if (!fileSystem.exists(written)) {
      return;
    }
    List<FileStatus> files = new ArrayList<>(Arrays.asList(fileSystem.listStatus(written)));
    files.sort(Comparator.comparing(file -> file.getPath().getName()));
    for (FileStatus file : files) {
      if (!file.getPath().getName().startsWith(".")) {
        // Latin-1 maps each byte to one character, so the bytes of a line do not change.
        try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(fileSystem.open(file.getPath()), ISO_8859_1))) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            consumer.accept(line.getBytes(ISO_8859_1));
          }
        }
      }
    }
  }

  /** Writes the summary: the last file of a run. */
  public void writeSummary(byte[] json) throws IOException {
    Path file = new Path(path, SUMMARY);
    try (OutputStream out = fileSystem.create(file, FileSystem.WriteMode.OVERWRITE)) {
      out.write(json);
      out.write('\n');
    } catch (IOException e) {
      throw FileErrors.of(LocalPaths.text(file) + ": cannot be written", e);
    }
  }

  /**
   * Puts all results in the folder that was named, at once. Nothing is written afterwards.
   *
   * @throws IOException if that is not possible: then the results of an earlier run are still there
   */
  public void publish() throws IOException {
    if (swap != null) {
      String obstacle = obstacle();
      if (obstacle != null) {
        throw new IOException(this + ": cannot be replaced: by now, it " + obstacle);
      }
      swap.publish();
    }
    published = true;
  }

  /** Deletes what was not published, and a temporary folder. */
  @Override
  public void close() throws IOException {
    if (temporary != null) {
      temporary.delete();
    } else if (swap != null) {
      swap.close();
    } else if (!published) {
      deleteContent();
    }
  }

  /** The folder as it was named, as an absolute path. */
  @Override
  public String toString() {
    return LocalPaths.text(folder);
  }
}
