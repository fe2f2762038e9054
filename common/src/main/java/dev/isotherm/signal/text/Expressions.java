package dev.isotherm.signal.text;

import dev.isotherm.signal.Expression;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@linkplain Expression expressions}. */
public final class Expressions {

  /** The longest text, in characters. */
  public static final int MAX_LENGTH = 2_000;

  /** How deep brackets may be nested, with those of functions, signs and {@code not}. */
  public static final int MAX_NESTING = 32;

  /** The most names, numbers, operators and functions, with those of named parts. */
  static final int MAX_NODES = 2_000;

  /** Bounds the depth of recursion; {@code a + b + c} has depth 3. */
  static final int MAX_DEPTH_OF_TREE = 300;

  private Expressions() {}

  /**
   * Reads an expression without named parts. Its days, weeks and months are those of UTC.
   *
   * @throws InvalidExpressionException if the text is none; the message says where and why, and
   *     what is allowed
   */
  public static Expression parse(String text) {
    return parse(text, ZoneOffset.UTC);
  }

  /**
   * Reads an expression without named parts.
   *
   * @param zone of its days, weeks and months
   * @throws InvalidExpressionException as {@link #parse(String)}
   */
  public static Expression parse(String text, ZoneId zone) {
    return parse(text, name -> null, zone).expression();
  }

  static ExpressionParser.Part parse(
      String text, Function<String, ExpressionParser.@Nullable Part> parts, ZoneId zone) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidExpressionException(
          MAX_LENGTH + 1, "has " + text.length() + " characters; at most " + MAX_LENGTH);
    }
    return new ExpressionParser(text, parts, zone).parse();
  }

  /** Writes an expression for people, so that {@link #parse} reads an equal one. */
  public static String text(Expression expression) {
    return new ExpressionWriter().write(expression);
  }

  /**
   * Writes an expression in a form that is the same for equal expressions in every version of this
   * program, however they were written. Fingerprints and states depend on it.
   */
  public static String canonical(Expression expression) {
    return CanonicalText.of(expression);
  }
}
