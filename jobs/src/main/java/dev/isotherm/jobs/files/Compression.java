package dev.isotherm.jobs.files;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Decompresses files whose name ends with {@code .gz} or {@code .zst}, in upper or lower case. */
final class Compression {

  private static final int BUFFER_BYTES = 1 << 16;

  private Compression() {}

  static boolean isCompressed(String fileName) {
    return hasEnding(fileName, ".gz") || hasEnding(fileName, ".zst");
  }

  /** A buffered stream of the content of a file, decompressed if the file is compressed. */
  static InputStream content(String fileName, InputStream file) throws IOException {
    InputStream content = file;
    if (hasEnding(fileName, ".gz")) {
      content = new GZIPInputStream(file, BUFFER_BYTES);
    } else if (hasEnding(fileName, ".zst")) {
      content = new ZstdInputStream(file);
    }
    return new BufferedInputStream(content, BUFFER_BYTES);
  }

  private static boolean hasEnding(String fileName, String ending) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
