package dev.isotherm.jobs.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.isotherm.model.ConfigurationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/** The folder of the results of a bounded run, which are read back to show or compare them. */
public final class ResultFolder implements AutoCloseable {

  public static final String AVERAGES = "averages";
  public static final String TRANSITIONS = "transitions";
  public static final String REJECTED = "rejected";
  public static final String LATE = "late";

  /** Entries of a late log without a reading in the log; written by {@code verify} only. */
  public static final String UNMATCHED = "unmatched";

  /** Transitions after the last reading of a series; written by {@code verify} only. */
  public static final String AFTER_END_OF_INPUT = "after-last";

  public static final String SUMMARY = "summary.json";

  private static final List<String> CONTENT =
      List.of(AVERAGES, TRANSITIONS, REJECTED, LATE, UNMATCHED, AFTER_END_OF_INPUT, SUMMARY);

  private final Path path;
  private final FileSystem fileSystem;
  private final boolean temporary;

  private ResultFolder(Path path, boolean temporary) throws IOException {
    this.path = path;
    this.fileSystem = path.getFileSystem();
    this.temporary = temporary;
  }

  /**
   * Prepares a folder for results.
   *
   * @param name name of the folder; {@code null} for a temporary one, which {@link #close} deletes
   * @param replace whether results of an earlier run may be deleted; other files never are
   * @throws ConfigurationException if the folder contains something that must not be deleted
   */
  public static ResultFolder prepare(@Nullable String name, boolean replace) throws IOException {
    if (name == null) {
      String created = Files.createTempDirectory("isotherm-").toString();
      return new ResultFolder(absolute(created), true);
    }
    ResultFolder folder = new ResultFolder(absolute(name), false);
    if (folder.fileSystem.exists(folder.path)) {
      folder.empty(name, replace);
    }
    return folder;
  }

  /** The absolute path of a folder, relative to the working directory. */
  public static Path absolute(String name) {
    Path path = new Path(name);
    boolean local = path.toUri().getScheme() == null;
    return local
        ? new Path(
            "file", null, java.nio.file.Path.of(name).toAbsolutePath().normalize().toString())
        : path;
  }

  private void empty(String name, boolean replace) throws IOException {
    if (!fileSystem.getFileStatus(path).isDir()) {
      throw new ConfigurationException("--output " + name + ": must be a folder, but is a file");
    }
    for (FileStatus child : fileSystem.listStatus(path)) {
      String content = child.getPath().getName();
      if (!CONTENT.contains(content)) {
        throw new ConfigurationException(
            String.format(
                "--output %s: contains %s, which is not a result of Isotherm; name an empty or a"
                    + " new folder",
                name, content));
      }
      if (!replace) {
        throw new ConfigurationException(
            "--output "
                + name
                + ": contains results already; name another folder, or add --overwrite");
      }
    }
    for (String content : CONTENT) {
      fileSystem.delete(new Path(path, content), true);
    }
  }

  public Path path() {
    return path;
  }

  /** Reads all lines of a kind of results, file by file. */
  public void forEachLine(String kind, Consumer<byte[]> consumer) throws IOException {
    Path folder = new Path(path, kind);
    if (!fileSystem.exists(folder)) {
      return;
    }
    List<FileStatus> files = new ArrayList<>(Arrays.asList(fileSystem.listStatus(folder)));
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

  /** Writes the summary. A run does so last, so that a folder with a summary is complete. */
  public void writeSummary(byte[] json) throws IOException {
    Path file = new Path(path, SUMMARY);
    try (OutputStream out = fileSystem.create(file, FileSystem.WriteMode.OVERWRITE)) {
      out.write(json);
      out.write('\n');
    }
  }

  /** Deletes the folder if it is temporary. */
  @Override
  public void close() throws IOException {
    if (temporary) {
      fileSystem.delete(path, true);
    }
  }

  @Override
  public String toString() {
    return LocalPaths.text(path);
  }
}
