package dev.isotherm.signal.text;

import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads what follows the argument of a deviation: a window, a floor, and how many readings are
 * needed. Each of them may be left out.
 */
final class DeviationParser {

  private static final String OPTIONS =
      "a window, a floor and the least number of readings (as in deviation(x, 1d, 0.5, 30"
          + " readings))";

  private final Tokens tokens;
  private final SpanParser spans;

  DeviationParser(Tokens tokens, SpanParser spans) {
    this.tokens = tokens;
    this.spans = spans;
  }

  /** A window or a number, and where it begins. */
  private record Option(Token at, @Nullable Span span) {
    boolean isFloor() {
      return span == null;
    }
  }

  /** Reads the rest of the call, up to its closing bracket. */
  Deviation deviation(Token name, Expression argument) {
    Deque<Option> options = new ArrayDeque<>();
    while (tokens.takeSign(",")) {
      options.add(option());
    }
    Span span = next(options, false) ? options.remove().span() : null;
    double floor = next(options, true) ? options.remove().at().amount() : 0;
    int least = least(options);
    if (!options.isEmpty()) {
      throw new InvalidExpressionException(
          options.remove().at().place(), "deviation takes " + OPTIONS + ", in this order");
    }
    return ExpressionParser.checked(name, () -> new Deviation(argument, span, floor, least));
  }

  private static boolean next(Deque<Option> options, boolean isFloor) {
    return !options.isEmpty() && options.peek().isFloor() == isFloor;
  }

  private static int least(Deque<Option> options) {
    if (options.isEmpty() || !(options.peek().span() instanceof Span.Readings readings)) {
      return Deviation.DEFAULT_LEAST;
    }
    options.remove();
    return readings.count();
  }

  private Option option() {
    Token at = tokens.peek();
    if (spans.isNextDuration()) {
      return new Option(at, spans.duration(at));
    }
    if (spans.takeAll()) {
      return new Option(at, new Span.All());
    }
    if (at.kind() != Token.Kind.NUMBER) {
      throw tokens.unexpected(OPTIONS);
    }
    tokens.take();
    return new Option(at, tokens.isNextWord(SpanParser.READINGS) ? spans.readings(at) : null);
  }
}
