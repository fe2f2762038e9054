package dev.isotherm.parse.fast;

import static dev.isotherm.parse.fast.FastPathParser.FALLBACK;

/**
 * Finds the end of JSON values in printable ASCII without escapes, which nobody reads. A value that
 * is not well-formed falls back.
 */
final class FastJsonSkipper {

  private static final long TRUE = Swar.at(new byte[] {'t', 'r', 'u', 'e'}, 0);
  private static final long FALSE = Swar.at(new byte[] {'f', 'a', 'l', 's', 'e'}, 0);
  private static final long NULL = Swar.at(new byte[] {'n', 'u', 'l', 'l'}, 0);

  /**
   * The complete parser refuses messages that are nested more deeply, so this must not exceed it.
   */
  private static final int MAX_DEPTH = 8;

  private FastJsonSkipper() {}

  /** Returns the index behind a value, or FALLBACK. */
  static int endOfValue(byte[] bytes, int from, int limit) {
    return endOfValue(bytes, from, limit, MAX_DEPTH);
  }

  private static int endOfValue(byte[] bytes, int from, int limit, int depth) {
    boolean isStructure = from < limit && (bytes[from] == '{' || bytes[from] == '[');
    if (!isStructure) {
      return endOfScalar(bytes, from, limit);
    }
    return depth == 0 ? FALLBACK : endOfStructure(bytes, from, limit, depth - 1);
  }

  private static int endOfStructure(byte[] bytes, int from, int limit, int depth) {
    boolean isObject = bytes[from] == '{';
    byte last = (byte) (isObject ? '}' : ']');
    int i = ByteSearch.skipBlanks(bytes, from + 1, limit);
    if (i < limit && bytes[i] == last) {
      return i + 1;
    }
    while (true) {
      if (isObject) {
        i = behindName(bytes, i, limit);
      }
      i = i == FALLBACK ? FALLBACK : endOfValue(bytes, i, limit, depth);
      if (i == FALLBACK) {
        return FALLBACK;
      }
      i = ByteSearch.skipRareBlanks(bytes, i, limit);
      if (i >= limit || bytes[i] != ',') {
        return i < limit && bytes[i] == last ? i + 1 : FALLBACK;
      }
      i = ByteSearch.skipBlanks(bytes, i + 1, limit);
    }
  }

  /** Returns the index of the value of the member whose name begins at an index, or FALLBACK. */
  private static int behindName(byte[] bytes, int from, int limit) {
    if (from >= limit || bytes[from] != '"') {
      return FALLBACK;
    }
    int end = endOfText(bytes, from, limit);
    int colon = end == FALLBACK ? limit : ByteSearch.skipRareBlanks(bytes, end, limit);
    return colon >= limit || bytes[colon] != ':'
        ? FALLBACK
        : ByteSearch.skipBlanks(bytes, colon + 1, limit);
  }

  /** Returns the index behind a number, a text, a boolean or null, or FALLBACK. */
  static int endOfScalar(byte[] bytes, int from, int limit) {
    if (from >= limit) {
      return FALLBACK;
    }
    return switch (bytes[from]) {
      case '"' -> endOfText(bytes, from, limit);
      case 't' -> literal(TRUE, 4, bytes, from, limit);
      case 'f' -> literal(FALSE, 5, bytes, from, limit);
      case 'n' -> literal(NULL, 4, bytes, from, limit);
      default -> FastNumber.endOfJson(bytes, from, limit);
    };
  }

  private static int literal(long word, int length, byte[] bytes, int from, int limit) {
    boolean there = Swar.first(length, Swar.at(bytes, from)) == word;
    return there && from + length <= limit ? from + length : FALLBACK;
  }

  /** Returns the index behind the closing quotation mark of a clean text, or FALLBACK. */
  static int endOfText(byte[] bytes, int from, int limit) {
    int end = ByteSearch.indexOf((byte) '"', bytes, from + 1, limit);
    return end < limit && ByteSearch.isClean(bytes, from + 1, end) ? end + 1 : FALLBACK;
  }
}
