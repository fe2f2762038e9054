package dev.isotherm.jobs.graph;

import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Finds the retained checkpoints of a job of a cluster. */
final class ClusterCheckpoints {

  private static final String PREFIX = "chk-";
  private static final String METADATA = "_metadata";

  private ClusterCheckpoints() {}

  /** Says how to continue from the newest checkpoint of a job, which is named if it is found. */
  static String howToContinue(ReadableConfig configuration, String job) {
    String folder = configuration.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY);
    String path = "PATH";
    if (folder != null && !job.isEmpty()) {
      path = newest(folder, job).orElse(folder + "/" + job + "/chk-N");
    }
    return "continue from its newest checkpoint or savepoint with flink run -s " + path;
  }

  /** The newest complete checkpoint; empty if there is none, or if it cannot be read from here. */
  private static Optional<String> newest(String folder, String job) {
    Path jobFolder = new Path(folder, job);
    try {
      FileSystem files = jobFolder.getFileSystem();
      FileStatus[] found = files.listStatus(jobFolder);
      return Stream.ofNullable(found)
          .flatMap(Stream::of)
          .map(FileStatus::getPath)
          .filter(path -> path.getName().matches(PREFIX + "[0-9]{1,18}"))
          .filter(path -> exists(files, new Path(path, METADATA)))
          .max(Comparator.comparingLong(ClusterCheckpoints::number))
          .map(Path::toString);
    } catch (IOException cannotBeRead) {
      return Optional.empty();
    }
  }

  private static boolean exists(FileSystem files, Path path) {
    try {
      return files.exists(path);
    } catch (IOException cannotBeRead) {
      return false;
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getName().substring(PREFIX.length()));
  }
}
