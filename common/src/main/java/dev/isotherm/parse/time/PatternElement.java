package dev.isotherm.parse.time;

import dev.isotherm.parse.number.DecimalSyntax;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** A part of a pattern. Immutable. */
sealed interface PatternElement {

  int FAILS = -1;

  /** Reads from an index on; returns the index behind what was read, or {@link #FAILS}. */
  int match(byte[] b, int from, int end, PatternFields into);

  /** Digits of one field, at least {@code min} and at most {@code max}. */
  record Digits(PatternField field, int min, int max) implements PatternElement {
    @Override
    public int match(byte[] b, int from, int end, PatternFields into) {
      int limit = Math.min(end, from + max);
      int number = 0;
      int i = from;
      for (; i < limit && DecimalSyntax.isDigit(b[i]); i++) {
        number = 10 * number + b[i] - '0';
      }
      return i - from >= min && into.set(field, number) ? i : FAILS;
    }
  }

  /** Decimals of a second, rounded down to a millisecond. */
  record Fraction(int min, int max) implements PatternElement {
    @Override
    public int match(byte[] b, int from, int end, PatternFields into) {
      int limit = Math.min(end, from + max);
      int millis = 0;
      int unit = 100;
      int i = from;
      for (; i < limit && DecimalSyntax.isDigit(b[i]); i++) {
        millis += unit * (b[i] - '0');
        unit /= 10;
      }
      return i - from >= min && into.set(PatternField.MILLI, millis) ? i : FAILS;
    }
  }

  /** One of several names, in full or by its first three letters; the first name has number 1. */
  record Name(PatternField field, List<String> names) implements PatternElement {

    static final Name MONTH =
        new Name(
            PatternField.MONTH,
            List.of(
                "january",
                "february",
                "march",
                "april",
                "may",
                "june",
                "july",
                "august",
                "september",
                "october",
                "november",
                "december"));
    static final Name WEEKDAY =
        new Name(
            PatternField.DAY_OF_WEEK,
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"));

    private static final int SHORT = 3;

    @Override
    public int match(byte[] b, int from, int end, PatternFields into) {
      int behind = from;
      while (behind < end && isLetter(b[behind])) {
        behind++;
      }
      for (int i = 0; i < names.size(); i++) {
        if (isName(names.get(i), b, from, behind - from)) {
          return into.set(field, i + 1) ? behind : FAILS;
        }
      }
      return FAILS;
    }

    private static boolean isName(String name, byte[] b, int from, int length) {
      if (length != SHORT && length != name.length()) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if ((b[from + i] | 0x20) != name.charAt(i)) {
          return false;
        }
      }
      return true;
    }
  }

  /** AM or PM, also with points; A or P alone. */
  record HalfOfDay() implements PatternElement {
    @Override
    public int match(byte[] b, int from, int end, PatternFields into) {
      int half = from < end ? "ap".indexOf(b[from] | 0x20) : -1;
      if (half < 0) {
        return FAILS;
      }
      if (from + 1 == end || isBlank(b[from + 1])) {
        return into.set(PatternField.HALF_OF_DAY, half) ? from + 1 : FAILS;
      }
      boolean points = from + 1 < end && b[from + 1] == '.';
      int m = points ? from + 2 : from + 1;
      int behind = points ? m + 2 : m + 1;
      boolean matches = behind <= end && (b[m] | 0x20) == 'm' && (!points || b[m + 1] == '.');
      return matches && into.set(PatternField.HALF_OF_DAY, half) ? behind : FAILS;
    }
  }

  /** {@code Z}, {@code ±HH}, {@code ±HHMM} or {@code ±HH:MM}. */
  record Offset() implements PatternElement {

    private static final int MAX_MINUTES = 18 * 60;

    @Override
    public int match(byte[] b, int from, int end, PatternFields into) {
      if (from < end && (b[from] | 0x20) == 'z') {
        return into.set(PatternField.OFFSET_MINUTES, 0) ? from + 1 : FAILS;
      }
      return signed(b, from, end, 2, into);
    }

