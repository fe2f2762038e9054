package dev.isotherm.parse.fast;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.message.MessageParser;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Rejected;

/**
 * What every parser asks of a message before it looks inside: neither too much nor nothing. Before
 * that, the fast way is tried.
 */
public abstract class ValidatingParser implements MessageParser {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final int maxMessageBytes;
  private final FastPathParser plain;
  private final FastMessage message = new FastMessage();

  public ValidatingParser(int maxMessageBytes, FastPathParser plain) {
    this.maxMessageBytes = maxMessageBytes;
    this.plain = plain;
  }

  @Override
  public final Parsed parse(byte[] bytes, int offset, int length) {
    if (length <= maxMessageBytes
        && plain.read(bytes, offset, offset + length, message) == offset + length) {
      return message.accepted();
    }
    return parseInFull(bytes, offset, length);
  }

  /** The fast way alone; it does not know how long a message may be. */
  public final FastPathParser plain() {
    return plain;
  }

  public final int maxMessageBytes() {
    return maxMessageBytes;
  }

  /** The same without the fast way. */
  public final Parsed parseInFull(byte[] bytes, int offset, int length) {
    if (length > maxMessageBytes) {
      return new Rejected(
          RejectionReason.TOO_LARGE,
          "the message has " + length + " bytes; at most " + maxMessageBytes + " are allowed");
    }
    int mark = lengthOfByteOrderMark(bytes, offset, length);
    int start = offset + mark;
    int end = offset + length;
    while (start < end && isSpace(bytes[start])) {
      start++;
    }
    if (start == end) {
      return new Rejected(
          RejectionReason.EMPTY,
          length == 0 ? "the message has no bytes" : "the message holds nothing but whitespace");
    }
    return read(bytes, offset + mark, length - mark);
  }

  /** Parses a message that holds something; its byte order mark is not part of it. */
  public abstract Parsed read(byte[] bytes, int offset, int length);

  public static int lengthOfByteOrderMark(byte[] bytes, int offset, int length) {
    boolean marked =
        length >= 3
            && bytes[offset] == BYTE_ORDER_MARK[0]
            && bytes[offset + 1] == BYTE_ORDER_MARK[1]
            && bytes[offset + 2] == BYTE_ORDER_MARK[2];
    return marked ? BYTE_ORDER_MARK.length : 0;
  }

  /** A space, or one of the control characters from tab to carriage return. */
  public static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
