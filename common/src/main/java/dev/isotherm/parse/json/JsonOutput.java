package dev.isotherm.parse.json;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.isotherm.parse.message.Utf8;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;

/**
 * Writes JSON to an array, which is reused: values of other formats, for the parser of JSON.
 *
 * <p>Times are texts in ISO-8601, so that they are read whatever their unit is, and none is taken
 * for a measured number. NaN and infinities are written as the parser of JSON reads them, without
 * quotes.
 */
public final class JsonOutput {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_ESCAPE = 6;
  private static final long NANOS = 1_000_000_000;
  private static final long SECONDS_PER_DAY = 24 * 60 * 60;

  private final int limit;
  private byte[] bytes = new byte[1 << 10];
  private int length;

  /**
   * Creates an output.
   *
   * @param limit how many bytes there may be; more throw a {@link TooMuchJsonException}
   */
  public JsonOutput(int limit) {
    this.limit = limit;
  }

  /** Begins anew. */
  public void clear() {
    length = 0;
  }

  /** The array with what was written; valid until more is. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes were written. */
  public int length() {
    return length;
  }

  /** Makes room for bytes. */
  private void require(int count) {
    if (count > limit - length) {
      throw new TooMuchJsonException();
    }
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
  }

  /** Writes a byte as it is. */
  public void raw(char ascii) {
    require(1);
    bytes[length++] = (byte) ascii;
  }

  /** Writes bytes as they are. */
  public void raw(byte[] json) {
    require(json.length);
    System.arraycopy(json, 0, bytes, length, json.length);
    length += json.length;
  }

  /** Writes ASCII as it is. */
  public void raw(String ascii) {
    int count = ascii.length();
    require(count);
    for (int i = 0; i < count; i++) {
      bytes[length + i] = (byte) ascii.charAt(i);
    }
    length += count;
  }

  /** Ends a line in place of the last byte, where there is no room for more. */
  public void endLine() {
    bytes[length - 1] = '\n';
  }

  /** Writes all digits. */
  public void number(long value) {
    raw(Long.toString(value));
  }

  /** Writes the shortest decimal that reads back to the same double. */
  public void number(double value) {
    raw(NumberOutput.toString(value, true));
  }

  /** Writes the shortest decimal that reads back to the same float: 21.3, not 21.299999. */
  public void number(float value) {
    raw(NumberOutput.toString(value, true));
  }

  /** Writes all digits. */
  public void number(BigDecimal value) {
    raw(value.toString());
  }

  /** Writes a text in quotes. */
  public void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    text(utf8, 0, utf8.length);
  }

  /**
   * Writes a text in quotes.
   *
   * @param utf8 an array that has the text; must be UTF-8 where it is not ASCII
   * @return whether it is ASCII
   */
  public boolean text(byte[] utf8, int from, int count) {
    require(count + 2);
    bytes[length++] = '"';
    boolean isAscii = true;
    for (int i = from; i < from + count; i++) {
      byte b = utf8[i];
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
        require(LONGEST_ESCAPE);
        escape(b);
      } else {
        require(1);
        bytes[length++] = b;
        isAscii &= b >= 0;
      }
    }
    raw('"');
    return isAscii;
  }

  private void escape(byte b) {
    bytes[length++] = '\\';
    if (b >= ' ') {
      bytes[length++] = b;
      return;
    }
    bytes[length++] = 'u';
    bytes[length++] = '0';
    bytes[length++] = '0';
    bytes[length++] = HEX[b >> 4];
    bytes[length++] = HEX[b & 0xF];
  }

  /**
   * Writes bytes. Those that are a text are written as that, since many programs write texts so;
   * others as hexadecimal digits behind {@code 0x}, which is no number.
   */
  public void bytes(byte[] value, int from, int count) {
    boolean isText = Utf8.isValid(value, from, count);
    for (int i = from; i < from + count && isText; i++) {
      isText = value[i] >= ' ' || value[i] < 0;
    }
    if (isText) {
      text(value, from, count);
      return;
    }
    raw("\"0x");
    for (int i = from; i < from + count; i++) {
      raw((char) HEX[value[i] >> 4 & 0xF]);
      raw((char) HEX[value[i] & 0xF]);
    }
    raw('"');
  }

  /**
   * Writes an instant or a local time as a text in ISO-8601.
   *
   * @param value time since 1970-01-01T00:00
   * @param unitsPerSecond the unit of the value: 1,000 for milliseconds, at most 1,000,000,000
   * @param offset {@code Z} for an instant, nothing for a local time
   */
  public void dateTime(long value, long unitsPerSecond, String offset) {
    long second = Math.floorDiv(value, unitsPerSecond);
    int nano = (int) (Math.floorMod(value, unitsPerSecond) * (NANOS / unitsPerSecond));
    text(LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC) + offset);
  }

  /** Writes a day as a text in ISO-8601, given the days since 1970-01-01. */
  public void date(int epochDay) {
    text(LocalDate.ofEpochDay(epochDay).toString());
  }

  /**
   * Writes a time of day as a text in ISO-8601.
   *
   * @return whether there is such a time; if not, nothing is written
   */
  public boolean timeOfDay(long value, long unitsPerSecond) {
    if (value < 0 || value >= SECONDS_PER_DAY * unitsPerSecond) {
      return false;
    }
    text(LocalTime.ofNanoOfDay(value * (NANOS / unitsPerSecond)).toString());
    return true;
  }

  /** Writes the id that 16 bytes are. */
  public void uuid(byte[] value, int from) {
    ByteBuffer both = ByteBuffer.wrap(value, from, 2 * Long.BYTES);
    text(new UUID(both.getLong(), both.getLong()).toString());
  }
}
