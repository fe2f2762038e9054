package dev.isotherm.parse.fast;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Rejected;
import org.jspecify.annotations.Nullable;

/**
 * Parses messages of one format: most of them by the fast path, all others completely. Not
 * thread-safe: each task makes its own.
 */
public abstract class MessageParser {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final int maxMessageBytes;
  private final FastPathParser fastPath;

  protected MessageParser(int maxMessageBytes, FastPathParser fastPath) {
    this.maxMessageBytes = maxMessageBytes;
    this.fastPath = fastPath;
  }

  /** Returns the fast path, which does not check {@link #maxMessageBytes()}. */
  public final FastPathParser fastPath() {
    return fastPath;
  }

  public final int maxMessageBytes() {
    return maxMessageBytes;
  }

  /** Sets the sensor of the next messages, for options whose sensor is no field of a message. */
  public void fixSensor(String name) {
    fastPath.fixSensor(name);
  }

  /**
   * Sets the instant of the next messages, for options whose instant is no field of a message.
   *
   * @param epochMillis in milliseconds since the epoch
   */
  public void fixInstant(long epochMillis) {
    fastPath.fixInstant(epochMillis);
  }

  /** Returns whether a timestamp had a time of the day without an offset. */
  public boolean hasReadLocalTimes() {
    return fastPath.hasReadLocalTimes();
  }

  /**
   * Parses one message without the fast path. Never throws, whatever the bytes are.
   *
   * @param bytes the array that contains the message; neither changed nor kept
   * @param offset index of the first byte
   * @param length number of bytes; 0 for an empty message
   */
  public final Parsed parseFully(byte[] bytes, int offset, int length) {
    Rejected unfit = unfit(bytes, offset, length, maxMessageBytes);
    if (unfit != null) {
      return unfit;
    }
    int mark = byteOrderMarkLength(bytes, offset, length);
    return read(bytes, offset + mark, length - mark);
  }

  /** Returns the rejection of a message that is too large or blank; {@code null} for others. */
  public static @Nullable Rejected unfit(
      byte[] bytes, int offset, int length, int maxMessageBytes) {
    if (length > maxMessageBytes) {
      return tooLarge(length, maxMessageBytes);
    }
    if (length == 0) {
      return noBytes();
    }
    int start = offset + byteOrderMarkLength(bytes, offset, length);
    int end = offset + length;
    while (start < end && isSpace(bytes[start])) {
      start++;
    }
    return start == end
        ? new Rejected(RejectionReason.EMPTY, "the message holds nothing but whitespace")
        : null;
  }

  /** Returns the rejection of a message that is longer than allowed. */
  public static Rejected tooLarge(int length, int maxMessageBytes) {
    return new Rejected(
        RejectionReason.TOO_LARGE,
        "the message has " + length + " bytes; at most " + maxMessageBytes + " are allowed");
  }

  /** Returns the rejection of a message of length 0. */
  public static Rejected noBytes() {
    return new Rejected(RejectionReason.EMPTY, "the message has no bytes");
  }

  /** Parses a message that is not blank; its byte order mark has been removed. */
  protected abstract Parsed read(byte[] bytes, int offset, int length);

  /** Returns the length of a UTF-8 byte order mark; 0 if there is none. */
  public static int byteOrderMarkLength(byte[] bytes, int offset, int length) {
    boolean marked =
        length >= 3
            && bytes[offset] == BYTE_ORDER_MARK[0]
            && bytes[offset + 1] == BYTE_ORDER_MARK[1]
            && bytes[offset + 2] == BYTE_ORDER_MARK[2];
    return marked ? BYTE_ORDER_MARK.length : 0;
  }

  /** Returns whether a byte is a space or a control character from tab to carriage return. */
  public static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
