package dev.isotherm.parse.mapping;

import dev.isotherm.parse.number.DecimalNumber;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ObjDoubleConsumer;

/**
 * The words that are looked for in the text of one field, such as {@code OB} in {@code OB DISCHRG}.
 * Each is a metric: {@code status.OB} of the field {@code status}. Case matters.
 */
public final class FlagWords implements Serializable {
  private static final long serialVersionUID = 1;

  private static final Set<String> BOOLEANS = Set.of("true", "false");

  private final String[] words;
  private final String[] metrics;
  private final boolean acceptsNumbers;
  private final boolean acceptsBooleans;

  FlagWords(String field, SortedSet<String> words) {
    this.words = words.toArray(String[]::new);
    this.metrics = words.stream().map(word -> field + '.' + word).toArray(String[]::new);
    DecimalNumber number = new DecimalNumber();
    this.acceptsNumbers = words.stream().anyMatch(word -> isNumber(word, number));
    this.acceptsBooleans = words.stream().anyMatch(BOOLEANS::contains);
  }

  /** Returns the names of the metrics. */
  List<String> metrics() {
    return List.of(metrics);
  }

  /** Returns the words, in the order of the metrics. */
  List<String> words() {
    return List.of(words);
  }

  /**
   * Returns whether a value without quotes is a text: a number only if one of the words is a
   * number, {@code true} and {@code false} only if one of the words is one of them.
   *
   * @param number reads numbers as they are written in the message
   */
  public boolean accepts(String value, DecimalNumber number) {
    return BOOLEANS.contains(value) ? acceptsBooleans : acceptsNumbers || !isNumber(value, number);
  }

  private static boolean isNumber(String text, DecimalNumber number) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return number.read(bytes, 0, bytes.length) != DecimalNumber.Kind.NOT_A_NUMBER;
  }

  /** Gives each metric 1 if one of the texts has its word, else 0. */
  public void forEach(List<String> texts, ObjDoubleConsumer<String> flag) {
    Set<String> found = new HashSet<>();
    texts.forEach(text -> addWords(text, found));
    for (int i = 0; i < words.length; i++) {
      flag.accept(metrics[i], found.contains(words[i]) ? 1 : 0);
    }
  }

  private static void addWords(String text, Set<String> words) {
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || isSeparator(text.charAt(i))) {
        if (i > from) {
          words.add(text.substring(from, i));
        }
        from = i + 1;
      }
    }
  }

  /** Returns the words of a text, which blanks, commas, semicolons and bars separate. */
  public static Set<String> of(String text) {
    Set<String> words = new TreeSet<>();
    addWords(text, words);
    return words;
  }

  static boolean isSeparator(int c) {
    return c == ','
        || c == ';'
        || c == '|'
        || Character.isWhitespace(c)
        || Character.isSpaceChar(c);
  }
}
