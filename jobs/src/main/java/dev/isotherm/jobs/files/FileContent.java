package dev.isotherm.jobs.files;

import dev.isotherm.jobs.files.packed.Compression;
import dev.isotherm.jobs.files.packed.ZipDirectory;
import dev.isotherm.jobs.files.parquet.ParquetRows;
import dev.isotherm.parse.dialect.DialectInference;
import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.dialect.FileFormat;
import dev.isotherm.parse.dialect.FileHead;
import dev.isotherm.parse.dialect.Inferred;
import dev.isotherm.parse.dialect.Packing;
import dev.isotherm.parse.dialect.RefusedFileException;
import dev.isotherm.wire.ArchiveLine;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file: unpacked, in UTF-8, with lines that end with LF or CR LF. Offsets are
 * those of this content.
 */
final class FileContent implements Closeable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final String source;
  private final FSDataInputStream file;
  private final @Nullable ParquetRows rows;
  private final Inferred inferred;
  private final boolean isArchive;
  private final InputStream in;

  private FileContent(
      String source,
      FSDataInputStream file,
      @Nullable ParquetRows rows,
      Inferred inferred,
      boolean isArchive,
      InputStream in) {
    this.source = source;
    this.file = file;
    this.rows = rows;
    this.inferred = inferred;
    this.isArchive = isArchive;
    this.in = in;
  }

  /**
   * Opens a file and infers its dialect.
   *
   * @throws IOException if it cannot be read; the message names the file
   * @throws RefusedFileException if it must not be read
   */
  static FileContent open(Path path, DialectOptions options) throws IOException {
    String source = LocalPaths.text(path);
    FSDataInputStream file = null;
    FileContent content = null;
    try {
      file = path.getFileSystem().open(path);
      content = begin(path, source, file, options);
      return content;
    } catch (IOException e) {
      throw FileErrors.of(source + ": cannot be read", e);
    } finally {
      if (content == null && file != null) {
        file.close();
      }
    }
  }

  private static FileContent begin(
      Path path, String source, FSDataInputStream file, DialectOptions options) throws IOException {
    InputStream content = new BufferedInputStream(file, BUFFER_BYTES);
    byte[] head = peek(content);
    Packing packing = Packing.of(head, head.length);
    String name = path.getName();
    ParquetRows rows = null;
    if (packing != Packing.NONE) {
      long length = path.getFileSystem().getFileStatus(path).getLen();
      rows = packing == Packing.PARQUET ? ParquetRows.open(source, file, length) : null;
      if (packing == Packing.ZIP) {
        name = onlyFile(source, file, length);
        file.seek(0);
        content = new BufferedInputStream(file, BUFFER_BYTES);
      }
      InputStream unpacked = rows == null ? Compression.content(packing, content) : rows;
      content = new BufferedInputStream(unpacked, BUFFER_BYTES);
      head = peek(content);
    }
    boolean whole = head.length < FileHead.BYTES;
    Inferred inferred =
        DialectInference.of(new FileHead(source, name, packing, head, head.length, whole), options);
    return new FileContent(
        source,
        file,
        rows,
        inferred,
        ArchiveLine.begins(head),
        asLines(content, source, inferred.dialect()));
  }

  private static byte[] peek(InputStream in) throws IOException {
    in.mark(FileHead.BYTES);
    byte[] head = in.readNBytes(FileHead.BYTES);
    in.reset();
    return head;
  }

  private static String onlyFile(String source, FSDataInputStream file, long length)
      throws IOException {
    List<String> files = ZipDirectory.files(file, length);
    if (files.contains("[Content_Types].xml") && files.contains("xl/workbook.xml")) {
      throw new RefusedFileException(source, "is an Excel workbook; save it as CSV");
    }
    if (files.size() != 1) {
      throw new RefusedFileException(
          source,
          files.isEmpty()
              ? "is a zip archive without a file in it"
              : "is a zip archive of " + files.size() + " files; unpack it first");
    }
    return files.get(0);
  }

  private static InputStream asLines(InputStream content, String source, FileDialect dialect) {
    InputStream in = content;
    if (dialect.isTranscoded()) {
      in = new Utf8InputStream(in, Charset.forName(dialect.charset()));
    }
    in = LinesInputStream.of(in, source, dialect);
    return dialect.elements() ? new JsonElementsInputStream(in) : in;
  }

  Inferred inferred() {
    return inferred;
  }

  FileDialect dialect() {
    return inferred.dialect();
  }

  /** Whether the lines are messages that a stream has kept. */
  boolean isArchive() {
    return isArchive;
  }

  /** The content from its start on; unusable after {@link #from}. */
  InputStream in() {
    return in;
  }

  /** The content from an offset on, of a file that can be read in parts. */
  InputStream from(long offset) throws IOException {
    file.seek(offset);
    return asLines(new BufferedInputStream(file, BUFFER_BYTES), source, dialect());
  }

  /**
   * Whether the last line has no line end, and may be cut without a sign of it: a number is one
   * without its last digits, too, but an object is none without its brace.
   *
   * @param length number of bytes of the file
   */
  boolean mayEndWithinALine(long length) throws IOException {
    int unit = bytesOfALineFeed(dialect().charset());
    if (dialect().packing() != Packing.NONE
        || dialect().format() == FileFormat.JSON
        || length < unit) {
      return false;
    }
    file.seek(length - unit);
    byte[] last = ((InputStream) file).readNBytes(unit);
    int character = 0;
    for (byte one : last) {
      character |= one; // all but one are zero in UTF-16
    }
    return character != '\n' && character != '\r';
  }

  private static int bytesOfALineFeed(String charset) {
    if (charset.startsWith("UTF-32")) {
      return 4;
    }
    return charset.startsWith("UTF-16") ? 2 : 1;
  }

  /** How many bytes of the file, as it is stored, have been read. */
  long bytesRead() throws IOException {
    return rows == null ? file.getPos() : rows.bytesRead();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
