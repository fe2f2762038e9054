package dev.isotherm.parse.json;

/** A text as bytes for the parsers of numbers and timestamps. Reused from text to text. */
final class AsciiBytes {

  private byte[] bytes = new byte[64];
  private int length;

  /** Takes a text; what is not ASCII becomes an invalid byte. */
  void set(String text) {
    length = text.length();
    if (bytes.length < length) {
      bytes = new byte[length];
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      bytes[i] = c < 0x80 ? (byte) c : (byte) 0x80;
    }
  }

  /** The bytes of the text, from index 0 on; more may follow. */
  byte[] bytes() {
    return bytes;
  }

  /** How many bytes the text has. */
  int length() {
    return length;
  }
}
