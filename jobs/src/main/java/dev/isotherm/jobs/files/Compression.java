package dev.isotherm.jobs.files;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Files that have to be unpacked while they are read: {@code .gz} and {@code .zst}, also in
 * capitals.
 */
final class Compression {

  private static final int BUFFER_BYTES = 1 << 16;

  private Compression() {}

  static boolean isPacked(String fileName) {
    return hasEnding(fileName, ".gz") || hasEnding(fileName, ".zst");
  }

  static InputStream unpack(String fileName, InputStream packed) throws IOException {
    InputStream unpacked =
        hasEnding(fileName, ".gz")
            ? new GZIPInputStream(packed, BUFFER_BYTES)
            : new ZstdInputStream(packed);
    return new BufferedInputStream(unpacked, BUFFER_BYTES);
  }

  private static boolean hasEnding(String fileName, String ending) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
