package dev.isotherm.jobs.files;

import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.dialect.RefusedFileException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.SingletonResultIterator;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/** Reads the lines that begin in one range of a file. */
public final class LineBlockReader implements BulkFormat.Reader<LineBlock> {

  private static final int BLOCK_BYTES = 1 << 20;

  /**
   * Longer lines are truncated to this length. They are too large for a message anyway, and one
   * line must be one rejection, wherever the file is split. Jackson reads texts of up to 20 million
   * characters, so the rejection of such a line can still be read.
   */
  static final int MAX_LINE_BYTES = 1 << 23;

  private final Path path;
  private final String source;
  private final int file;
  private final long modifiedMillis;
  private final FileContent content;
  private final byte[] header;
  private final InputStream in;
  private final boolean inParts;
  private final long end;
  private final long fileLength;

  /**
   * Buffers of parsed blocks, for reuse: a new buffer for each block makes reading several times
   * slower. Another thread parses blocks and returns their buffers.
   */
  private final Queue<byte[]> parsed = new ConcurrentLinkedQueue<>();

  /** Offset of the next block in the content. */
  private long position;

  /** Offset up to which the file, as stored on disk, has been emitted as blocks. */
  private long emittedInFile;

  private boolean ended;

  /** Bytes after {@code position} that were read but belong to an incomplete line. */
  private byte[] carried = new byte[0];

  private LineBlockReader(
      FileSourceSplit split,
      FileContent content,
      boolean inParts,
      byte[] header,
      InputStream in,
      long position) {
    this.path = split.path();
    this.source = LocalPaths.text(split.path());
    this.file = FileRanges.file(split);
    this.modifiedMillis = split.fileModificationTime();
    this.content = content;
    this.header = header;
    this.in = in;
    this.position = position;
    this.fileLength = split.fileSize();
    this.inParts = inParts;
    this.end = end(split, inParts);
    // The header counts for the first block; the end of a line of the range before, for that range.
    this.emittedInFile = split.offset() == 0 ? 0 : position;
  }

  /** A file that is not read in parts is read by its first range. */
  private static long end(FileSourceSplit split, boolean inParts) {
    if (inParts) {
      return split.offset() + split.length();
    }
    return split.offset() == 0 ? Long.MAX_VALUE : 0;
  }

  /**
   * Opens a range of a file.
   *
   * @param whole whether the first range reads all of the file, even if it could be read in parts
   * @param archive whether the file must be of an archive of a stream; else it must not
   * @throws RefusedFileException if the file must not be read
   */
  static LineBlockReader open(
      FileSourceSplit split, DialectOptions options, boolean whole, boolean archive)
      throws IOException {
    FileContent content = FileContent.open(split.path(), options);
    LineBlockReader reader = null;
    try {
      if (content.isArchive() != archive) {
        throw refused(split, archive);
      }
      reader = begin(split, content, content.dialect().isSplittable() && !whole);
      return reader;
    } catch (IOException e) {
      throw FileErrors.of(LocalPaths.text(split.path()) + ": cannot be read", e);
    } finally {
      if (reader == null) {
        content.close();
      }
    }
  }

  private static RefusedFileException refused(FileSourceSplit split, boolean archive) {
    return new RefusedFileException(
        LocalPaths.text(split.path()),
        archive ? "is not of an archive of a stream" : FileSample.OF_ARCHIVE);
  }

  private static LineBlockReader begin(FileSourceSplit split, FileContent content, boolean inParts)
      throws IOException {
    FileDialect dialect = content.dialect();
    InputStream in = content.in();
    FileStart start = FileStart.read(in, dialect);
    long position = start.length();
    if (inParts && split.offset() > position) {
      in = content.from(split.offset() - 1);
      position = split.offset() - 1 + FileStart.skipLine(in);
    }
    return new LineBlockReader(split, content, inParts, start.header(), in, position);
  }

  /** Skips to the position that an earlier reader had reached, the beginning of a line. */
  void skipTo(long reached) throws IOException {
    in.skipNBytes(reached - position);
    position = reached;
    emittedInFile = positionInFile();
  }

