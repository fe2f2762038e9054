package dev.isotherm.local.machine;

import dev.isotherm.jobs.graph.StateRequest;
import dev.isotherm.model.ConfigurationException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which a local stream keeps its state from run to run: Flink's checkpoints, and the
 * savepoint of an orderly end. One process at a time uses it; the lock ends with the process.
 *
 * <pre>
 * lock           held by the process that runs the stream; contains its process id
 * topic-id       Kafka's id of the topic that the offsets in the state belong to
 * checkpoints/   JOB/chk-N/_metadata, as Flink writes them
 * savepoints/    savepoint-JOB-N/_metadata
 * </pre>
 */
final class StateFolder implements AutoCloseable {

  private static final String DEFAULT_FOLDER = "isotherm-state";
  private static final String LOCK = "lock";
  private static final String TOPIC_ID = "topic-id";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String SAVEPOINTS = "savepoints";
  private static final String METADATA = "_metadata";

  private static final int MAX_PID_LENGTH = 18;

  /** A checkpoint is three folders below its kind, a savepoint two. */
  private static final int DEPTH = 3;

  private final Path path;
  private final StateRequest request;
  private final FileChannel lock;

  private StateFolder(Path path, StateRequest request, FileChannel lock) {
    this.path = path;
    this.request = request;
    this.lock = lock;
  }

  /** The folder of a stream: the one that the user named, or the default of its group. */
  static Path of(StateRequest request) {
    if (request.folder() != null) {
      return Path.of(request.folder());
    }
    String name = URLEncoder.encode(request.group(), StandardCharsets.UTF_8);
    return Path.of(DEFAULT_FOLDER, name.startsWith(".") ? "%2E" + name.substring(1) : name);
  }

  /**
   * Creates the folder if it is missing, and locks it.
   *
   * @throws ConfigurationException if another process uses it, or if it cannot be written
   */
  static StateFolder open(StateRequest request) {
    Path path = of(request);
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      long owner = lock(channel);
      if (owner != 0) {
        channel.close();
        throw new ConfigurationException(
            String.format(
                "--state %s: another run uses it (process %d); end that one, or give this one"
                    + " another --group",
                path, owner));
      }
      channel.truncate(0);
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      return new StateFolder(path, request, channel);
    } catch (IOException notWritable) {
      throw new ConfigurationException(
          "--state " + path + ": cannot be created or written (" + notWritable + ")");
    }
  }

  /**
   * Takes the lock.
   *
   * @return 0 if it was taken; else the process that holds it, or -1 if that is unknown
   */
  private static long lock(FileChannel channel) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return 0;
      }
    } catch (OverlappingFileLockException thisProcess) {
      return ProcessHandle.current().pid();
    }
    ByteBuffer text = ByteBuffer.allocate(MAX_PID_LENGTH);
    channel.read(text, 0);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
    return pid.matches("[0-9]+") ? Long.parseLong(pid) : -1;
  }

  /**
   * Finds what the stream continues from, and deletes the rest. A run that begins anew deletes
   * nothing, because the user may have been wrong: the run after it does.
   *
   * @param notices takes a sentence for each checkpoint that is damaged
   * @return the newest checkpoint or savepoint that is complete; empty if there is none, or if the
   *     run begins anew
   * @throws ConfigurationException if the state is of another topic
   */
  Optional<Path> continueFrom(Consumer<String> notices) {
    try {
      Optional<Path> newest = Optional.empty();
      if (!request.fresh()) {
        newest = newestComplete(notices);
        if (newest.isPresent()) {
          requireSameTopic();
        }
        deleteAllBut(newest.orElse(null));
      }
      Files.writeString(path.resolve(TOPIC_ID), request.topicId());
      return newest;
    } catch (IOException failed) {
      throw new ConfigurationException("--state " + path + ": cannot be read (" + failed + ")");
    }
  }

  private void requireSameTopic() throws IOException {
    Path file = path.resolve(TOPIC_ID);
    String before = Files.exists(file) ? Files.readString(file).strip() : request.topicId();
    if (!before.equals(request.topicId())) {
      throw new ConfigurationException(
          String.format(
              "--state %s: is the state of another topic, which was deleted and created again or"
                  + " is on another broker (topic id %s, now %s); begin anew with --fresh, or give"
                  + " another --state",
              path, before, request.topicId()));
    }
  }

  private Optional<Path> newestComplete(Consumer<String> notices) throws IOException {
    for (Path metadata : allMetadata()) {
      Path checkpoint = metadata.getParent();
      try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
        Checkpoints.loadCheckpointMetadata(
            in, StateFolder.class.getClassLoader(), checkpoint.toUri().toString());
        return Optional.of(checkpoint);
      } catch (IOException | RuntimeException damaged) {
        notices.accept(
            String.format(
                "--state %s: checkpoint %s is damaged (%s); looking for the one before",
                path, path.relativize(checkpoint), damaged.getMessage()));
      }
    }
    return Optional.empty();
  }

  /** The metadata of all checkpoints and savepoints, newest first. */
  private List<Path> allMetadata() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String kind : new String[] {CHECKPOINTS, SAVEPOINTS}) {
      Path folder = path.resolve(kind);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.walk(folder, DEPTH)) {
          files.filter(file -> file.endsWith(METADATA)).forEach(found::add);
        }
      }
    }
    found.sort(Comparator.comparing(StateFolder::modified).reversed());
    return found;
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Deletes the checkpoints and savepoints of earlier runs, except for one. */
  private void deleteAllBut(@Nullable Path kept) throws IOException {
    for (String kind : new String[] {CHECKPOINTS, SAVEPOINTS}) {
      Path folder = path.resolve(kind);
      if (Files.isDirectory(folder)) {
        deleteBelow(folder, kept);
      }
    }
  }

  /** Of a job's folder that has the kept checkpoint, the other checkpoints are deleted. */
  private static void deleteBelow(Path folder, @Nullable Path kept) throws IOException {
    List<Path> entries;
    try (Stream<Path> listed = Files.list(folder)) {
      entries = listed.toList();
    }
    for (Path entry : entries) {
      if (entry.equals(kept)) {
        continue;
      }
      if (kept == null || !kept.startsWith(entry)) {
        boolean sharedWithKept =
            kept != null && kept.getParent().equals(folder) && !isCheckpoint(entry);
        if (!sharedWithKept) {
          FileUtils.deleteFileOrDirectory(entry.toFile());
        }
      } else {
        deleteBelow(entry, kept);
      }
    }
  }

  /** Other folders of a job have files that several of its checkpoints share. */
  private static boolean isCheckpoint(Path folder) {
    return folder.getFileName().toString().matches("(chk|savepoint)-.*");
  }

  /** When a checkpoint was completed. */
  static Instant completed(Path checkpoint) {
    return modified(checkpoint.resolve(METADATA)).toInstant().truncatedTo(ChronoUnit.SECONDS);
  }

  Path path() {
    return path;
  }

  String checkpoints() {
    return path.resolve(CHECKPOINTS).toAbsolutePath().toUri().toString();
  }

  String savepoints() {
    return path.resolve(SAVEPOINTS).toAbsolutePath().toUri().toString();
  }

  /** Releases the lock. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
