package dev.isotherm.jobs.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.isotherm.jobs.files.FileErrors;
import dev.isotherm.jobs.files.ResultFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The file of a report. It appears as a whole, with {@link #publish}; until then, the report of an
 * earlier run is there.
 */
public final class ReportFile implements AutoCloseable {

  /** The content of a report. */
  @FunctionalInterface
  public interface Content {
    /** Writes the page. */
    void write(Appendable out) throws IOException;
  }

  private static final String ENDING = ".html";

  /** The first bytes of a file, in which {@link PageFrame#MARK} stands if it is a report. */
  private static final int BYTES_WITH_MARK = 1_024;

  private final String name;
  private final Path file;
  private final Path unfinished;

  /** Names the file. It must have been checked, see {@link #error}. */
  public ReportFile(String name) {
    this.name = name;
    this.file = Path.of(name).toAbsolutePath().normalize();
    this.unfinished =
        file.resolveSibling(
            "." + file.getFileName() + ".unfinished-" + ProcessHandle.current().pid());
  }

  /**
   * Returns why a report cannot be written to a file, in words that follow its name.
   *
   * @param results the folder of the results, as it was named; {@code null} for a temporary one
   * @return {@code null} if it can
   */
  public static @Nullable String error(String name, @Nullable String results) {
    Path file;
    try {
      file = Path.of(name).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      return "must be the name of a local file, with the ending " + ENDING;
    }
    if (Files.isDirectory(file)) {
      return "is a folder; name a file in it, such as " + Path.of(name).resolve("report.html");
    }
    if (name.contains("://") || !name.toLowerCase(Locale.ROOT).endsWith(ENDING)) {
      return "must be the name of a local file, with the ending " + ENDING;
    }
    if (results != null && file.startsWith(ResultFolder.absolute(results).getPath())) {
      return "is in the folder of the results, which each run replaces; name another folder";
    }
    Path folder = file.getParent();
    if (!Files.isDirectory(folder)) {
      return "there is no folder " + folder;
    }
    if (!Files.isWritable(folder)) {
      return "the folder " + folder + " is not writable";
    }
    return Files.exists(file) && !isReport(file)
        ? "is there already, and is no report of Isotherm; name another file"
        : null;
  }

  private static boolean isReport(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(BYTES_WITH_MARK), UTF_8).contains(PageFrame.MARK);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a file is the one that is named. */
  public static boolean isNamed(@Nullable String name, org.apache.flink.core.fs.Path file) {
    return name != null && ResultFolder.absolute(name).getPath().equals(file.toUri().getPath());
  }

  /** Whether there is a report of an earlier run. */
  boolean exists() {
    return Files.exists(file);
  }

  /** Writes a report beside its file. */
  public void write(Content content) throws IOException {
    try (Writer out = Files.newBufferedWriter(unfinished, UTF_8)) {
      content.write(out);
    } catch (IOException e) {
      throw FileErrors.of(this + ": cannot be written", e);
    }
  }

  /** Puts the report in its place. */
  public void publish() throws IOException {
    try {
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw FileErrors.of(this + ": cannot be written", e);
    }
  }

  /** Deletes a report that was not published. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(unfinished);
  }

  /** The file as it was named. */
  @Override
  public String toString() {
    return name;
  }
}
