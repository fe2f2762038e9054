package dev.isotherm.jobs.files.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Decompresses pages without Hadoop: none, Snappy, gzip, Zstandard and LZ4 without a frame. */
final class ParquetCodec {

  /** Larger pages are those of a broken file. */
  private static final int MOST_BYTES = 1 << 28;

  private static final long MOST_BYTES_OF_LZ4_PER_BYTE = 255;

  /** Three bytes stand for 64 at most. */
  private static final long MOST_BYTES_OF_SNAPPY_PER_BYTE = 22;

  private ParquetCodec() {}

  static boolean isRead(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW -> true;
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
          case LZ4_RAW -> lz4(page, size);
          default -> throw new IOException("it has a page that is compressed by " + codec);
        };
    if (bytes.length != size) {
      throw new IOException("it has a page that is longer or shorter than it says");
    }
    return bytes;
  }

  /** Memory is taken for the claimed size, so it must be possible. */
  private static byte[] lz4(byte[] page, int size) {
    return size <= MOST_BYTES_OF_LZ4_PER_BYTE * page.length
        ? LZ4Factory.safeInstance().safeDecompressor().decompress(page, size)
        : new byte[0];
  }

  private static byte[] snappy(byte[] page, int size) throws IOException {
    boolean isPossible = size <= MOST_BYTES_OF_SNAPPY_PER_BYTE * page.length;
    return isPossible && Snappy.uncompressedLength(page) == size
        ? Snappy.uncompress(page)
        : new byte[0];
  }

  private static byte[] gunzip(byte[] page, int size) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(page))) {
      return in.readNBytes(size);
    }
  }
}
