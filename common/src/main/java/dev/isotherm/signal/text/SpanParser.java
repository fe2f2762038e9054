package dev.isotherm.signal.text;

import dev.isotherm.signal.Span;
import dev.isotherm.window.CalendarWindows;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;

/** Reads windows: {@code 5m}, {@code today}, {@code 5 readings} or {@code all readings}. */
final class SpanParser {

  static final String READINGS = "readings";

  private static final String ALL = "all";

  private static final String TODAY = "today";
  private static final String THIS = "this";
  private static final Map<String, CalendarWindows.Unit> UNITS =
      Map.of("week", CalendarWindows.Unit.WEEK, "month", CalendarWindows.Unit.MONTH);

  private final Tokens tokens;
  private final ZoneId zone;

  /**
   * @param zone of days, weeks and months
   */
  SpanParser(Tokens tokens, ZoneId zone) {
    this.tokens = tokens;
    this.zone = zone;
  }

  /**
   * Reads a window.
   *
   * @param hint ends the description of a window, if something else is read
   */
  Span span(String hint) {
    Token first = tokens.peek();
    if (isNextDuration()) {
      return duration(first);
    }
    if (takeAll()) {
      return new Span.All();
    }
    if (tokens.isNextWord(TODAY)) {
      tokens.take();
      return new Span.Calendar(CalendarWindows.Unit.DAY, zone);
    }
    if (tokens.isNextWord(THIS)) {
      return calendar();
    }
    boolean isNumber = first.kind() == Token.Kind.NUMBER;
    if (isNumber) {
      tokens.take();
    }
    if (!isNumber || !tokens.isNextWord(READINGS)) {
      throw tokens.unexpected("a window (such as 5m or 5 readings" + hint + ")");
    }
    return readings(first);
  }

  private Span calendar() {
    tokens.take();
    CalendarWindows.Unit unit = UNITS.get(tokens.peek().text());
    if (unit == null) {
      throw tokens.unexpected("week or month (as in this week; a day is today)");
    }
    tokens.take();
    return new Span.Calendar(unit, zone);
  }

  /** Whether a duration is next. */
  boolean isNextDuration() {
    return tokens.peek().kind() == Token.Kind.DURATION;
  }

  Span duration(Token at) {
    Duration duration = Duration.ofMillis((long) tokens.take().amount());
    return ExpressionParser.checked(at, () -> new Span.Time(duration));
  }

  /** Takes {@code all readings}, if it is next. */
  boolean takeAll() {
    if (!tokens.isNextWord(ALL)) {
      return false;
    }
    tokens.take();
    if (!tokens.isNextWord(READINGS)) {
      throw tokens.unexpected("readings (as in all readings)");
    }
    tokens.take();
    return true;
  }

  /** Reads the word after a number, which was taken. */
  Span readings(Token number) {
    tokens.take();
    return ExpressionParser.checked(number, () -> new Span.Readings(whole(number)));
  }

  private static int whole(Token number) {
    if (!number.text().matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          "read " + number.text() + " readings, but a window has a whole number of them");
    }
    return Integer.parseInt(number.text());
  }
}
