package dev.isotherm.parse.avro;

/**
 * Reads the binary encoding of Avro from a part of an array. Reused, not thread-safe.
 *
 * <p>Avro's own decoder allocates as many bytes as the length of a text claims, before it looks
 * whether they are there. Garbage would end the task, so each length is checked here.
 */
final class AvroInput {

  private static final int MOST_BYTES_OF_A_LONG = 10;

  private byte[] bytes = new byte[0];
  private int next;
  private int end;

  void reset(byte[] array, int from, int to) {
    bytes = array;
    next = from;
    end = to;
  }

  byte[] bytes() {
    return bytes;
  }

  int remaining() {
    return end - next;
  }

  /** Skips bytes, and returns the index of the first of them. */
  int skip(int count) throws MalformedAvroException {
    if (count > end - next) {
      throw new MalformedAvroException("ends before its last value");
    }
    int start = next;
    next += count;
    return start;
  }

  boolean readBoolean() throws MalformedAvroException {
    byte value = bytes[skip(1)];
    if (value != 0 && value != 1) {
      throw new MalformedAvroException("has a boolean that is neither 0 nor 1");
    }
    return value == 1;
  }

  long readLong() throws MalformedAvroException {
    long value = 0;
    for (int i = 0; i < MOST_BYTES_OF_A_LONG; i++) {
      byte part = bytes[skip(1)];
      value |= (long) (part & 0x7F) << (7 * i);
      if (part >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new MalformedAvroException("has an integer of more than 64 bits");
  }

  int readInt() throws MalformedAvroException {
    long value = readLong();
    if (value != (int) value) {
      throw new MalformedAvroException("has an integer of more than 32 bits");
    }
    return (int) value;
  }

  float readFloat() throws MalformedAvroException {
    return Float.intBitsToFloat((int) littleEndian(4));
  }

  double readDouble() throws MalformedAvroException {
    return Double.longBitsToDouble(littleEndian(8));
  }

  private long littleEndian(int count) throws MalformedAvroException {
    int start = skip(count);
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | (bytes[start + i] & 0xFF);
    }
    return value;
  }

  /** Reads the number of bytes that follow. */
  int readLength() throws MalformedAvroException {
    long length = readLong();
    if (length < 0 || length > remaining()) {
      throw new MalformedAvroException("ends before its last value");
    }
    return (int) length;
  }

  /** Reads the number of elements in the next block of an array or a map; 0 at its end. */
  long readBlock() throws MalformedAvroException {
    long count = readLong();
    if (count >= 0) {
      return count;
    }
    long unusedSize = readLong();
    if (unusedSize < 0 || count == Long.MIN_VALUE) {
      throw new MalformedAvroException("has a block of a negative size");
    }
    return -count;
  }
}
