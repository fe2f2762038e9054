package dev.isotherm.parse.mapping;

import dev.isotherm.parse.number.DecimalNumber;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The values that stand for a missing one, beside the empty text and null: texts such as {@code
 * NA}, and numbers such as {@code -999}. A number is compared by its value, so that {@code -999}
 * stands for {@code -999.0} too.
 */
public final class AbsentValues implements Serializable {
  private static final long serialVersionUID = 1;

  /** No such value. */
  public static final AbsentValues NONE = new AbsentValues(Set.of());

  private final Set<String> tokens;
  private final double[] numbers;

  private AbsentValues(Set<String> tokens) {
    this.tokens = tokens;
    DecimalNumber number = new DecimalNumber();
    this.numbers =
        tokens.stream()
            .map(token -> token.getBytes(StandardCharsets.UTF_8))
            .filter(bytes -> number.read(bytes, 0, bytes.length) == DecimalNumber.Kind.FINITE)
            .mapToDouble(bytes -> number.value())
            .toArray();
  }

  /** Returns the values of these texts, which may be numbers. */
  public static AbsentValues of(List<String> tokens) {
    for (String token : tokens) {
      if (token.isBlank() || !token.equals(token.strip())) {
        throw new IllegalArgumentException(
            "absent value \"" + token + "\": must not be blank, nor begin or end with a blank");
      }
    }
    return tokens.isEmpty() ? NONE : new AbsentValues(new LinkedHashSet<>(tokens));
  }

  /** Returns the texts, in the order in which they were given. */
  public List<String> tokens() {
    return List.copyOf(tokens);
  }

  /** Returns whether there are none. */
  public boolean isEmpty() {
    return tokens.isEmpty();
  }

  /** Returns whether a number stands for a missing value. */
  public boolean contains(double number) {
    for (double absent : numbers) {
      if (absent == number) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a text that is no number stands for a missing value. */
  public boolean contains(String text) {
    return tokens.contains(text);
  }

  /** Returns whether a text in ASCII that is no number stands for a missing value. */
  public boolean contains(byte[] bytes, int from, int to) {
    return tokens.size() > numbers.length
        && contains(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AbsentValues that && tokens.equals(that.tokens);
  }

  @Override
  public int hashCode() {
    return tokens.hashCode();
  }

  @Override
  public String toString() {
    return String.join(",", tokens);
  }
}
