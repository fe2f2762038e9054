package dev.isotherm.parse.dialect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a file is compressed, which its first bytes tell. */
public enum Packing {
  NONE,
  GZIP,
  ZSTD,
  ZIP,
  /** A Parquet file, whose content are its rows as lines of JSON. */
  PARQUET;

  /** Number of bytes that are looked at. */
  public static final int HEAD_BYTES = 262;

  private static final String UNPACK = ": .gz, .zst and .zip are read; unpack it first";
  private static final String EXPORT = "; export its readings as CSV or JSON lines";

  /** A kind of file that is not read. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Foreign(int offset, byte[] magic, String sentence) {

    static Foreign of(String magic, String sentence) {
      return new Foreign(0, bytes(magic), sentence);
    }
  }

  private static final List<Foreign> FOREIGN =
      List.of(
          new Foreign(4, bytes("1AY&SY"), "is bzip2" + UNPACK),
          Foreign.of("\u00FD7zXZ\0", "is xz" + UNPACK),
          Foreign.of("7z\u00BC\u00AF'\u001C", "is a 7z archive" + UNPACK),
          Foreign.of("Rar!\u001A\u0007", "is a rar archive" + UNPACK),
          Foreign.of("\u0004\"M\u0018", "is lz4" + UNPACK),
          Foreign.of("\u001F\u009D", "is packed by compress (.Z)" + UNPACK),
          new Foreign(257, bytes("ustar"), "is a tar archive" + UNPACK),
          Foreign.of("PARE", "is an encrypted Parquet file" + EXPORT),
          Foreign.of("Obj\u0001", "is an Avro file" + EXPORT),
          Foreign.of("SQLite format 3\0", "is an SQLite database" + EXPORT),
          Foreign.of("\u0089HDF\r\n\u001A\n", "is an HDF5 or NetCDF file" + EXPORT),
          Foreign.of("CDF\u0001", "is a NetCDF file" + EXPORT),
          Foreign.of("CDF\u0002", "is a NetCDF file" + EXPORT),
          Foreign.of(
              "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1",
              "is a workbook of an old Excel; save it as CSV"),
          Foreign.of("%PDF-", "is a PDF document" + EXPORT));

  private static byte[] bytes(String magic) {
    return magic.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns how a file is compressed. */
  public static Packing of(byte[] head, int length) {
    if (startsWith(head, length, 0x1F, 0x8B)) {
      return GZIP;
    }
    boolean skippable = length >= 1 && (head[0] & 0xF0) == 0x50;
    if (startsWith(head, length, 0x28, 0xB5, 0x2F, 0xFD)
        || (skippable && startsWith(head, length, head[0] & 0xFF, 0x2A, 0x4D, 0x18))) {
      return ZSTD;
    }
    // Behind the mark begins a header of a page, or that of the file if it has no rows.
    if (startsWith(head, length, 'P', 'A', 'R', '1', 0x15)) {
      return PARQUET;
    }
    boolean empty = startsWith(head, length, 'P', 'K', 5, 6);
    return empty || startsWith(head, length, 'P', 'K', 3, 4) ? ZIP : NONE;
  }

  /** Returns a sentence about content that cannot be text; {@code null} if it can. */
  static @Nullable String foreign(byte[] head, int length) {
    if (of(head, length) != NONE) {
      return "holds a file that is packed itself" + UNPACK;
    }
    for (Foreign kind : FOREIGN) {
      if (matches(kind, head, length)) {
        return kind.sentence();
      }
    }
    return null;
  }

  private static boolean matches(Foreign kind, byte[] head, int length) {
    if (length < kind.offset() + kind.magic().length) {
      return false;
    }
    for (int i = 0; i < kind.magic().length; i++) {
      if (head[kind.offset() + i] != kind.magic()[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWith(byte[] head, int length, int... magic) {
    if (length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
