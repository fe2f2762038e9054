package dev.isotherm.jobs.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder of results that a command only compares: temporary, unless it is to be kept. */
public final class ScratchFolder implements AutoCloseable {

  private final Path temporary;
  private final ResultFolder folder;

  private ScratchFolder(Path temporary, ResultFolder folder) {
    this.temporary = temporary;
    this.folder = folder;
  }

  /**
   * Makes it ready, as {@link ResultFolder#prepare}.
   *
   * @param name of the folder to keep; {@code null} for a temporary one
   * @param replace whether results of an earlier run may be removed
   */
  public static ScratchFolder prepare(String name, boolean replace) throws IOException {
    if (name != null) {
      return new ScratchFolder(null, ResultFolder.prepare(name, replace));
    }
    Path temporary = Files.createTempDirectory("isotherm-");
    return new ScratchFolder(temporary, ResultFolder.prepare(temporary.toString(), true));
  }

  public ResultFolder folder() {
    return folder;
  }

  /** Removes it, unless it is to be kept. */
  @Override
  public void close() throws IOException {
    if (temporary != null) {
      try (Stream<Path> paths = Files.walk(temporary)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
