package dev.isotherm.signal.text;

import dev.isotherm.model.DidYouMean;
import dev.isotherm.signal.MemberFunction;
import dev.isotherm.signal.ScalarFunction;
import dev.isotherm.signal.TimeFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What to write in place of what other languages write, such as PromQL, SQL and Java. */
final class Hints {

  /** An example of a number that depends on a condition. */
  static final String CONDITIONAL = "if(a > 1, x, y)";

  private static final String OVER_TIME = "_over_time";

  private static final Map<String, String> SIGNS = new LinkedHashMap<>();

  static {
    SIGNS.put("&&", "conditions are joined by and");
    SIGNS.put("||", "conditions are joined by or");
    SIGNS.put("<>", "two numbers are different: a != b");
    SIGNS.put("=", "two numbers are equal: a == b");
    SIGNS.put("!", "the opposite of a condition: not a > b");
    SIGNS.put("[", "a window is the second argument of a function: max(x, 5m)");
    SIGNS.put("%", "shares are written as 0.05; percentile(x, 95) takes 95");
    SIGNS.put("^", "there are no powers; write x * x, sqrt(x) or exp(x)");
    SIGNS.put("\"", "names with other characters stand in back quotes: `engine.rpm`");
    SIGNS.put("'", "names with other characters stand in back quotes: `engine.rpm`");
    SIGNS.put("?", "a number that depends on a condition: " + CONDITIONAL);
  }

  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("avg", "mean"),
          Map.entry("average", "mean"),
          Map.entry("std", "stddev"),
          Map.entry("stdev", "stddev"),
          Map.entry("stddev_pop", "stddev"),
          Map.entry("quantile", "percentile(x, 95, 5m)"),
          Map.entry("p95", "percentile(x, 95, 5m)"),
          Map.entry("rate", "ratePerSecond, ratePerMinute or ratePerHour"),
          Map.entry("irate", "ratePerSecond(x, 2 readings)"),
          Map.entry("delta", "last(x, 5m) - first(x, 5m)"),
          Map.entry("deriv", "slopePerSecond, slopePerMinute or slopePerHour"),
          Map.entry("slope", "slopePerSecond, slopePerMinute or slopePerHour"),
          Map.entry("offset", "ago(x, 1d)"),
          Map.entry("lag", "ago(x, 1d)"),
          Map.entry("zscore", "deviation(x, 1d)"),
          Map.entry("z_score", "deviation(x, 1d)"),
          Map.entry("case", CONDITIONAL),
          Map.entry("iif", CONDITIONAL),
          Map.entry("duration", "secondsWhere(x > 1, 1h)"),
          Map.entry("timestamp", "secondsSince(x > 0, 1d)"),
          Map.entry("elapsed", "secondsSince(x > 0, 1d)"),
          Map.entry("count_if", "countWhere(x > 1, 1h)"),
          Map.entry("log", "ln(x) or log10(x)"),
          Map.entry("log2", "ln(x) / ln(2)"),
          Map.entry("pow", "x * x, sqrt(x) or exp(x)"),
          Map.entry("resets", "countWhere(x < 1, 5m) or increase(x, 5m)"),
          Map.entry("default", "coalesce(x, 0)"),
          Map.entry("ifnull", "coalesce(x, 0)"),
          Map.entry("absent", "coalesce(x, -1) == -1, with a number that x never has"),
          Map.entry("time", "now, without brackets"));

  private static final Map<String, String> WORDS =
      Map.of(
          "offset", "the value of a day ago: ago(x, 1d)",
          "by", "the members of a group: sum(x by label)",
          "without", "the members of a group: sum(x by label)",
          "unless", "conditions are joined by and, or and not",
          "is", "two numbers are equal: a == b",
          "then", "a number that depends on a condition: " + CONDITIONAL,
          "readings", "a window of readings: mean(x, 5 readings)");

  private Hints() {}

  /** Describes a text whose first character begins no token. */
  static String forUnknownSign(String rest) {
    for (Map.Entry<String, String> sign : SIGNS.entrySet()) {
      if (rest.startsWith(sign.getKey())) {
        return "read " + sign.getKey() + "; " + sign.getValue();
      }
    }
    String first = new StringBuilder().appendCodePoint(rest.codePointAt(0)).toString();
    return "read " + first + ", which stands in an expression only in a name in back quotes";
  }

  /** Describes a word where none may stand; empty if there is nothing to say. */
  static String forWord(Token token) {
    String hint = token.kind() == Token.Kind.NAME ? WORDS.get(token.text()) : null;
    return hint == null ? "" : "; " + hint;
  }

  /** Says that there is no such function, and which one may be meant. */
  static String forUnknownFunction(String name) {
    String hint = FUNCTIONS.get(name);
    if (hint == null && name.endsWith(OVER_TIME)) {
      String function = name.substring(0, name.length() - OVER_TIME.length());
      hint = withWindow(FUNCTIONS.getOrDefault(function, function));
    }
    if (hint != null) {
      return "there is no function " + name + "; write " + hint;
    }
    List<String> near = DidYouMean.of(name, functions());
    return near.isEmpty()
        ? "there is no function " + name + "; functions are " + String.join(", ", functions())
        : "there is no function " + name + "; did you mean " + String.join(" or ", near) + "?";
  }

  private static String withWindow(String function) {
    return function.contains("(") ? function : function + "(x, 5m)";
  }

  private static Set<String> functions() {
    Set<String> names = new TreeSet<>(List.of(CallParser.AGO, CallParser.DEVIATION, CallParser.IF));
    Stream.of(TimeFunction.values()).forEach(function -> names.add(function.text()));
    Stream.of(MemberFunction.values()).forEach(function -> names.add(function.text()));
    Stream.of(ScalarFunction.values()).forEach(function -> names.add(function.text()));
    return names;
  }
}
