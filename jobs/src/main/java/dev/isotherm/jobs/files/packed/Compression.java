package dev.isotherm.jobs.files.packed;

import com.github.luben.zstd.ZstdInputStream;
import dev.isotherm.parse.dialect.Packing;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.ZipInputStream;

/** Decompresses files. */
public final class Compression {

  private static final int BUFFER_BYTES = 1 << 16;

  private Compression() {}

  /**
   * Whether the name of a file says that it cannot be read in parts, which its content need not be.
   */
  public static boolean isCompressed(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return name.endsWith(".gz")
        || name.endsWith(".zst")
        || name.endsWith(".zip")
        || name.endsWith(".parquet");
  }

  /** The content of a file; of an archive, that of its one file. */
  public static InputStream content(Packing packing, InputStream file) throws IOException {
    return switch (packing) {
      case NONE, PARQUET -> file;
      case GZIP -> new GzipInputStream(file, BUFFER_BYTES);
      case ZSTD -> new ZstdInputStream(new ZstdFrames(file));
      case ZIP -> {
        ZipInputStream archive = new ZipInputStream(file);
        ZipDirectory.skipToFile(archive);
        yield archive;
      }
    };
  }
}
