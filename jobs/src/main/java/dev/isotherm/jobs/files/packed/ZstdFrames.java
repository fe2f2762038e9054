package dev.isotherm.jobs.files.packed;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a file of Zstandard, as they are. Its end within a frame is an error: the decoder
 * notices that only in the first frame, and would end there as if the file were complete.
 */
final class ZstdFrames extends FilterInputStream {

  private static final long MAGIC = 0xFD2F_B528L;
  private static final long MAGIC_OF_SKIPPED = 0x184D_2A50L;
  private static final int MAGIC_BYTES = 4;
  private static final int BLOCK_HEADER_BYTES = 3;
  private static final int CHECKSUM_BYTES = 4;

  /** What is to be read next. */
  private enum Part {
    /** Which kind of frame begins; here the file may end. */
    MAGIC,
    /** The size of a frame without data. */
    SIZE,
    /** The byte that says what else is in the header of a frame. */
    DESCRIPTOR,
    BLOCK_HEADER,
    /** What the decoder will refuse. */
    UNKNOWN
  }

  private Part part = Part.MAGIC;
  private int bytesOfPart = MAGIC_BYTES;
  private int bytesRead;
  private long number;
  private long skipped;
  private boolean hasChecksum;

  ZstdFrames(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count < 0 && (part != Part.MAGIC || bytesRead > 0 || skipped > 0)) {
      throw new EOFException();
    }
    follow(bytes, offset, offset + count);
    return count;
  }

  private void follow(byte[] bytes, int from, int to) {
    int next = from;
    while (next < to) {
      if (skipped > 0) {
        int count = (int) Math.min(skipped, to - next);
        skipped -= count;
        next += count;
      } else {
        number |= (bytes[next++] & 0xFFL) << (Byte.SIZE * bytesRead++);
        if (bytesRead == bytesOfPart) {
          long whole = number;
          number = 0;
          bytesRead = 0;
          endPart(whole);
        }
      }
    }
  }

  private void endPart(long value) {
    switch (part) {
      case MAGIC -> {
        if (value == MAGIC) {
          begin(Part.DESCRIPTOR, 1);
        } else if ((value & ~0xFL) == MAGIC_OF_SKIPPED) {
          begin(Part.SIZE, MAGIC_BYTES);
        } else {
          begin(Part.UNKNOWN, 1);
        }
      }
      case SIZE -> {
        skipped = value;
        begin(Part.MAGIC, MAGIC_BYTES);
      }
      case DESCRIPTOR -> {
        hasChecksum = (value & 4) != 0;
        skipped = bytesBehind((int) value);
        begin(Part.BLOCK_HEADER, BLOCK_HEADER_BYTES);
      }
      case BLOCK_HEADER -> {
        boolean isOneByte = (value >> 1 & 3) == 1; // repeated
        skipped = isOneByte ? 1 : value >> 3;
        if ((value & 1) != 0) {
          skipped += hasChecksum ? CHECKSUM_BYTES : 0;
          begin(Part.MAGIC, MAGIC_BYTES);
        }
      }
      case UNKNOWN -> {}
    }
  }

  private void begin(Part next, int bytes) {
    part = next;
    bytesOfPart = bytes;
  }

  /** The bytes of a header behind its descriptor: of a window, a dictionary and the size. */
  private static int bytesBehind(int descriptor) {
    boolean isSingleSegment = (descriptor & 0x20) != 0;
    int sizeFlag = descriptor >> 6;
    int size = sizeFlag == 0 && !isSingleSegment ? 0 : 1 << sizeFlag;
    int dictionary = (1 << (descriptor & 3)) >> 1;
    return (isSingleSegment ? 0 : 1) + dictionary + size;
  }

  @Override
  public long skip(long count) throws IOException {
    throw new UnsupportedOperationException("frames are read, not skipped");
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
