package dev.isotherm.parse.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Checks whether bytes are well-formed UTF-8. */
public final class Utf8 {

  private Utf8() {}

  /** Returns whether there are no overlong forms, surrogates, or other malformed bytes. */
  public static boolean isValid(byte[] bytes, int offset, int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }
}