    static int signed(byte[] b, int from, int end, int leastHourDigits, PatternFields into) {
      if (from >= end || (b[from] != '+' && b[from] != '-')) {
        return FAILS;
      }
      int i = from + 1;
      int hours = 0;
      while (i < Math.min(end, from + 3) && DecimalSyntax.isDigit(b[i])) {
        hours = 10 * hours + b[i++] - '0';
      }
      if (i - from - 1 < leastHourDigits) {
        return FAILS;
      }
      int minutes = 0;
      int first = i < end && b[i] == ':' ? i + 1 : i;
      if (DecimalSyntax.endOfDigits(b, first, Math.min(end, first + 2)) == first + 2) {
        minutes = 10 * (b[first] - '0') + b[first + 1] - '0';
        i = first + 2;
      }
      int total = 60 * hours + minutes;
      boolean valid = minutes < 60 && total <= MAX_MINUTES;
      int offset = b[from] == '-' ? -total : total;
      return valid && into.set(PatternField.OFFSET_MINUTES, offset) ? i : FAILS;
    }
  }

  /**
   * An offset, {@code UTC} or {@code GMT}, alone or before an offset, a name such as {@code
   * Europe/Berlin}, or one of {@link ShortZones}. CST is none of them: several zones have it.
   */
  record Zone() implements PatternElement {

    private static final List<String> UTC = List.of("utc", "gmt", "ut", "z");

    @Override
    public int match(byte[] b, int from, int end, PatternFields into) {
      int behind = from;
      while (behind < end && isLetter(b[behind])) {
        behind++;
      }
      if (behind == from) {
        return Offset.signed(b, from, end, 2, into);
      }
      if (behind == end || b[behind] != '/') {
        String word = new String(b, from, behind - from, StandardCharsets.ISO_8859_1);
        return UTC.contains(word.toLowerCase(Locale.ROOT))
            ? utc(b, behind, end, into)
            : shortName(word, behind, into);
      }
      while (behind < end && (isLetter(b[behind]) || "/_+-0123456789".indexOf(b[behind]) >= 0)) {
        behind++;
      }
      String name = new String(b, from, behind - from, StandardCharsets.ISO_8859_1);
      try {
        into.zone(ZoneId.of(name));
        return behind;
      } catch (DateTimeException noSuchZone) {
        return FAILS;
      }
    }

    private static int shortName(String word, int behind, PatternFields into) {
      Integer minutes = ShortZones.offsetMinutes(word);
      return minutes != null && into.set(PatternField.OFFSET_MINUTES, minutes) ? behind : FAILS;
    }

    private static int utc(byte[] b, int from, int end, PatternFields into) {
      int behind = Offset.signed(b, from, end, 1, into);
      if (behind != FAILS) {
        return behind;
      }
      return into.set(PatternField.OFFSET_MINUTES, 0) ? from : FAILS;
    }
  }

  /** One byte of text; of letters the case does not matter. */
  record Literal(byte value) implements PatternElement {
    @Override
    public int match(byte[] b, int from, int end, PatternFields into) {
      if (from >= end) {
        return FAILS;
      }
      boolean same = b[from] == value || (isLetter(value) && (b[from] ^ value) == 0x20);
      return same ? from + 1 : FAILS;
    }
  }

  /** One blank or more. */
  record Blanks() implements PatternElement {
    @Override
    public int match(byte[] b, int from, int end, PatternFields into) {
      int i = from;
      while (i < end && isBlank(b[i])) {
        i++;
      }
      return i > from ? i : FAILS;
    }
  }

  /** A section that may be missing. */
  record Section(List<PatternElement> elements) implements PatternElement {
    @Override
    public int match(byte[] b, int from, int end, PatternFields into) {
      int before = into.known();
      ZoneId zone = into.zone();
      int behind = matchAll(elements, b, from, end, into);
      if (behind == FAILS) {
        into.forgetAllBut(before);
        into.zone(zone);
        return from;
      }
      return behind;
    }
  }

  /** Reads several elements, one after the other. */
  static int matchAll(
      List<PatternElement> elements, byte[] b, int from, int end, PatternFields into) {
    int i = from;
    for (int element = 0; element < elements.size() && i != FAILS; element++) {
      i = elements.get(element).match(b, i, end, into);
    }
    return i;
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static boolean isLetter(byte b) {
    int lower = b | 0x20;
    return lower >= 'a' && lower <= 'z';
  }
}
