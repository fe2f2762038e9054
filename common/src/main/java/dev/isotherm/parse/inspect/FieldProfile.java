package dev.isotherm.parse.inspect;

import dev.isotherm.parse.mapping.ValueTexts;
import dev.isotherm.parse.message.AbsentWords;
import dev.isotherm.parse.number.DecimalNumber;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the values of a column, or of the members at a path, look like in a sample. Its memory is
 * bounded.
 */
public final class FieldProfile {

  /** What a value looks like. */
  public enum Kind {
    /** Empty, null, or a word such as {@code NA}. */
    ABSENT,
    NUMBER,
    /** A number in a JSON text. */
    NUMBER_IN_TEXT,
    /** NaN or infinite. */
    NOT_FINITE,
    /** A number with a unit or a mark. */
    MEASURED,
    BOOLEAN,
    TEXT
  }

  private static final Set<String> BOOLEANS = Set.of("true", "false");
  private static final int MOST_DISTINCT = 1_000;
  private static final int MOST_KEPT = 20_000;
  private static final ValueTexts UNITS = ValueTexts.of(List.of(), true);

  private final String name;
  private final EnumMap<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final Map<String, Integer> distinct = new LinkedHashMap<>();
  private final Map<String, Integer> words = new LinkedHashMap<>();
  private final List<String> texts = new ArrayList<>();
  private double[] numbers = new double[16];
  private int kept;
  private boolean counting = true;

  FieldProfile(String name) {
    this.name = name;
  }

  /** Takes a value that is missing. */
  void addAbsent() {
    increment(Kind.ABSENT);
  }

  /**
   * Takes a value.
   *
   * @param isText whether it is a JSON text, so that a number in it is no number
   * @param number reads numbers as they are written in the sample
   */
  void add(String value, boolean isText, DecimalNumber number) {
    String text = value.strip();
    if (text.isEmpty()) {
      addAbsent();
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    DecimalNumber.Kind read = number.read(bytes, 0, bytes.length);
    if (read == DecimalNumber.Kind.NOT_FINITE) {
      increment(Kind.NOT_FINITE);
      return;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (read == DecimalNumber.Kind.NOT_A_NUMBER && AbsentWords.contains(lower)) {
      addAbsent();
      countDistinct(words, text);
      return;
    }
    countDistinct(distinct, text);
    if (texts.size() < MOST_KEPT) {
      texts.add(text);
    }
    if (read == DecimalNumber.Kind.FINITE) {
      increment(isText ? Kind.NUMBER_IN_TEXT : Kind.NUMBER);
      keep(number.value());
    } else {
      counting = false;
      boolean measured = UNITS.numberOf(text, number).isPresent();
      Kind other = BOOLEANS.contains(lower) ? Kind.BOOLEAN : Kind.TEXT;
      increment(measured ? Kind.MEASURED : other);
    }
  }

  private void increment(Kind kind) {
    counts.merge(kind, 1, Integer::sum);
  }

  private static void countDistinct(Map<String, Integer> seen, String text) {
    if (seen.size() < MOST_DISTINCT || seen.containsKey(text)) {
      seen.merge(text, 1, Integer::sum);
    }
  }

  private void keep(double number) {
    if (kept >= MOST_KEPT) {
      return;
    }
    counting &= number == Math.rint(number) && (kept == 0 || number == numbers[kept - 1] + 1);
    if (kept == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * kept);
    }
    numbers[kept++] = number;
  }

  /** Returns the name of the column, or the path. */
  public String name() {
    return name;
  }

  /** Returns how many values look so. */
  public int count(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  /** Returns the number of values that are there. */
  public int present() {
    return counts.values().stream().mapToInt(Integer::intValue).sum() - count(Kind.ABSENT);
  }

  /** Returns the number of values that are numbers, or numbers in other clothes. */
  int numeric() {
    return count(Kind.NUMBER)
        + count(Kind.NUMBER_IN_TEXT)
        + count(Kind.MEASURED)
        + count(Kind.NOT_FINITE);
  }

  /** Returns whether most values that are there are numbers. */
  boolean isNumeric() {
    return 2 * numeric() > present();
  }

  /** Returns what most of the values are; {@link Kind#ABSENT} if none is there. */
  public Kind kind() {
    return counts.entrySet().stream()
        .filter(count -> count.getKey() != Kind.ABSENT)
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(Kind.ABSENT);
  }

  /** Returns the values that are there, in their order; of many, the first ones. */
  List<String> texts() {
    return texts;
  }

  /** Returns different values; of many, the first ones. */
  public Collection<String> distinct() {
    return distinct.keySet();
  }

  /** Returns whether a value comes again, as far as that can be told from the sample. */
  boolean repeats() {
    return present() <= 1 || distinct.size() < present() || distinct.size() == MOST_DISTINCT;
  }

  /** Returns the words for a missing value that occur. */
  Collection<String> absentWords() {
    return words.keySet();
  }

  /** Returns the finite numbers, sorted; of many, the first ones of the sample. */
  public double[] sortedNumbers() {
    double[] sorted = Arrays.copyOf(numbers, kept);
    Arrays.sort(sorted);
    return sorted;
  }

  /** Returns whether all are whole numbers, each one more than the one before. */
  boolean isCounting() {
    return counting && kept > 2;
  }
}
