package dev.isotherm.jobs.files.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Decompresses pages without Hadoop: none, Snappy, gzip and Zstandard. */
final class ParquetCodec {

  /** Larger pages are those of a broken file. */
  private static final int MOST_BYTES = 1 << 28;

  private ParquetCodec() {}

  static boolean isRead(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED, SNAPPY, GZIP, ZSTD -> true;
      default -> false;
    };
  }

  /**
   * Decompresses a page.
   *
   * @param size how many bytes it must have then
   * @throws IOException if it has not, or if the codec is another one; the file is the subject of
   *     its message
   */
  static byte[] decompressed(CompressionCodecName codec, byte[] page, int size) throws IOException {
    if (size < 0 || size > MOST_BYTES) {
      throw new IOException("it has a page of " + size + " bytes");
    }
    byte[] bytes =
        switch (codec) {
          case UNCOMPRESSED -> page;
          case SNAPPY -> snappy(page, size);
          case GZIP -> gunzip(page, size);
          case ZSTD -> Zstd.decompress(page, size);
          default -> throw new IOException("it has a page that is compressed by " + codec);
        };
    if (bytes.length != size) {
      throw new IOException("it has a page that is longer or shorter than it says");
    }
    return bytes;
  }

  private static byte[] snappy(byte[] page, int size) throws IOException {
    return Snappy.uncompressedLength(page) == size ? Snappy.uncompress(page) : new byte[0];
  }

  private static byte[] gunzip(byte[] page, int size) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(page))) {
      return in.readNBytes(size);
    }
  }
}
