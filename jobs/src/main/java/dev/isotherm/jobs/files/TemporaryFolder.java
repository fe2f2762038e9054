package dev.isotherm.jobs.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is deleted with its contents. The process that creates it holds the lock of the
 * file {@code FOLDER.lock} beside it. If that process is killed, the folder stays: the next process
 * that creates a temporary folder deletes it.
 */
public final class TemporaryFolder {

  private static final String LOCK = ".lock";
  private static final String ALL_LOCKS = "isotherm-*" + LOCK;
  private static final AtomicBoolean SWEPT = new AtomicBoolean();

  private final Path path;
  private final @Nullable ProcessLock lock;

  private TemporaryFolder(Path path, @Nullable ProcessLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates a folder in the system's temporary folder; only this user has access.
   *
   * @param prefix begins with {@code isotherm-}, so that what is left of it is found
   */
  public static TemporaryFolder create(String prefix) {
    try {
      TemporaryFolder folder = null;
      while (folder == null) {
        folder = locked(Files.createTempDirectory(prefix).toAbsolutePath());
      }
      if (SWEPT.compareAndSet(false, true)) {
        deleteLeftovers(folder.path.getParent(), Files.getOwner(folder.path));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("A temporary folder cannot be created.", e);
    }
  }

  /** The folder of another process, which has ended. */
  public static TemporaryFolder ofEndedProcess(Path path) {
    return new TemporaryFolder(path, null);
  }

  /** Returns null if another process has taken it for a leftover before it was locked. */
  private static @Nullable TemporaryFolder locked(Path path) throws IOException {
    Optional<ProcessLock> lock = ProcessLock.take(lockOf(path));
    if (lock.isEmpty()) {
      return null;
    }
    if (Files.notExists(path)) {
      lock.get().close();
      return null;
    }
    return new TemporaryFolder(path, lock.get());
  }

  private static Path lockOf(Path folder) {
    return folder.resolveSibling(folder.getFileName() + LOCK);
  }

  public Path path() {
    return path;
  }

  /** Deletes the folder; files that another process deletes meanwhile are no error. */
  public void delete() {
    try {
      FileUtils.deleteDirectory(path.toFile());
      if (lock == null) {
        Files.deleteIfExists(lockOf(path));
      } else {
        lock.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + path + " cannot be deleted.", e);
    }
  }

  /**
   * Deletes the folders whose processes were killed. Other users' folders stay, and so does what
   * cannot be deleted: that is no reason not to run.
   *
   * @param parent the folder that they are in
   * @param owner the user whose folders are deleted
   */
  static void deleteLeftovers(Path parent, UserPrincipal owner) {
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(parent, ALL_LOCKS)) {
      for (Path lock : locks) {
        try {
          deleteLeftover(lock.toAbsolutePath(), owner);
        } catch (IOException e) {
          // another process deletes the same
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // the folder cannot be listed, so nothing is known to be left
    }
  }

  private static void deleteLeftover(Path lock, UserPrincipal owner) throws IOException {
    String name = lock.getFileName().toString();
    Path folder = lock.resolveSibling(name.substring(0, name.length() - LOCK.length()));
    boolean exists = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    if (!belongsTo(lock, owner) || (exists && !belongsTo(folder, owner))) {
      return;
    }
    Optional<ProcessLock> left = ProcessLock.takeOver(lock);
    if (left.isEmpty()) {
      return;
    }
    try {
      FileUtils.deleteDirectory(folder.toFile());
      left.get().close();
    } finally {
      left.get().release();
    }
  }

  private static boolean belongsTo(Path path, UserPrincipal owner) throws IOException {
    return !Files.isSymbolicLink(path)
        && Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(owner);
  }
}
