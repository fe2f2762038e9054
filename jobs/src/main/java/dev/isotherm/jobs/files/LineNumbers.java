package dev.isotherm.jobs.files;

import dev.isotherm.model.Rejection;
import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.core.fs.Path;

/** Finds the number of a line, which people look for, from its offset, which readers know. */
public final class LineNumbers {

  /** Counting lines reads the file up to there once more; beyond this the offset must do. */
  private static final long FARTHEST_BYTES = 64L << 20;

  private LineNumbers() {}

  /** Where a rejected line is: {@code readings.csv:17}, or {@code readings.csv at byte 123}. */
  public static String place(Rejection rejection) throws IOException {
    String file = LocalPaths.relative(rejection.source());
    return rejection.position() > FARTHEST_BYTES
        ? file + " at byte " + rejection.position()
        : file + ":" + lineAt(rejection.source(), rejection.position());
  }

  private static long lineAt(String source, long position) throws IOException {
    Path path = new Path(source);
    try (InputStream file = path.getFileSystem().open(path);
        InputStream in =
            Compression.isPacked(path.getName())
                ? Compression.unpack(path.getName(), file)
                : file) {
      long line = 1;
      byte[] buffer = new byte[1 << 16];
      for (long left = position; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          break;
        }
        for (int i = 0; i < read; i++) {
          line += buffer[i] == '\n' ? 1 : 0;
        }
        left -= read;
      }
      return line;
    }
  }
}
