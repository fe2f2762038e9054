package dev.isotherm.jobs.files;

import dev.isotherm.model.Rejection;
import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.core.fs.Path;

/** Finds the number of a line by its offset. */
public final class LineNumbers {

  /** Lines are counted by reading the file again, so only up to this offset. */
  private static final long MAX_OFFSET = 64L << 20;

  private LineNumbers() {}

  /**
   * The position of a rejected line: {@code readings.csv:17}, or {@code readings.csv at byte 123}
   * if it is far from the beginning or the file can no longer be read.
   */
  public static String position(Rejection rejection) {
    String file = LocalPaths.relative(rejection.source());
    if (rejection.position() <= MAX_OFFSET) {
      try {
        return file + ":" + lineAt(rejection.source(), rejection.position());
      } catch (IOException e) {
        // the results are complete without the file
      }
    }
    return file + " at byte " + rejection.position();
  }

  private static long lineAt(String source, long position) throws IOException {
    Path path = new Path(source);
    try (InputStream file = path.getFileSystem().open(path);
        InputStream in = Compression.content(path.getName(), file)) {
      long line = 1;
      byte[] buffer = new byte[1 << 16];
      for (long left = position; left > 0; left -= buffer.length) {
        int read = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
        for (int i = 0; i < read; i++) {
          line += buffer[i] == '\n' ? 1 : 0;
        }
      }
      return line;
    }
  }
}
