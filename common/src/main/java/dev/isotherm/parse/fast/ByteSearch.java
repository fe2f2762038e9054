package dev.isotherm.parse.fast;

/** Finds where texts end. */
public final class ByteSearch {

  private ByteSearch() {}

  /** The first index of a byte, an ASCII character, before a limit; the limit where it is not. */
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

  /** Whether all is printable ASCII, without quotation marks and backslashes. */
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

  /** As {@link #skipBlanks}, for where there are hardly ever any. */
  static int skipRareBlanks(byte[] bytes, int from, int limit) {
    return from < limit && bytes[from] > ' ' ? from : skipBlanks(bytes, from, limit);
  }

  /** The first index that is neither a space nor a tab. */
  static int skipBlanks(byte[] bytes, int from, int limit) {
    if (from >= limit) {
      return from;
    }
    // Often there is one space or none, as nobody can foresee: so without a branch.
    int i = from + ((((bytes[from] & 0xFF) ^ ' ') - 1) >>> (Integer.SIZE - 1));
    while (i < limit && (bytes[i] == ' ' || bytes[i] == '\t')) {
      i++;
    }
    return i;
  }
}
