package dev.isotherm.jobs.files;

import dev.isotherm.parse.LineBlock;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.SingletonResultIterator;
import org.apache.flink.core.fs.FSDataInputStream;

/** Reads the lines that begin in one range of a file. */
final class LineBlockReader implements BulkFormat.Reader<LineBlock> {

  private static final int BLOCK_BYTES = 1 << 20;

  /** A longer line is handed on in pieces; each is too large for a message, so it is rejected. */
  private static final int LONGEST_LINE_BYTES = 1 << 26;

  private final String source;
  private final long modifiedMillis;
  private final byte[] header;
  private final InputStream in;
  private final long end;

  /** Where the next block begins; what lies before it in the file has been read. */
  private long position;

  /** Bytes from {@code position} on that were read, but belong to an unfinished line. */
  private byte[] carried = new byte[0];

  private LineBlockReader(
      FileSourceSplit split, InputStream in, byte[] header, long position, long end) {
    this.source = LocalPaths.text(split.path());
    this.modifiedMillis = split.fileModificationTime();
    this.header = header;
    this.in = in;
    this.position = position;
    this.end = end;
  }

  static LineBlockReader open(FileSourceSplit split, boolean readsHeader) throws IOException {
    FSDataInputStream file = split.path().getFileSystem().open(split.path());
    try {
      boolean packed = Packing.isPacked(split.path().getName());
      InputStream in = packed ? Packing.unpack(split.path().getName(), file) : file;
      byte[] header = new byte[0];
      long position = 0;
      if (readsHeader) {
        byte[] line = readLine(in);
        header = withoutLineEnd(line);
        position = line.length;
      }
      if (!packed && split.offset() > position) {
        file.seek(split.offset() - 1);
        position = split.offset() - 1 + readLine(file).length;
      } else if (!packed) {
        file.seek(position);
      }
      long end = packed ? Long.MAX_VALUE : split.offset() + split.length();
      return new LineBlockReader(split, in, header, position, end);
    } catch (IOException e) {
      file.close();
      throw new IOException(LocalPaths.text(split.path()) + ": cannot be read: " + e, e);
    }
  }

  /** Moves on to where a reader before this one had come; the beginning of a line. */
  void skipTo(long reached) throws IOException {
    in.skipNBytes(reached - position);
    position = reached;
  }

  @Override
  public BulkFormat.RecordIterator<LineBlock> readBatch() throws IOException {
    LineBlock block;
    try {
      block = readBlock();
    } catch (IOException e) {
      throw new IOException(source + ": cannot be read beyond byte " + position + ": " + e, e);
    }
    if (block == null) {
      return null;
    }
    SingletonResultIterator<LineBlock> iterator = new SingletonResultIterator<>();
    iterator.set(block, position, 0);
    return iterator;
  }

  private LineBlock readBlock() throws IOException {
    if (position >= end) {
      return null;
    }
    byte[] buffer = Arrays.copyOf(carried, Math.max(BLOCK_BYTES, 2 * carried.length));
    int filled = carried.length;
    while (true) {
      int read = in.readNBytes(buffer, filled, buffer.length - filled);
      boolean atEndOfFile = read < buffer.length - filled;
      filled += read;
      int length = atEndOfFile ? filled : endOfLastLine(buffer, filled);
      if (length > 0 || atEndOfFile || filled >= LONGEST_LINE_BYTES) {
        length = length == 0 ? filled : length;
        return length == 0 ? null : cut(buffer, length, filled);
      }
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
  }

  private LineBlock cut(byte[] buffer, int length, int filled) {
    int kept = Math.min(length, endOfRange(buffer, length));
    LineBlock block = new LineBlock(source, modifiedMillis, header, position, buffer, kept);
    carried = Arrays.copyOfRange(buffer, kept, filled);
    position += kept;
    return block;
  }

  /** How much of a buffer belongs to lines that begin before the end of the range. */
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

  /** Reads up to and including the next line end, or to the end of the file. */
  private static byte[] readLine(InputStream in) throws IOException {
    byte[] line = new byte[128];
    int length = 0;
    int next = in.read();
    while (next >= 0) {
      if (length == line.length) {
        line = Arrays.copyOf(line, 2 * length);
      }
      line[length++] = (byte) next;
      next = next == '\n' ? -1 : in.read();
    }
    return Arrays.copyOf(line, length);
  }

  private static byte[] withoutLineEnd(byte[] line) {
    int length = line.length;
    if (length > 0 && line[length - 1] == '\n') {
      length--;
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return Arrays.copyOf(line, length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
