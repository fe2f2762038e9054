package dev.isotherm.parse.fast;

/** Searches bytes, eight at a time. */
public final class ByteSearch {

  private ByteSearch() {}

  /** Returns the first index of an ASCII character before a limit; the limit if there is none. */
  public static int indexOf(byte wanted, byte[] bytes, int from, int limit) {
    long pattern = Swar.repeated(wanted);
    int i = from;
    while (i < limit) {
      long found = Swar.equalTo(Swar.at(bytes, i), pattern);
      if (found != 0) {
        return Math.min(i + Swar.before(found), limit);
      }
      i += Long.BYTES;
    }
    return limit;
  }

  /** Returns whether all bytes are printable ASCII other than quotation marks and backslashes. */
  static boolean isClean(byte[] bytes, int from, int to) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      if (Swar.unclean(Swar.at(bytes, i)) != 0) {
        return false;
      }
    }
    for (; i < to; i++) {
      byte b = bytes[i];
      if (b < ' ' || b == 0x7F || b == '"' || b == '\\') {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the first index at which there is neither a space nor a tab. Faster than {@link
   * #skipBlanks} if blanks are rare.
   */
  static int skipRareBlanks(byte[] bytes, int from, int limit) {
    return from < limit && bytes[from] > ' ' ? from : skipBlanks(bytes, from, limit);
  }

  /** Returns the first index at which there is neither a space nor a tab. */
  static int skipBlanks(byte[] bytes, int from, int limit) {
    if (from >= limit) {
      return from;
    }
    // There is often one space or none, which no processor can predict: so without a branch.
    int i = from + ((((bytes[from] & 0xFF) ^ ' ') - 1) >>> (Integer.SIZE - 1));
    while (i < limit && (bytes[i] == ' ' || bytes[i] == '\t')) {
      i++;
    }
    return i;
  }
}
