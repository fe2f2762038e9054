package dev.isotherm.jobs.files.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;

/**
 * What a page of a column says of itself, checked before Parquet's decoders believe it: these take
 * memory for as many values as a header claims, before they read the first one.
 *
 * <p>All methods throw an {@link IOException} if a claim cannot be true; the file is the subject of
 * its message. A page that ends too early may also be a {@link java.nio.BufferUnderflowException}.
 */
final class PageClaims {

  /** A page has at most so many values: decoded, they are as large as the largest page. */
  private static final int MOST_VALUES = 1 << 25;

  /** Writers use 128 to 4096. */
  private static final int MOST_VALUES_OF_A_BLOCK = 1 << 20;

  /** The beginnings that texts share with the text before them, in bytes, in one page. */
  private static final long MOST_BYTES_OF_PREFIXES = 1L << 28;

  private static final int MOST_BYTES_OF_A_PREFIX = 1 << 26;
  private static final int VALUES_OF_A_GROUP = 8;

  /** Runs are filled up to full groups, and by DuckDB to 256 values. */
  private static final long MOST_PADDING = 1 << 16;

  private final ColumnDescriptor column;

  PageClaims(ColumnDescriptor column) {
    this.column = column;
  }

  /**
   * Returns the number of values of a page.
   *
   * @param left how many values of the column are not yet read
   */
  static int values(int claimed, long left) throws IOException {
    if (claimed < 0 || claimed > left || claimed > MOST_VALUES) {
      throw new IOException("it has a page of " + claimed + " values");
    }
    return claimed;
  }

  /** Checks a page whose levels are before its values. */
  void check(byte[] page, int values, Encoding repetition, Encoding definition, Encoding encoding)
      throws IOException {
    ByteBuffer in = buffer(page);
    skipLevels(in, repetition, column.getMaxRepetitionLevel(), values);
    skipLevels(in, definition, column.getMaxDefinitionLevel(), values);
    checkValues(in, values, encoding);
  }

  /** Checks a page whose levels are apart from its values. */
  void check(byte[] repetition, byte[] definition, byte[] data, int values, Encoding encoding)
      throws IOException {
    checkRuns(buffer(repetition), width(column.getMaxRepetitionLevel()), values);
    checkRuns(buffer(definition), width(column.getMaxDefinitionLevel()), values);
    checkValues(buffer(data), values, encoding);
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int width(int mostLevel) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(mostLevel);
  }

  @SuppressWarnings("deprecation") // BIT_PACKED is that of old files
  private static void skipLevels(ByteBuffer in, Encoding encoding, int mostLevel, int values)
      throws IOException {
    if (encoding != Encoding.RLE && encoding != Encoding.BIT_PACKED) {
      throw new IOException("it has levels in the encoding " + encoding);
    }
    int width = width(mostLevel);
    if (encoding == Encoding.BIT_PACKED) {
      skip(in, ((long) values * width + 7) / 8);
    } else if (width > 0) {
      checkRuns(sized(in), width, values);
    }
  }

  private void checkValues(ByteBuffer in, int values, Encoding encoding) throws IOException {
    if (encoding.usesDictionary()) {
      if (in.hasRemaining()) {
        checkRuns(in, in.get() & 0xFF, values);
      }
      return;
    }
    switch (encoding) {
      case RLE -> checkRuns(sized(in), 1, values);
      case DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY -> checkDelta(in.duplicate(), values);
      case DELTA_BYTE_ARRAY -> checkPrefixes(in, values);
      default -> {} // decoded value by value, from bytes that are there
    }
  }

  /** Returns the part whose length is before it. */
  private static ByteBuffer sized(ByteBuffer in) throws IOException {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IOException("it has levels beyond their page");
    }
    ByteBuffer part = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return part;
  }

  /** Runs of one value, and runs of values of some bits each. The last one may be cut. */
  private static void checkRuns(ByteBuffer in, int width, int values) throws IOException {
    long checked = 0;
    while (checked < values && in.hasRemaining()) {
      int header = varint(in);
      int count = header >>> 1;
      if ((header & 1) == 0) {
        checked += count;
        skip(in, (width + 7) / 8);
      } else {
        if ((long) count * VALUES_OF_A_GROUP > values + MOST_PADDING
            || (count - 1L) * width > in.remaining()) {
          throw new IOException(
              "it has a run of "
                  + (long) count * VALUES_OF_A_GROUP
                  + " values in a page of "
                  + values);
        }
        checked += (long) count * VALUES_OF_A_GROUP;
        skip(in, (long) count * width);
      }
    }
  }

  /** Checks differences of whole numbers, and moves behind them. */
  private static void checkDelta(ByteBuffer in, int values) throws IOException {
    int block = varint(in);
    int parts = varint(in);
    int count = varint(in);
    if (block <= 0
        || block > MOST_VALUES_OF_A_BLOCK
        || parts <= 0
        || block % parts != 0
        || block / parts % VALUES_OF_A_GROUP != 0) {
      throw new IOException("it has blocks of " + block + " values in " + parts + " parts");
    }
    if (count < 0 || count > values) {
      throw new IOException(
          "it has differences of "
              + Integer.toUnsignedLong(count)
              + " values in a page of "
              + values);
    }
    skipVarlong(in);
    int left = count - 1;
    byte[] widths = new byte[parts];
    while (left > 0) {
      skipVarlong(in);
      in.get(widths);
      for (int part = 0; part < parts && left > 0; part++) {
        skip(in, (long) widths[part] * (block / parts) / 8);
        left -= block / parts;
      }
    }
  }

  /** Texts as what they share with the one before, then the lengths and bytes of the rest. */
  private void checkPrefixes(ByteBuffer in, int values) throws IOException {
    ByteBuffer lengths = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    checkDelta(in, values);
    int count = count(lengths.duplicate());
    DeltaBinaryPackingValuesReader prefixes = new DeltaBinaryPackingValuesReader();
    prefixes.initFromPage(values, ByteBufferInputStream.wrap(lengths));
    long sum = 0;
    for (int i = 0; i < count; i++) {
      int prefix = prefixes.readInteger();
      sum += column.getMaxRepetitionLevel() == 0 ? 0 : prefix;
      if (prefix < 0 || prefix > MOST_BYTES_OF_A_PREFIX || sum > MOST_BYTES_OF_PREFIXES) {
        throw new IOException("it has texts that share " + Math.max(prefix, sum) + " bytes");
      }
    }
    checkDelta(in, values);
  }

  private static int count(ByteBuffer delta) throws IOException {
    varint(delta);
    varint(delta);
    return varint(delta);
  }

  private static void skip(ByteBuffer in, long bytes) throws IOException {
    if (bytes < 0) {
      throw new IOException("it has a value of " + bytes + " bytes");
    }
    in.position((int) Math.min(in.limit(), in.position() + bytes));
  }

  private static int varint(ByteBuffer in) throws IOException {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = in.get();
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("it has a number that does not end");
  }

  private static void skipVarlong(ByteBuffer in) {
    while (in.get() < 0) {
      // its last byte is not negative
    }
  }
}
