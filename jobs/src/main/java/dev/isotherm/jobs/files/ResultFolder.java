package dev.isotherm.jobs.files;

import dev.isotherm.model.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** The folder that a bounded run writes its results to, and reads them back from to show them. */
public final class ResultFolder {

  public static final String AVERAGES = "averages";
  public static final String TRANSITIONS = "transitions";
  public static final String REJECTED = "rejected";
  public static final String LATE = "late";

  /** Entries of a ledger that name no reading; only {@code verify} looks for them. */
  public static final String UNMATCHED = "unmatched";

  /**
   * What falls due after the last reading of its series; only {@code verify} asks for all of it.
   */
  public static final String AFTER_LAST = "after-last";

  public static final String SUMMARY = "summary.json";

  private static final List<String> CONTENT =
      List.of(AVERAGES, TRANSITIONS, REJECTED, LATE, UNMATCHED, AFTER_LAST, SUMMARY);

  private final Path path;
  private final FileSystem fileSystem;

  private ResultFolder(Path path) throws IOException {
    this.path = path;
    this.fileSystem = path.getFileSystem();
  }

  /**
   * Makes a folder ready to take results.
   *
   * @param replace whether results of an earlier run may be removed; nothing else ever is
   * @throws ConfigurationException if the folder holds something that must not be removed
   */
  public static ResultFolder prepare(String name, boolean replace) throws IOException {
    ResultFolder folder = new ResultFolder(absolute(name));
    if (folder.fileSystem.exists(folder.path)) {
      folder.empty(name, replace);
    }
    return folder;
  }

  /** The folder that a name means here. */
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
      throw new ConfigurationException("--output " + name + ": must be a folder; this is a file");
    }
    for (FileStatus child : fileSystem.listStatus(path)) {
      String content = child.getPath().getName();
      if (!CONTENT.contains(content)) {
        throw new ConfigurationException(
            "--output "
                + name
                + ": holds "
                + content
                + ", which is no result of Isotherm;"
                + " name an empty or a new folder");
      }
      if (!replace) {
        throw new ConfigurationException(
            "--output "
                + name
                + ": holds results already; name another folder, or add"
                + " --overwrite");
      }
    }
    for (String content : CONTENT) {
      fileSystem.delete(new Path(path, content), true);
    }
  }

  public Path path() {
    return path;
  }

  /** Hands on every line of one of the kinds of results, file by file. */
  public void forEachLine(String kind, Consumer<byte[]> consumer) throws IOException {
    Path folder = new Path(path, kind);
    if (!fileSystem.exists(folder)) {
      return;
    }
    List<FileStatus> files = new ArrayList<>(Arrays.asList(fileSystem.listStatus(folder)));
    files.sort(Comparator.comparing(file -> file.getPath().getName()));
    for (FileStatus file : files) {
      if (!file.getPath().getName().startsWith(".")) {
        try (InputStream in = fileSystem.open(file.getPath())) {
          forEachLine(in, consumer);
        }
      }
    }
  }

  private static void forEachLine(InputStream in, Consumer<byte[]> consumer) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      int start = 0;
      for (int i = 0; i < read; i++) {
        if (buffer[i] == '\n') {
          line.write(buffer, start, i - start);
          consumer.accept(line.toByteArray());
          line.reset();
          start = i + 1;
        }
      }
      line.write(buffer, start, read - start);
    }
    if (line.size() > 0) {
      consumer.accept(line.toByteArray());
    }
  }

  /** Writes the summary; the last thing a run does, so that its presence means completeness. */
  public void writeSummary(byte[] json) throws IOException {
    Path file = new Path(path, SUMMARY);
    try (OutputStream out = fileSystem.create(file, FileSystem.WriteMode.OVERWRITE)) {
      out.write(json);
      out.write('\n');
    }
  }

  @Override
  public String toString() {
    return LocalPaths.text(path);
  }
}
