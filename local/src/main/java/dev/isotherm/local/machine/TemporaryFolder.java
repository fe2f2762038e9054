package dev.isotherm.local.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.FileUtils;

/** A folder that is deleted with its contents. */
public record TemporaryFolder(Path path) {

  /** Creates a folder in the system's temporary folder; only this user has access. */
  public static TemporaryFolder create(String prefix) {
    try {
      return new TemporaryFolder(Files.createTempDirectory(prefix));
    } catch (IOException e) {
      throw new UncheckedIOException("A temporary folder cannot be created.", e);
    }
  }

  /** Deletes the folder; files that another process deletes meanwhile are no error. */
  public void delete() {
    try {
      FileUtils.deleteDirectory(path.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + path + " cannot be deleted.", e);
    }
  }
}
