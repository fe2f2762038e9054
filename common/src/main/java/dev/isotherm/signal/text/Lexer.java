package dev.isotherm.signal.text;

import dev.isotherm.model.DurationText;
import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Divides the text of an expression into tokens. */
final class Lexer {

  private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
  private static final Pattern DURATION = Pattern.compile("(?:[0-9]+(?:ms|min|[smhdw]))+");
  private static final Pattern AMOUNT = Pattern.compile("([0-9]+)([a-z]+)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern RUN_ON = Pattern.compile("[A-Za-z0-9_.]+");
  private static final Pattern SIGN = Pattern.compile(">=|<=|==|!=|<(?!>)|[>+*/(),.-]");
  private static final Pattern QUOTED = Pattern.compile("`([^`]*(?:``[^`]*)*)`");
  private static final Pattern SENSOR =
      Pattern.compile("\\{\\s*(?:`([^`]*(?:``[^`]*)*)`|([^{}`]*?))\\s*}");

  private static final Map<String, Long> UNIT_MILLIS =
      Map.of(
          "ms", 1L,
          "s", 1_000L,
          "m", 60_000L,
          "min", 60_000L,
          "h", 3_600_000L,
          "d", 86_400_000L,
          "w", 7 * 86_400_000L);

  private final String text;
  private int at;

  Lexer(String text) {
    this.text = text;
  }

  /**
   * Returns the next token; at the end of the text {@link Token.Kind#END}, again and again.
   *
   * @throws InvalidExpressionException if no token begins here
   */
  Token next() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return token(Token.Kind.END, "", 0, at);
    }
    char first = text.charAt(at);
    if (first >= '0' && first <= '9') {
      return numberOrDuration();
    }
    if (first == '`') {
      return quoted();
    }
    if (first == '{') {
      return sensor();
    }
    Matcher name = lookingAt(NAME);
    if (name != null) {
      return token(Token.Kind.NAME, name.group(), 0, name.end());
    }
    Matcher sign = lookingAt(SIGN);
    if (sign != null) {
      return token(Token.Kind.SIGN, sign.group(), 0, sign.end());
    }
    throw error(Hints.forUnknownSign(text.substring(at)));
  }

  private Token numberOrDuration() {
    Matcher duration = lookingAt(DURATION);
    if (duration != null && isWhole(duration.end())) {
      return token(Token.Kind.DURATION, duration.group(), millis(duration.group()), duration.end());
    }
    Matcher number = lookingAt(NUMBER);
    if (number == null || !isWhole(number.end())) {
      throw error(
          String.format(
              "%s is no number and no duration; write numbers as 10, 0.5 or 1e-3,"
                  + " durations as 250ms, 30s, 5m, 1h30min, 7d or 1w",
              lookingAt(RUN_ON).group()));
    }
    double value = Double.parseDouble(number.group());
    if (!Double.isFinite(value)) {
      throw error(number.group() + " is too large");
    }
    return token(Token.Kind.NUMBER, number.group(), value, number.end());
  }

  /** Whether a number may end here. */
  private boolean isWhole(int end) {
    return end == text.length() || !RUN_ON.matcher(text.substring(end, end + 1)).matches();
  }

  private double millis(String duration) {
    BigInteger millis = BigInteger.ZERO;
    Matcher amount = AMOUNT.matcher(duration);
    while (amount.find()) {
      BigInteger unit = BigInteger.valueOf(UNIT_MILLIS.get(amount.group(2)));
      millis = millis.add(new BigInteger(amount.group(1)).multiply(unit));
    }
    if (millis.compareTo(BigInteger.valueOf(DurationText.LONGEST.toMillis())) > 0) {
      throw error(duration + " is longer than " + DurationText.LONGEST.toDays() + " days");
    }
    return millis.doubleValue();
  }

  private Token quoted() {
    Matcher quoted = lookingAt(QUOTED);
    if (quoted == null) {
      throw error("the closing back quote of a name is missing");
    }
    return token(Token.Kind.QUOTED_NAME, unquoted(quoted.group(1)), 0, quoted.end());
  }

  private Token sensor() {
    Matcher sensor = lookingAt(SENSOR);
    if (sensor == null) {
      throw error("braces hold the name of one sensor, as in temperature{outside}");
    }
    boolean isQuoted = sensor.group(1) != null;
    String name = isQuoted ? unquoted(sensor.group(1)) : sensor.group(2);
    if (!isQuoted && (name.contains("=") || name.contains("\""))) {
      throw error(
          "braces hold the name of one sensor, as in temperature{outside}, and no labels;"
              + " a name with = or \" stands in back quotes");
    }
    return token(Token.Kind.SENSOR, name, 0, sensor.end());
  }

  private static String unquoted(String name) {
    return name.replace("``", "`");
  }

  private @Nullable Matcher lookingAt(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    return matcher.lookingAt() ? matcher : null;
  }

  private Token token(Token.Kind kind, String value, double amount, int end) {
    Token token = new Token(kind, value, amount, at + 1, end + 1);
    at = end;
    return token;
  }

  private InvalidExpressionException error(String message) {
    return new InvalidExpressionException(at + 1, message);
  }
}
