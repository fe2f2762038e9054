package dev.isotherm.jobs.files;

import dev.isotherm.parse.LineBlock;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.SingletonResultIterator;
import org.apache.flink.core.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the lines that begin in one range of a file. */
public final class LineBlockReader implements BulkFormat.Reader<LineBlock> {

  private static final int BLOCK_BYTES = 1 << 20;
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * Longer lines are truncated to this length. They are too large for a message anyway, and one
   * line must be one rejection, wherever the file is split.
   */
  private static final int MAX_LINE_BYTES = 1 << 26;

  private final String source;
  private final long modifiedMillis;
  private final byte[] header;
  private final InputStream in;
  private final long end;

  /** The compressed file, whose content {@code in} is; {@code null} if it is not compressed. */
  private final @Nullable FSDataInputStream compressedFile;

  /**
   * Buffers of parsed blocks, for reuse: a new buffer for each block makes reading several times
   * slower. Another thread parses blocks and returns their buffers.
   */
  private final Queue<byte[]> parsed = new ConcurrentLinkedQueue<>();

  /** Offset of the next block in the content. */
  private long position;

  /** Offset up to which the file, as stored on disk, has been emitted as blocks. */
  private long emittedInFile;

  /** Bytes after {@code position} that were read but belong to an incomplete line. */
  private byte[] carried = new byte[0];

  private LineBlockReader(
      FileSourceSplit split,
      InputStream in,
      @Nullable FSDataInputStream compressedFile,
      byte[] header,
      long position) {
    this.source = LocalPaths.text(split.path());
    this.modifiedMillis = split.fileModificationTime();
    this.header = header;
    this.in = in;
    this.compressedFile = compressedFile;
    this.position = position;
    this.end = compressedFile == null ? split.offset() + split.length() : Long.MAX_VALUE;
    // The header counts for the first block; the end of a line of the range before, for that range.
    this.emittedInFile = split.offset() == 0 ? 0 : position;
  }

  static LineBlockReader open(FileSourceSplit split, boolean readsHeader) throws IOException {
    String name = LocalPaths.text(split.path());
    FSDataInputStream file;
    try {
      file = split.path().getFileSystem().open(split.path());
    } catch (IOException e) {
      throw FileErrors.of(name + ": cannot be read", e);
    }
    try {
      boolean compressed = Compression.isCompressed(split.path().getName());
      InputStream in = Compression.content(split.path().getName(), file);
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      long position = readsHeader ? readLine(in, header) : 0;
      if (!compressed && split.offset() > position) {
        file.seek(split.offset() - 1);
        in = new BufferedInputStream(file, BUFFER_BYTES);
        position = split.offset() - 1 + readLine(in, OutputStream.nullOutputStream());
      }
      return new LineBlockReader(
          split, in, compressed ? file : null, withoutLineEnd(header), position);
    } catch (IOException e) {
      file.close();
      throw FileErrors.of(name + ": cannot be read", e);
    }
  }

  /** Skips to the position that an earlier reader had reached, the beginning of a line. */
  void skipTo(long reached) throws IOException {
    in.skipNBytes(reached - position);
    position = reached;
    emittedInFile = positionInFile();
  }

  private long positionInFile() throws IOException {
    return compressedFile == null ? position : compressedFile.getPos();
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
      if (atEndOfFile && compressedFile == null && position + filled < end) {
        throw new EOFException("it has become shorter since the job began");
      }
      int length = atEndOfFile ? filled : endOfLastLine(buffer, filled);
      if (length > 0 || atEndOfFile) {
        return length == 0 ? null : cut(buffer, length, filled);
      }
      if (filled == MAX_LINE_BYTES) {
        return truncateLine(buffer);
      }
      buffer = Arrays.copyOf(buffer, grown(buffer.length));
    }
  }

  private static int grown(int length) {
    return Math.min(2 * length, MAX_LINE_BYTES);
  }

  private LineBlock truncateLine(byte[] buffer) throws IOException {
    long begin = position;
    carried = new byte[0];
    position += buffer.length + readLine(in, OutputStream.nullOutputStream());
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
        source, modifiedMillis, header, begin, buffer, length, emittedInFile - before);
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

  /**
   * Reads up to and including the next line end, or to the end of the file, and keeps at most the
   * maximal length of a line.
   *
   * @return number of bytes that were read
   */
  private static long readLine(InputStream in, OutputStream kept) throws IOException {
    long length = 0;
    int next = in.read();
    while (next >= 0) {
      if (length < MAX_LINE_BYTES) {
        kept.write(next);
      }
      length++;
      next = next == '\n' ? -1 : in.read();
    }
    return length;
  }

  private static byte[] withoutLineEnd(ByteArrayOutputStream line) {
    byte[] bytes = line.toByteArray();
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\n') {
      length--;
    }
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
