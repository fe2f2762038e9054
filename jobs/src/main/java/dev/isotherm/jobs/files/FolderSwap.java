package dev.isotherm.jobs.files;

import dev.isotherm.model.ConfigurationException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Replaces a local folder as a whole. The new content is written to a folder beside it, which then
 * takes its place by a rename.
 *
 * <p>For a folder {@code out}, these are beside it while it is being replaced:
 *
 * <ul>
 *   <li>{@code .out.lock}: locked by the process that replaces it
 *   <li>{@code .out.unfinished-ID}: the new content
 *   <li>{@code .out.replaced-ID}: the old content, between the two renames of {@link #publish} and
 *       until it is deleted
 * </ul>
 *
 * <p>A process that is killed leaves them behind, and releases the lock. The next process with the
 * same folder tidies up: before {@link #publish} the old content was in place, and stays; between
 * the renames nothing was, and the new content takes the place, because it is complete.
 */
final class FolderSwap implements AutoCloseable {

  private static final String LOCK = ".lock";
  private static final String UNFINISHED = ".unfinished-";
  private static final String REPLACED = ".replaced-";
  private static final int ID_LENGTH = 8;

  private final Path target;
  private final Collection<String> content;
  private final ProcessLock lock;
  private final Path unfinished;
  private final Path replaced;
  private boolean kept;

  private FolderSwap(Path target, Collection<String> content, ProcessLock lock) {
    String id = UUID.randomUUID().toString().substring(0, ID_LENGTH);
    this.target = target;
    this.content = content;
    this.lock = lock;
    this.unfinished = beside(target, UNFINISHED + id);
    this.replaced = beside(target, REPLACED + id);
  }

  /**
   * Begins to replace a folder, or to create it. Tidies up what killed processes left beside it.
   *
   * @param name begins the messages of errors, such as {@code --output out}
   * @param folder an absolute path; if it is a symbolic link, the folder that it points to is
   *     replaced
   * @param content names of the files and folders in it; nothing else is ever deleted
   * @throws ConfigurationException if the folder cannot be replaced; the message says why
   */
  static FolderSwap begin(String name, Path folder, Collection<String> content) {
    Path target = target(name, folder);
    Optional<ProcessLock> lock;
    try {
      lock = ProcessLock.take(beside(target, LOCK));
    } catch (IOException e) {
      throw nothingCanBeCreated(name, target.getParent(), e);
    }
    if (lock.isEmpty()) {
      throw new ConfigurationException(
          name + ": another run is writing to it; wait for its end, or name another folder");
    }
    FolderSwap swap = new FolderSwap(target, content, lock.get());
    boolean begun = false;
    try {
      swap.tidyUp(name);
      Files.createDirectory(swap.unfinished);
      begun = true;
      return swap;
    } catch (IOException e) {
      throw nothingCanBeCreated(name, target.getParent(), e);
    } finally {
      if (!begun) {
        swap.close();
      }
    }
  }

  private static ConfigurationException nothingCanBeCreated(
      String name, Path parent, IOException error) {
    return new ConfigurationException(
        String.format(
            "%s: cannot be written, because nothing can be created in %s: %s",
            name, parent, FileErrors.reason(error)));
  }

  /** The real path of the folder, which need not exist; its parent does. */
  private static Path target(String name, Path folder) {
    if (folder.getFileName() == null) {
      throw new ConfigurationException(
          name + ": must not be the root of the file system; name a folder in it");
    }
    try {
      if (Files.exists(folder)) {
        return existing(name, folder);
      }
    } catch (IOException e) {
      throw new ConfigurationException(name + ": cannot be read: " + FileErrors.reason(e));
    }
    if (Files.isSymbolicLink(folder)) {
      throw new ConfigurationException(
          name + ": is a symbolic link to a folder that does not exist");
    }
    Path parent = folder.getParent();
    try {
      Files.createDirectories(parent);
      return parent.toRealPath().resolve(folder.getFileName());
    } catch (IOException e) {
      throw nothingCanBeCreated(name, parent, e);
    }
  }

  private static Path existing(String name, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new ConfigurationException(name + ": must be a folder, but is a file");
    }
    Path target = folder.toRealPath();
    if (Path.of("").toRealPath().startsWith(target)) {
      throw new ConfigurationException(
          name
              + ": must not contain the current folder, because it is replaced; name a folder"
              + " in it");
    }
    if (MountPoints.contain(target)) {
      throw new ConfigurationException(
          String.format(
              "%s: must not be a mount point, because it is replaced; name a folder in it, such as"
                  + " %s",
              name, folder.resolve("results")));
    }
    return target;
  }

  private static Path beside(Path target, String ending) {
    return target.resolveSibling("." + target.getFileName() + ending);
  }

  /** Where the new content is to be written. */
  Path unfinished() {
    return unfinished;
  }

  private void tidyUp(String name) {
    try {
      completeSwaps();
      for (Path left : leftovers(UNFINISHED)) {
        FileTree.delete(left);
      }
    } catch (IOException e) {
      throw new ConfigurationException(
          String.format(
              "%s: what an earlier run has left beside it, %s, cannot be removed: %s",
              name, beside(target, ".*"), FileErrors.reason(e)));
    }
  }

  private void completeSwaps() throws IOException {
    for (Path left : leftovers(REPLACED)) {
      String name = left.getFileName().toString();
      Path complete = beside(target, UNFINISHED + name.substring(name.length() - ID_LENGTH));
      if (Files.notExists(target)) {
        Files.move(
            Files.exists(complete) ? complete : left, target, StandardCopyOption.ATOMIC_MOVE);
      }
      deleteReplaced(left);
    }
  }

  private List<Path> leftovers(String kind) throws IOException {
    String prefix = beside(target, kind).getFileName().toString();
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            target.getParent(),
            path -> {
              String name = path.getFileName().toString();
              return name.length() == prefix.length() + ID_LENGTH && name.startsWith(prefix);
            })) {
      all.forEach(found::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  /** Whatever else is in it was put there after it was checked; then it stays. */
  private void deleteReplaced(Path folder) throws IOException {
    for (String name : content) {
      FileTree.delete(folder.resolve(name));
    }
    Files.deleteIfExists(folder);
  }

  /**
   * Puts the new content in place.
   *
   * @throws IOException if that is not possible. The old content is in place then
   */
  void publish() throws IOException {
    try {
      FileTree.sync(unfinished);
    } catch (IOException e) {
      throw FileErrors.of(unfinished + ": cannot be written", e);
    }
    kept = true;
    try {
      if (Files.exists(target)) {
        copyPermissions();
        Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
      }
      moveIntoPlace();
    } catch (IOException e) {
      throw FileErrors.of(
          String.format(
              "%s: cannot be replaced; until the next run, the results are in %s",
              target, unfinished),
          e);
    }
    kept = false;
    FileTree.syncFolder(target.getParent());
  }

  private void moveIntoPlace() throws IOException {
    try {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (Files.exists(replaced)) {
        Files.move(replaced, target, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
  }

  private void copyPermissions() throws IOException {
    PosixFileAttributeView of = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    if (of != null) {
      Files.setPosixFilePermissions(unfinished, of.readAttributes().permissions());
    }
  }

  /**
   * Deletes what is beside the folder, and lets other processes replace it. What cannot be deleted
   * now is deleted by the next one.
   */
  @Override
  public void close() {
    try (lock) {
      if (!kept) {
        FileTree.delete(unfinished);
        deleteReplaced(replaced);
      }
    } catch (IOException e) {
      // the content is in place, or why it is not has been said
    }
  }
}