  private long positionInFile() throws IOException {
    if (inParts) {
      return position;
    }
    // Behind the last line there may be more in the file, such as the directory of an archive.
    return ended ? Math.max(fileLength, emittedInFile) : content.bytesRead();
  }

  @Override
  public BulkFormat.RecordIterator<LineBlock> readBatch() throws IOException {
    LineBlock block;
    try {
      block = readBlock();
    } catch (IOException e) {
      throw FileErrors.of(source + ": cannot be read beyond byte " + position, e);
    }
    if (block == null) {
      return null;
    }
    SingletonResultIterator<LineBlock> iterator =
        new SingletonResultIterator<>(() -> reuse(block.bytes()));
    iterator.set(block, position, 0);
    return iterator;
  }

  private void reuse(byte[] buffer) {
    if (buffer.length == BLOCK_BYTES) {
      parsed.add(buffer);
    }
  }

  private byte[] bufferFor(byte[] beginning) {
    byte[] used = parsed.poll();
    if (used == null || beginning.length > BLOCK_BYTES / 2) {
      return Arrays.copyOf(beginning, Math.max(BLOCK_BYTES, grown(beginning.length)));
    }
    System.arraycopy(beginning, 0, used, 0, beginning.length);
    return used;
  }

  private @Nullable LineBlock readBlock() throws IOException {
    if (position >= end) {
      return null;
    }
    byte[] buffer = bufferFor(carried);
    int filled = carried.length;
    while (true) {
      int read = in.readNBytes(buffer, filled, buffer.length - filled);
      boolean atEndOfFile = read < buffer.length - filled;
      filled += read;
      ended = atEndOfFile;
      if (atEndOfFile && inParts && position + filled < end) {
        throw new EOFException("it has become shorter since the job began");
      }
      int endOfLastLine = endOfLastLine(buffer, filled);
      boolean isWhole = endOfLastLine == filled || (atEndOfFile && !isStillWritten());
      int length = isWhole ? filled : endOfLastLine;
      if (length > 0 || atEndOfFile) {
        return length == 0 ? null : cut(buffer, length, filled);
      }
      if (filled == MAX_LINE_BYTES) {
        return truncateLine(buffer);
      }
      buffer = Arrays.copyOf(buffer, grown(buffer.length));
    }
  }

  /**
   * Whether the file is longer than when the job began. Then a last line without an end is one that
   * is being written. A file of Parquet or an archive is an error if it is not complete.
   */
  private boolean isStillWritten() throws IOException {
    return path.getFileSystem().getFileStatus(path).getLen() > fileLength;
  }

  private static int grown(int length) {
    return Math.min(2 * length, MAX_LINE_BYTES);
  }

  private LineBlock truncateLine(byte[] buffer) throws IOException {
    long begin = position;
    carried = new byte[0];
    position += buffer.length + FileStart.skipLine(in);
    return block(begin, buffer, buffer.length);
  }

  private LineBlock cut(byte[] buffer, int length, int filled) throws IOException {
    int kept = Math.min(length, endOfRange(buffer, length));
    long begin = position;
    carried = Arrays.copyOfRange(buffer, kept, filled);
    position += kept;
    return block(begin, buffer, kept);
  }

  private LineBlock block(long begin, byte[] buffer, int length) throws IOException {
    long before = emittedInFile;
    emittedInFile = positionInFile();
    return new LineBlock(
        source,
        file,
        modifiedMillis,
        content.dialect(),
        header,
        begin,
        buffer,
        length,
        emittedInFile - before);
  }

  /** How many bytes of a buffer belong to lines that begin before the end of the range. */
  private int endOfRange(byte[] buffer, int length) {
    long lastByteOfRange = end - 1 - position;
    if (lastByteOfRange >= length) {
      return length;
    }
    for (int i = (int) lastByteOfRange; i < length; i++) {
      if (buffer[i] == '\n') {
        return i + 1;
      }
    }
    return length;
  }

  private static int endOfLastLine(byte[] buffer, int filled) {
    for (int i = filled - 1; i >= 0; i--) {
      if (buffer[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
