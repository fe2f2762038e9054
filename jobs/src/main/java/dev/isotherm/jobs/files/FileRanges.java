package dev.isotherm.jobs.files;

import dev.isotherm.jobs.files.packed.Compression;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.enumerate.FileEnumerator;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;

/**
 * Splits files into ranges that subtasks read in parallel: about four for each subtask, so that all
 * finish at about the same time, and of at least 4 MiB. Compressed files are not split.
 */
public final class FileRanges implements FileEnumerator {

  private static final long MIN_RANGE_BYTES = 4L << 20;
  private static final long MAX_RANGE_BYTES = 64L << 20;
  private static final int RANGES_PER_SUBTASK = 4;

  @Override
  public Collection<FileSourceSplit> enumerateSplits(Path[] paths, int minDesiredSplits)
      throws IOException {
    List<FileStatus> files = new ArrayList<>();
    long totalBytes = 0;
    for (Path path : paths) {
      FileStatus file = status(path);
      files.add(file);
      totalBytes += file.getLen();
    }
    long wanted = totalBytes / ((long) RANGES_PER_SUBTASK * Math.max(1, minDesiredSplits));
    long rangeBytes = Math.max(MIN_RANGE_BYTES, Math.min(MAX_RANGE_BYTES, wanted));
    List<FileSourceSplit> ranges = new ArrayList<>();
    for (FileStatus file : files) {
      long length = file.getLen();
      boolean splittable = !Compression.isCompressed(file.getPath().getName());
      long step = splittable ? rangeBytes : Math.max(1, length);
      for (long offset = 0; offset < length; offset += step) {
        ranges.add(
            new FileSourceSplit(
                Integer.toString(ranges.size()),
                file.getPath(),
                offset,
                Math.min(step, length - offset),
                file.getModificationTime(),
                length));
      }
    }
    return ranges;
  }

  /** Flink's own message speaks of the user who runs Flink. */
  private static FileStatus status(Path path) throws IOException {
    try {
      return path.getFileSystem().getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw new IOException(
          LocalPaths.text(path) + ": cannot be read: it is no longer there, or access is denied");
    }
  }
}
