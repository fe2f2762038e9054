package dev.isotherm.jobs.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A lock file that tells other processes whether its owner lives. The operating system releases the
 * lock when the process ends, also when it is killed. A process identifier would not do: it is
 * given to other processes later.
 */
final class ProcessLock implements AutoCloseable {

  /**
   * The channels of this process. A lock belongs to the process, and closing any channel of its
   * file releases it. So no file in this map is opened once more.
   */
  private static final Map<Path, Optional<FileChannel>> HELD = new ConcurrentHashMap<>();

  private final Path file;

  private ProcessLock(Path file) {
    this.file = file;
  }

  /**
   * Takes a lock, and creates its file if it does not exist.
   *
   * @param file an absolute path; the same lock has the same path
   * @return empty if this or another process holds the lock
   */
  static Optional<ProcessLock> take(Path file) throws IOException {
    return take(file, true);
  }

  /** Takes the lock of a process that has ended; empty if it holds it, or the file is gone. */
  static Optional<ProcessLock> takeOver(Path file) throws IOException {
    return take(file, false);
  }

  private static Optional<ProcessLock> take(Path file, boolean create) throws IOException {
    if (HELD.putIfAbsent(file, Optional.empty()) != null) {
      return Optional.empty();
    }
    FileChannel locked = null;
    try {
      locked = lock(file, create);
    } finally {
      if (locked == null) {
        HELD.remove(file);
      }
    }
    if (locked == null) {
      return Optional.empty();
    }
    HELD.put(file, Optional.of(locked));
    return Optional.of(new ProcessLock(file));
  }

  private static @Nullable FileChannel lock(Path file, boolean create) throws IOException {
    while (true) {
      if (create) {
        createIfMissing(file);
      }
      Object identity = identity(file);
      if (identity != null) {
        FileChannel locked = lock(file, identity);
        if (locked != null) {
          return locked;
        }
      }
      // The owner may have deleted the file meanwhile: then the lock of a new file counts.
      if (identity == null ? !create : identity.equals(identity(file))) {
        return null;
      }
    }
  }

  private static void createIfMissing(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException there) {
      // it is opened next
    }
  }

  /** Returns null if another process holds the lock, or the path has another file by now. */
  private static @Nullable FileChannel lock(Path file, Object identity) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException deleted) {
      return null;
    }
    boolean locked = false;
    try {
      locked = channel.tryLock() != null && identity.equals(identity(file));
    } catch (OverlappingFileLockException ofAnotherClassLoader) {
      // held by this process
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    return locked ? channel : null;
  }

  /** What distinguishes a file from another one of the same name; null if there is none. */
  private static @Nullable Object identity(Path file) throws IOException {
    try {
      Object key =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey();
      return key == null ? file : key;
    } catch (NoSuchFileException deleted) {
      return null;
    }
  }

  /** Releases the lock, and leaves its file. */
  void release() throws IOException {
    Optional<FileChannel> channel = HELD.remove(file);
    if (channel != null && channel.isPresent()) {
      channel.get().close();
    }
  }

  /** Deletes the file and releases the lock, in this order, so that nobody locks a deleted file. */
  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      release();
    }
  }
}
