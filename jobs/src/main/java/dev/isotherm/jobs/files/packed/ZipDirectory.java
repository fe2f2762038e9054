package dev.isotherm.jobs.files.packed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.flink.core.fs.FSDataInputStream;

/**
 * The list of files at the end of a zip archive: its central directory, as in section 4.3 of the
 * specification of PKWARE (APPNOTE.TXT). Folders, and what macOS adds, are left out.
 */
public final class ZipDirectory {

  private static final int END_SIGNATURE = 0x06054B50;
  private static final int END_BYTES = 22;
  private static final int ENTRY_SIGNATURE = 0x02014B50;
  private static final int ENTRY_BYTES = 46;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final long LONGEST_DIRECTORY = 1 << 24;
  private static final String OF_MACOS = "__MACOSX/";

  private ZipDirectory() {}

  /**
   * Returns the names of the files in an archive.
   *
   * @param length number of bytes of the archive
   */
  public static List<String> files(FSDataInputStream archive, long length) throws IOException {
    ByteBuffer tail = read(archive, Math.max(0, length - END_BYTES - LONGEST_COMMENT), length);
    int end = tail.limit() - END_BYTES;
    while (end >= 0 && tail.getInt(end) != END_SIGNATURE) {
      end--;
    }
    if (end < 0) {
      throw new ZipException("its zip directory is missing, so it is not complete");
    }
    long size = tail.getInt(end + 12) & 0xFFFFFFFFL;
    long start = tail.getInt(end + 16) & 0xFFFFFFFFL;
    if (size > LONGEST_DIRECTORY || start + size > length) {
      throw new ZipException("its zip directory is too large");
    }
    return files(read(archive, start, start + size));
  }

  private static List<String> files(ByteBuffer directory) throws ZipException {
    List<String> names = new ArrayList<>();
    int at = 0;
    while (at + ENTRY_BYTES <= directory.limit()) {
      if (directory.getInt(at) != ENTRY_SIGNATURE) {
        throw new ZipException("its zip directory is broken");
      }
      int nameLength = directory.getShort(at + 28) & 0xFFFF;
      int next =
          at
              + ENTRY_BYTES
              + nameLength
              + (directory.getShort(at + 30) & 0xFFFF)
              + (directory.getShort(at + 32) & 0xFFFF);
      if (next > directory.limit()) {
        throw new ZipException("its zip directory is broken");
      }
      byte[] bytes = new byte[nameLength];
      directory.get(at + ENTRY_BYTES, bytes);
      String name = new String(bytes, StandardCharsets.UTF_8);
      if (isFile(name)) {
        names.add(name);
      }
      at = next;
    }
    return names;
  }

  private static ByteBuffer read(FSDataInputStream archive, long from, long to) throws IOException {
    archive.seek(from);
    byte[] bytes = ((InputStream) archive).readNBytes((int) (to - from));
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Moves on to the content of the first file. */
  static void skipToFile(ZipInputStream archive) throws IOException {
    ZipEntry entry = archive.getNextEntry();
    while (entry != null && !isFile(entry.getName())) {
      entry = archive.getNextEntry();
    }
  }

  private static boolean isFile(String name) {
    return !name.endsWith("/") && !name.startsWith(OF_MACOS);
  }
}
