package dev.isotherm.signal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.isotherm.fixtures.Seeded;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionErrorsTest {

  private static final int RANDOM_TEXTS = 20_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '~',
      value = {
        "~~        → at 1: the text ends where a number, a name, a function or ( should stand",
        "a +       → at 4: the text ends where a number, a name, a function or ( should stand",
        "a + * b   → at 5: read * where a number, a name, a function or ( should stand",
        "a b       → at 3: read b where an operator or the end should stand",
        "(a + b    → at 7: the text ends where ) should stand",
        "a + b)    → at 6: read ) where an operator or the end should stand",
        "max(a, b) → at 8: read b where a window (such as 5m or 5 readings; the larger of two numbers is greatest(a, b)) should stand",
        "mean(a, 5) → at 10: read ) where a window (such as 5m or 5 readings) should stand",
        "mean(a, 0s) → at 9: window 0ms: must be from 1ms to 366d",
        "mean(a, 367d) → at 9: window 367d: must be from 1ms to 366d",
        "mean(a, 10001 readings) → at 9: window 10001 readings: must be from 1 to 10000 readings",
        "mean(a, 2.5 readings) → at 9: read 2.5 readings, but a window has a whole number of them",
        "secondsWhere(a > 1, 3 readings) → at 1: window 3 readings: must be a time",
        "secondsSince(a > 1, 3 readings) → at 1: window 3 readings: must be a time",
        "secondsSince(a > 1) → at 1: secondsSince takes a window, as in secondsSince(x > 0, 5m)",
        "countWhere(a > 1) → at 1: countWhere takes a window, as in countWhere(x > 0, 5m)",
        "secondsSince(a, 5m) → at 14: a is a number; secondsSince takes a condition, as in x > 0",
        "timestamp(a) → at 1: there is no function timestamp; write secondsSince(x > 0, 1d)",
        "sum(a, this) → at 12: read ) where week or month (as in this week; a day is today) should stand",
        "sum(a, this day) → at 13: read day where week or month (as in this week; a day is today) should stand",
        "deviation(a, today) → at 14: read today where a window, a floor and the least number of readings (as in deviation(x, 1d, 0.5, 30 readings)) should stand",
        "mean(a, all readings) → at 1: window all readings: is one of deviation only",
        "deviation(a > 1, 1d) → at 11: a > 1 is true or false; deviation takes a number",
        "deviation(a - b) → at 1: deviation without a window is of one metric; with one, as in deviation(x, 1d), it is of any formula",
        "deviation(value) → at 1: deviation without a window is of one metric; with one, as in deviation(x, 1d), it is of any formula",
        "deviation(a, 1d, -1) → at 18: read - where a window, a floor and the least number of readings (as in deviation(x, 1d, 0.5, 30 readings)) should stand",
        "deviation(a, 1d, 5min) → at 18: deviation takes a window, a floor and the least number of readings (as in deviation(x, 1d, 0.5, 30 readings)), in this order",
        "deviation(a, 0.5, 1d) → at 19: deviation takes a window, a floor and the least number of readings (as in deviation(x, 1d, 0.5, 30 readings)), in this order",
        "deviation(a, 9 readings) → at 1: window 9 readings: has fewer readings than deviation needs, which is 10",
        "deviation(a, 1d, 1 readings) → at 1: least number 1 readings: must be from 2 to 10000 readings",
        "deviation(a, 0s) → at 14: window 0ms: must be from 1ms to 366d",
        "deviation(a, all) → at 17: read ) where readings (as in all readings) should stand",
        "zscore(a) → at 1: there is no function zscore; write deviation(x, 1d)",
        "increase(a) → at 1: increase takes a window, as in increase(x, 5m)",
        "percentile(a, 5m) → at 15: read 5m where the percentile (as in percentile(x, 95, 5m)) should stand",
        "percentile(a, 101, 5m) → at 1: percentile 101.0: must be from 0 to 100",
        "ago(a, 24) → at 8: read 24 where a duration (as in ago(x, 24h)) should stand",
        "ago(a, 1h, 0s) → at 8: tolerance 0ms: must be from 1ms to 366d",
        "ago(a, 1h, 2h) → at 8: tolerance 2h: must not be longer than 1h",
        "10sec     → at 1: 10sec is no number and no duration; write numbers as 10, 0.5 or 1e-3, durations as 250ms, 30s, 5m, 1h30min, 7d or 1w",
        "1e999     → at 1: 1e999 is too large",
        "a > 9999d → at 5: 9999d is longer than 3660 days",
        "`a        → at 1: the closing back quote of a name is missing",
        "a + ``    → at 5: metric is blank",
        "a{}       → at 1: sensor is blank",
        "a{b=\"c\"} → at 2: braces hold the name of one sensor, as in temperature{outside}, and no labels; a name with = or \" stands in back quotes",
        "least(a)  → at 8: read ) where , (as in least(x, y)) should stand",
        "abs(a, b) → at 6: read , where ) (as in abs(x)) should stand",
        "limits.hot → at 1: read limits.; limits of the sensor table are limit.NAME",
        "maen(a, 5m) → at 1: there is no function maen; did you mean mean?",
        "log(a)    → at 1: there is no function log; write ln(x) or log10(x)",
        "engine.rpm → at 7: read . where an operator (a name with a dot stands in back quotes, such as `engine.rpm`) should stand",
        "avg(a, 5m) → at 1: there is no function avg; write mean",
        "rate(a, 5m) → at 1: there is no function rate; write ratePerSecond, ratePerMinute or ratePerHour",
        "avg_over_time(a) → at 1: there is no function avg_over_time; write mean(x, 5m)",
        "max_over_time(a) → at 1: there is no function max_over_time; write max(x, 5m)",
        "mediam(a, 5m) → at 1: there is no function mediam; did you mean median?",
        "a && b    → at 3: read &&; conditions are joined by and",
        "a > 1 || b > 1 → at 7: read ||; conditions are joined by or",
        "!a        → at 1: read !; the opposite of a condition: not a > b",
        "a = 1     → at 3: read =; two numbers are equal: a == b",
        "a <> 1    → at 3: read <>; two numbers are different: a != b",
        "max(a[5m]) → at 6: read [; a window is the second argument of a function: max(x, 5m)",
        "a offset 1d → at 3: read offset where an operator or the end should stand; the value of a day ago: ago(x, 1d)",
        "sum by (b) (a) → at 5: read by where an operator or the end should stand; the members of a group: sum(x by label)",
        "a # b     → at 3: read #, which stands in an expression only in a name in back quotes",
        "a and b > 1 → at 1: a is a number; and takes conditions, as in x > 0",
        "a > 1 and b → at 11: b is a number; and takes conditions, as in x > 0",
        "not a     → at 5: a is a number; not takes conditions, as in x > 0",
        "(a > 1) + 2 → at 1: (a > 1) is true or false; + takes numbers",
        "a + (b > 1) → at 5: (b > 1) is true or false; + takes numbers",
        "-(a > 1)  → at 2: (a > 1) is true or false; - takes numbers",
        "(a > 1) == (b > 1) → at 1: (a > 1) is true or false; == takes numbers",
        "a < b < c → at 7: comparisons cannot be chained; write a < b and b < c",
        "mean(a > 1, 5m) → at 6: a > 1 is true or false; mean takes a number",
        "count(a > 1, 5m) → at 7: a > 1 is true or false; count takes a number; to count conditions write countWhere(x > 0, 5m)",
        "countWhere(a, 5m) → at 12: a is a number; countWhere takes a condition, as in x > 0",
        "share(a by b) → at 7: a is a number; share takes a condition, as in x > 0",
        "share(a > 1, 5m) → at 1: share is of members of a group, and takes no window; for the readings of one sensor write countWhere(x > 0, 5m) / count(x, 5m)",
        "if(a, b, c) → at 4: a is a number; if takes a condition, as in x > 0",
        "if(a > 1) → at 9: read ) where , (as in if(a > 1, x, y)) should stand",
        "if(a > 1, b > 1) → at 11: b > 1 is true or false; if takes a number",
        "if(a > 1, b, c > 1) → at 14: c > 1 is true or false; if takes a number",
        "if(a > 1, b, c, d) → at 15: read , where ) (as in if(a > 1, x, y)) should stand",
        "a then b → at 3: read then where an operator or the end should stand; a number that depends on a condition: if(a > 1, x, y)",
        "a > 1 ? b : c → at 7: read ?; a number that depends on a condition: if(a > 1, x, y)",
        "case(a > 1, b, c) → at 1: there is no function case; write if(a > 1, x, y)",
        "abs(a > 1) → at 5: a > 1 is true or false; abs takes a number",
      })
  void saysWhereAndWhatIsAllowed(String text, String message) {
    assertThatThrownBy(() -> Expressions.parse(text))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessage(message);
  }

  @Test
  void boundsLengthNestingAndSize() {
    assertThatThrownBy(() -> Expressions.parse("a".repeat(2_001)))
        .hasMessage("at 2001: has 2001 characters; at most 2000");
    String deep = "(".repeat(31) + "a" + ")".repeat(31);
    assertThat(Expressions.text(Expressions.parse(deep))).isEqualTo("a");
    for (String deeper :
        new String[] {"(" + deep + ")", "-".repeat(32) + "a", "not ".repeat(32) + "a > 1"}) {
      assertThatThrownBy(() -> Expressions.parse(deeper))
          .hasMessageEndingWith("is nested more than 32 deep");
    }
    assertThat(Expressions.parse("a" + "+a".repeat(200))).isNotNull();
    for (int operators : new int[] {300, 999}) {
      assertThatThrownBy(() -> Expressions.parse("a" + "+a".repeat(operators)))
          .hasMessage("at 1: has too many operators in a row; at most 300");
    }
  }

  /** Whatever the text, the error is one of the expression, and its place is in the text. */
  @Test
  void noTextBreaksTheParser() {
    Random random = Seeded.random(ExpressionErrorsTest.class);
    String[] pieces = {
      "a", "max", "(", ")", ",", "5m", "5", " readings", " by ", "`", "{", "}", ".", "limit",
          " and ",
      " not ", ">", "==", "-", "*", "1e", "ago", "percentile", "95", "\n", "ü", "=", "[", "now",
          "\0"
    };
    for (int i = 0; i < RANDOM_TEXTS; i++) {
      StringBuilder text = new StringBuilder();
      for (int piece = random.nextInt(12); piece >= 0; piece--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      InvalidExpressionException error =
          catchThrowableOfType(
              InvalidExpressionException.class, () -> Expressions.parse(text.toString()));
      if (error != null) {
        assertThat(error.place()).as(text.toString()).isBetween(1, text.length() + 1);
      }
    }
  }
}
