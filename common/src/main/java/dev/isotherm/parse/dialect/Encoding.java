package dev.isotherm.parse.dialect;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds out how the text of a file is encoded. */
final class Encoding {

  private static final int FEWEST_PAIRS = 4;

  private Encoding() {}

  /**
   * Returns the name of a charset: by the byte order mark, else the one that was given, else UTF-16
   * if every other byte is zero, else UTF-8.
   */
  static String of(FileHead head, @Nullable String given) {
    String marked = byMark(head);
    if (marked != null) {
      return marked;
    }
    if (given != null) {
      return canonical(given);
    }
    String wide = byZeros(head);
    return wide == null ? FileDialect.UTF_8 : wide;
  }

  /**
   * Returns the name by which the JVM knows a charset; ASCII is UTF-8.
   *
   * @throws IllegalArgumentException if it does not know it
   */
  static String canonical(String name) {
    Charset charset = Charset.forName(name);
    boolean ascii = charset.equals(StandardCharsets.US_ASCII);
    return ascii ? FileDialect.UTF_8 : charset.name();
  }

  private static @Nullable String byMark(FileHead head) {
    if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
      return FileDialect.UTF_8;
    }
    if (startsWith(head, 0xFF, 0xFE, 0, 0)) {
      return "UTF-32LE";
    }
    if (startsWith(head, 0, 0, 0xFE, 0xFF)) {
      return "UTF-32BE";
    }
    if (startsWith(head, 0xFF, 0xFE)) {
      return StandardCharsets.UTF_16LE.name();
    }
    return startsWith(head, 0xFE, 0xFF) ? StandardCharsets.UTF_16BE.name() : null;
  }

  private static boolean startsWith(FileHead head, int... mark) {
    if (head.length() < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((head.bytes()[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Most letters of readings are ASCII, so one byte of their two is zero. */
  private static @Nullable String byZeros(FileHead head) {
    int pairs = head.length() / 2;
    int first = 0;
    int second = 0;
    for (int i = 0; i < pairs; i++) {
      first += head.bytes()[2 * i] == 0 ? 1 : 0;
      second += head.bytes()[2 * i + 1] == 0 ? 1 : 0;
    }
    if (pairs < FEWEST_PAIRS) {
      return null;
    }
    if (second > pairs * 0.8 && first < pairs * 0.1) {
      return StandardCharsets.UTF_16LE.name();
    }
    return first > pairs * 0.8 && second < pairs * 0.1 ? StandardCharsets.UTF_16BE.name() : null;
  }

  /** Returns the index of the first byte that is not UTF-8; -1 if there is none. */
  static int firstInvalid(FileHead head) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(head.bytes(), 0, head.length());
    CoderResult result =
        decoder.decode(bytes, CharBuffer.allocate(Math.max(1, head.length())), head.whole());
    return result.isError() ? bytes.position() : -1;
  }
}
