package dev.isotherm.wire;

import dev.isotherm.model.RawMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of an archive, one after the other. They are those of {@link ArchiveLine#of}; messages
 * without headers whose key and value are printable ASCII are copied byte by byte, in a fifth of
 * the time.
 */
public final class ArchiveLines {

  private static final byte[] TOPIC =
      ascii("{\"archive\":" + ArchiveLine.VERSION + ",\"topic\":\"");
  private static final byte[] PARTITION = ascii("\",\"partition\":");
  private static final byte[] OFFSET = ascii(",\"offset\":");
  private static final byte[] TIMESTAMP = ascii(",\"timestamp\":\"");
  private static final byte[] KEY = ascii(",\"key\":\"");
  private static final byte[] VALUE = ascii(",\"value\":\"");

  /** Quotes and backslashes need two bytes. */
  private static final int MOST_PER_BYTE = 2;

  /** Of the names of members, numbers, the timestamp and the line end. */
  private static final int MOST_OF_FRAME = 200;

  private byte[] bytes = new byte[1 << 16];
  private int length;

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Adds the line of a message, and returns how many bytes it has, with its end. */
  public int add(RawMessage message) {
    int begin = length;
    if (!addPlain(message)) {
      length = begin;
      byte[] line = ArchiveLine.of(message);
      reserve(line.length + 1);
      put(line);
    }
    bytes[length++] = '\n';
    return length - begin;
  }

  /** Returns all lines. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  private boolean addPlain(RawMessage message) {
    if (message.headers().length > 0) {
      return false;
    }
    byte[] topic = message.topic().getBytes(StandardCharsets.UTF_8);
    long texts = (long) topic.length + lengthOf(message.key()) + lengthOf(message.value());
    if (texts > Integer.MAX_VALUE / (2 * MOST_PER_BYTE) - length) {
      return false;
    }
    reserve(MOST_PER_BYTE * (int) texts + MOST_OF_FRAME);
    put(TOPIC);
    boolean plain = putText(topic);
    put(PARTITION);
    put(ascii(Integer.toString(message.partition())));
    put(OFFSET);
    put(ascii(Long.toString(message.offset())));
    if (message.recordMillis() != RawMessage.UNTIMED) {
      put(TIMESTAMP);
      put(ascii(JsonLinesWriter.instant(message.recordMillis())));
      bytes[length++] = '"';
    }
    plain = plain && putMember(KEY, message.key()) && putMember(VALUE, message.value());
    bytes[length++] = '}';
    return plain;
  }

  private static int lengthOf(byte @Nullable [] text) {
    return text == null ? 0 : text.length;
  }

  private boolean putMember(byte[] name, byte @Nullable [] text) {
    if (text == null) {
      return true;
    }
    put(name);
    boolean plain = putText(text);
    bytes[length++] = '"';
    return plain;
  }

  /** Returns whether the text is printable ASCII; otherwise what was put means nothing. */
  private boolean putText(byte[] text) {
    for (byte one : text) {
      if (one < ' ' || one > '~') {
        return false;
      }
      if (one == '"' || one == '\\') {
        bytes[length++] = '\\';
      }
      bytes[length++] = one;
    }
    return true;
  }

  private void put(byte[] plain) {
    System.arraycopy(plain, 0, bytes, length, plain.length);
    length += plain.length;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
