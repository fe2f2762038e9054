package dev.isotherm.parse.mapping;

import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.number.DecimalNumber;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts that stand for numbers, if the user says so: states such as {@code on}, and numbers with a
 * unit or a mark, such as {@code 21.5 °C}, {@code 50%} and {@code <0.5}; and texts whose words are
 * flags.
 */
public final class ValueTexts implements Serializable {
  private static final long serialVersionUID = 1;

  /** No text stands for a number. */
  public static final ValueTexts NONE = new ValueTexts(List.of(), false, TextFlags.NONE);

  /**
   * A mark, a number, and a unit of one word, which has digits only behind letters, such as {@code
   * µg/m3}. The sign may be that of typographers.
   */
  private static final Pattern MEASURED =
      Pattern.compile(
          "[<>≤≥~≈]?\\s*([-+\\u2212\\u2013]?)([0-9.,'\\u00a0\\u202f ]*[0-9])[\\s\\u00a0\\u202f]*"
              + "([\\p{L}%‰°µΩ$€£][^\\s\\d]*(?:(?<=\\p{L})[23](?![\\p{L}\\d])[^\\s\\d]*)*)?");

  private final List<String> states;
  private final boolean units;
  private final TextFlags flags;
  private final LinkedHashMap<String, Double> numbers = new LinkedHashMap<>();

  private ValueTexts(List<String> states, boolean units, TextFlags flags) {
    this.states = List.copyOf(states);
    this.units = units;
    this.flags = flags;
    DecimalNumber number = new DecimalNumber();
    for (String state : states) {
      int equals = state.lastIndexOf('=');
      byte[] bytes = state.substring(equals + 1).getBytes(StandardCharsets.UTF_8);
      String text = state.substring(0, Math.max(0, equals));
      if (text.isBlank()
          || number.read(bytes, 0, bytes.length) != DecimalNumber.Kind.FINITE
          || numbers.put(text, number.value()) != null) {
        throw new IllegalArgumentException(
            "state "
                + Excerpt.quoted(state)
                + ": must be a text and a number, such as on=1, and each text may be there once");
      }
    }
  }

  /**
   * Returns the texts that stand for numbers.
   *
   * @param states each a text and its number, such as {@code on=1}
   * @param units whether a number may have a unit or a mark
   * @throws IllegalArgumentException if a state is wrong; the message says why
   */
  public static ValueTexts of(List<String> states, boolean units) {
    return states.isEmpty() && !units ? NONE : new ValueTexts(states, units, TextFlags.NONE);
  }

  /** Returns these texts, and the fields whose texts are taken apart into words. */
  public ValueTexts withFlags(TextFlags others) {
    return new ValueTexts(states, units, others);
  }

  /** Returns whether no text as a whole stands for a number. */
  public boolean isEmpty() {
    return numbers.isEmpty() && !units;
  }

  /** Returns the fields whose texts are taken apart into words. */
  public TextFlags flags() {
    return flags;
  }

  /** Returns the states, as they were given. */
  public List<String> states() {
    return new ArrayList<>(states);
  }

  /** Returns whether a number may have a unit or a mark. */
  public boolean units() {
    return units;
  }

  /**
   * Returns the number of a text that is no number by itself; empty if there is none, or if it is
   * not finite.
   *
   * @param number reads numbers as they are written in the message
   */
  public OptionalDouble numberOf(String text, DecimalNumber number) {
    Double state = numbers.get(text);
    if (state != null) {
      return OptionalDouble.of(state);
    }
    Matcher measured = units ? MEASURED.matcher(text.strip()) : null;
    if (measured == null || !measured.matches()) {
      return OptionalDouble.empty();
    }
    String sign = measured.group(1).isEmpty() || measured.group(1).equals("+") ? "" : "-";
    byte[] bytes = (sign + measured.group(2).strip()).getBytes(StandardCharsets.UTF_8);
    return number.read(bytes, 0, bytes.length) == DecimalNumber.Kind.FINITE
        ? OptionalDouble.of(number.value())
        : OptionalDouble.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValueTexts that
        && states.equals(that.states)
        && units == that.units
        && flags.equals(that.flags);
  }

  @Override
  public int hashCode() {
    return Objects.hash(states, units, flags);
  }

  @Override
  public String toString() {
    return String.join(",", states)
        + (units ? " and units" : "")
        + (flags.isEmpty() ? "" : " and flags " + flags);
  }
}
