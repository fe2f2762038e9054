package dev.isotherm.jobs.files.packed;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip: one member or several, some of which may be empty. Zeros behind the last member are
 * padding. Anything else there is an error, as is a member that ends too early. {@link
 * java.util.zip.GZIPInputStream} takes both for the end of the file, and it may also do so between
 * two members if no more bytes are available without waiting.
 */
final class GzipInputStream extends InputStream {

  private static final int MAGIC = 0x8B1F;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int BYTES_AFTER_FLAGS = 6;

  private final InputStream in;
  private final byte[] packed;
  private int next;
  private int end;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private boolean ended;

  /**
   * Begins with the first member.
   *
   * @throws IOException if there is none
   */
  GzipInputStream(InputStream in, int bufferBytes) throws IOException {
    this.in = in;
    this.packed = new byte[bufferBytes];
    if (!beginMember()) {
      throw new EOFException();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (!ended) {
        int count = inflater.inflate(bytes, offset, length);
        if (count > 0) {
          checksum.update(bytes, offset, count);
          return count;
        }
        next = end - inflater.getRemaining();
        if (inflater.finished()) {
          endMember();
          ended = !beginMember();
        } else if (inflater.needsDictionary()) {
          throw new IOException("it is not gzip that can be unpacked");
        } else {
          fill();
          inflater.setInput(packed, next, end - next);
        }
      }
      return -1;
    } catch (DataFormatException e) {
      throw new IOException("it is broken gzip: " + e.getMessage(), e);
    }
  }

  /** Reads the header of a member; false if only padding follows. */
  private boolean beginMember() throws IOException {
    int first = next < end ? packed[next++] & 0xFF : readMore();
    if (first <= 0) {
      endPadding(first);
      return false;
    }
    if ((first | take() << 8) != MAGIC || take() != DEFLATE) {
      throw new IOException("it has bytes that are no gzip where a member of gzip could begin");
    }
    int flags = take();
    skip(BYTES_AFTER_FLAGS);
    if ((flags & EXTRA) != 0) {
      skip(take() | take() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    inflater.reset();
    inflater.setInput(packed, next, end - next);
    checksum.reset();
    return true;
  }

  private void endMember() throws IOException {
    long expected = fourBytes();
    long size = fourBytes();
    if (expected != checksum.getValue() || size != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
      throw new IOException("it is broken gzip: a checksum is not that of what was unpacked");
    }
  }

  private void endPadding(int first) throws IOException {
    int padding = first;
    while (padding == 0) {
      padding = next < end ? packed[next++] & 0xFF : readMore();
    }
    if (padding > 0) {
      throw new IOException("it has bytes that are no gzip behind its end");
    }
  }

  private long fourBytes() throws IOException {
    return take() | take() << 8 | take() << 16 | (long) take() << 24;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      take();
    }
  }

  private void skipText() throws IOException {
    while (take() != 0) {
      // the text ends with a zero
    }
  }

  private int take() throws IOException {
    if (next == end) {
      fill();
    }
    return packed[next++] & 0xFF;
  }

  /** The next byte of the file, or -1 at its end. */
  private int readMore() throws IOException {
    next = 0;
    end = Math.max(0, in.read(packed, 0, packed.length));
    return end == 0 ? -1 : packed[next++] & 0xFF;
  }

  private void fill() throws IOException {
    if (readMore() < 0) {
      throw new EOFException();
    }
    next = 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
