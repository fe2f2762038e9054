package dev.isotherm.parse.inspect;

import dev.isotherm.parse.inspect.FieldProfile.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds fields with parts of an instant as numbers: years, months, days, hours, minutes. */
final class InstantParts {

  /**
   * A part.
   *
   * @param names words that name it, the most telling first
   * @param letter of it in a pattern
   * @param least the least number that it may be
   * @param most the greatest one
   */
  private record Part(List<String> names, String letter, int least, int most) {

    boolean isIn(FieldProfile field) {
      double[] numbers = field.sortedNumbers();
      return field.kind() == Kind.NUMBER
          && Arrays.stream(numbers).allMatch(number -> number == Math.rint(number))
          && numbers[0] >= least
          && numbers[numbers.length - 1] <= most;
    }
  }

  private static final Part HOUR =
      new Part(List.of("hour", "hours", "hh", "hr", "stunde", "uur", "hora", "heure"), "H", 0, 24);

  private static final List<Part> PARTS =
      List.of(
          new Part(List.of("year", "yyyy", "yy", "yr", "jahr", "annee", "ano"), "yyyy", 1900, 2100),
          new Part(List.of("month", "mm", "mon", "mo", "monat", "mois", "mes"), "M", 1, 12),
          new Part(List.of("day", "dd", "dy", "tag", "jour", "dia"), "d", 1, 31),
          HOUR,
          new Part(List.of("minute", "minutes", "mm", "mn", "mi", "min"), "m", 0, 59),
          new Part(List.of("second", "seconds", "ss", "sec"), "s", 0, 60));

  /** Names with so many letters are abbreviations. */
  private static final int SHORT = 3;

  private static final Set<String> CLOCK = Set.of("time", "hhmm", "zeit", "heure", "hora");
  private static final Pattern FOUR_DIGITS = Pattern.compile("([01]\\d|2[0-4])[0-5]\\d");

  private InstantParts() {}

  /**
   * An hour, perhaps with minutes, as a number beside a date.
   *
   * @param format of it, such as {@code H}
   */
  record Hour(FieldProfile field, String format) {}

  /** Returns the field with the hour of a date; {@code null} if there is none. */
  static @Nullable Hour hour(List<FieldProfile> fields) {
    for (FieldProfile field : fields) {
      List<String> words = FieldNames.words(field.name());
      boolean hour = words.stream().anyMatch(HOUR.names::contains);
      boolean clock = hour || words.stream().anyMatch(CLOCK::contains);
      Predicate<String> digits = FOUR_DIGITS.asMatchPredicate();
      if (clock && !field.texts().isEmpty() && field.texts().stream().allMatch(digits)) {
        return new Hour(field, "HHmm");
      }
      if (hour && HOUR.isIn(field)) {
        return new Hour(field, HOUR.letter);
      }
    }
    return null;
  }

  /** Returns the fields with the parts, from the year on; empty unless there is a day. */
  static List<FieldProfile> of(List<FieldProfile> free) {
    List<FieldProfile> fields = new ArrayList<>();
    for (Part part : PARTS) {
      FieldProfile field = find(part, free, fields);
      if (field == null) {
        break;
      }
      fields.add(field);
    }
    return fields.size() < 3 ? List.of() : fields;
  }

  private static @Nullable FieldProfile find(
      Part part, List<FieldProfile> free, List<FieldProfile> taken) {
    return part.names.stream()
        .flatMap(name -> free.stream().filter(field -> isNamed(field, name)))
        .filter(field -> !taken.contains(field) && part.isIn(field))
        .findFirst()
        .orElse(null);
  }

  private static boolean isNamed(FieldProfile field, String name) {
    List<String> words = FieldNames.words(field.name());
    // A temp_min is no minute.
    return words.contains(name) && (words.size() == 1 || name.length() > SHORT);
  }

  /** Returns the pattern of so many parts. */
  static String format(int count) {
    return String.join(" ", PARTS.stream().limit(count).map(Part::letter).toList());
  }
}
