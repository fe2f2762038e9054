package dev.isotherm.parse.message;

/** Tells well-formed UTF-8 from other bytes, as strictly as table 3-7 of the Unicode standard. */
public final class Utf8 {

  private Utf8() {}

  /** No overlong forms, no surrogates, nothing above U+10FFFF, no character cut off. */
  public static boolean isValid(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    while (i < end) {
      int lead = bytes[i++];
      if (lead >= 0) {
        continue;
      }
      lead &= 0xFF;
      if (lead < 0xC2 || lead > 0xF4) {
        return false;
      }
      int following = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
      if (end - i < following) {
        return false;
      }
      int second = bytes[i] & 0xFF;
      int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
      int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
      if (second < lowest || second > highest) {
        return false;
      }
      for (int k = 1; k < following; k++) {
        if ((bytes[i + k] & 0xC0) != 0x80) {
          return false;
        }
      }
      i += following;
    }
    return true;
  }
}
