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
 * finish at about the same time, and of at least 4 MiB. Compressed files are not split. The id of a
 * range begins with the place of its file, where files have an order.
 */
public final class FileRanges implements FileEnumerator {

  private static final char PLACE_END = ':';
  private static final long MIN_RANGE_BYTES = 4L << 20;
  private static final long MAX_RANGE_BYTES = 64L << 20;
  private static final int RANGES_PER_SUBTASK = 4;

  private final boolean keepOrder;

  /**
   * Sets up the split.
   *
   * @param keepOrder whether the files have the order in which they are given; else they have none
   */
  public FileRanges(boolean keepOrder) {
    this.keepOrder = keepOrder;
  }

  /** Returns the place of the file of a range in the order of files; 0 if they have none. */
  static int file(FileSourceSplit range) {
    String id = range.splitId();
    int end = id.indexOf(PLACE_END);
    return end < 0 ? 0 : Integer.parseInt(id.substring(0, end));
  }

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
    for (int i = 0; i < files.size(); i++) {
      FileStatus file = files.get(i);
      String place = keepOrder ? i + String.valueOf(PLACE_END) : "";
      long length = file.getLen();
      boolean splittable = !Compression.isCompressed(file.getPath().getName());
      long step = splittable ? rangeBytes : Math.max(1, length);
      for (long offset = 0; offset < length; offset += step) {
        ranges.add(
            new FileSourceSplit(
                place + ranges.size(),
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
