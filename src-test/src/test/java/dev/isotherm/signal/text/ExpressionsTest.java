package dev.isotherm.signal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.signal.ArithmeticOperator;
import dev.isotherm.signal.Deviation;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.RandomExpressions;
import dev.isotherm.signal.Span;
import dev.isotherm.signal.TimeFunction;
import dev.isotherm.window.CalendarWindows.Unit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {

  private static final int RANDOM_EXPRESSIONS = 3_000;

  @Test
  void readsTheStructure() {
    assertThat(Expressions.parse("a - 2 * max(`b.c`, 5m)"))
        .isEqualTo(
            new Expression.Arithmetic(
                ArithmeticOperator.MINUS,
                new Expression.Metric("a"),
                new Expression.Arithmetic(
                    ArithmeticOperator.TIMES,
                    new Expression.Constant(2),
                    new Expression.OverTime(
                        TimeFunction.MAX,
                        new Expression.Metric("b.c"),
                        0,
                        new Span.Time(Duration.ofMinutes(5))))));
  }

  /** Each text is the shortest of its meaning, so it is written as it was read. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a - b - c",
        "a - (b - c)",
        "a / b * c",
        "-a * b",
        "-(a * b)",
        "--a",
        "-1",
        "(a + b) * c",
        "not a > 1",
        "not (a > 1 or b > 1)",
        "a > 1 and b > 1 or c > 1",
        "(a > 1 or b > 1) and not c > 1",
        "value < 900 and on_battery == 1",
        "now - last_success_seconds > 86400",
        "temperature{outside} - temperature",
        "temperature{roof 1/a:b-c}",
        "`engine.rpm`{`a{b}`}",
        "`now` + `a``b` + `1`",
        "limit.hot - limit.`very hot`",
        "limit + count + max",
        "max(temperature, 5min)",
        "percentile(a - b, 99.9, 90min)",
        "countWhere(a > 1 and b > 1, 3 readings)",
        "secondsWhere(a > 1, 1d)",
        "secondsSince(a > 1, 1d)",
        "increase(energy, today) - ago(increase(energy, today), 7d)",
        "sum(rain, this week) + today",
        "percentile(a, 95, this month)",
        "ago(a, 1d) - ago(b, 1d, 5min)",
        "deviation(a - b, 1d)",
        "deviation(a, 30 readings, 0.5)",
        "deviation(value, all readings, 0.5, 30 readings)",
        "deviation(a, 1d, 30 readings)",
        "deviation(a)",
        "deviation(a{outside}, 0.5)",
        "deviation(a, 0, 30 readings)",
        "mean(a)",
        "percentile(a by inverter, 95)",
        "share(max(a, 1h) > 3 by `the site`)",
        "least(abs(a), greatest(b, 0.001))",
        "if(a > 1 or b > 1, a)",
        "1 + if(not a > 1, -b, 0) * 2",
        "sum(if(valve == 1, flow), 1h)",
        "mean(if(limit.outside == 1, temperature) by site)",
        "if - where",
      })
  void writesWhatItReads(String text) {
    assertThat(Expressions.text(Expressions.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        " ( ( a ) )                       = a",
        "a+-1                             = a + -1",
        "((a > 1) and (b > 1)) and c > 1  = a > 1 and b > 1 and c > 1",
        "a > 1 or (b > 1 or c > 1)        = a > 1 or b > 1 or c > 1",
        "(a * b) + c                      = a * b + c",
        "mean( a , 1h30m )                = mean(a, 5400s)",
        "mean(a, 2w1d)                    = mean(a, 15d)",
        "max(a, 5m)                       = max(`a`, 300000ms)",
        "a > 24h                          = a > 86400",
        "a > 1500ms                       = a > 1.50",
        "1e3 + 1E-3                       = 1000 + 0.001",
        "temperature{ outside }           = temperature{`outside`}",
        "mean(a, 05 readings)             = mean(a, 5 readings)",
        "deviation(a, 1d)                 = deviation(a, 24h, 0, 10 readings)",
        "deviation(a, all  readings)      = deviation(a, all readings, 0.0)",
        "deviation(a)                     = deviation(a, 0, 10 readings)",
      })
  void theSameMeaningIsTheSameExpression(String text, String same) {
    assertThat(Expressions.parse(text)).isEqualTo(Expressions.parse(same));
    assertThat(Expressions.canonical(Expressions.parse(text)))
        .isEqualTo(Expressions.canonical(Expressions.parse(same)));
  }

  /** Fingerprints in states and topics depend on these texts: they must never change. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-a + 1 * 0.1             | (+ (- `a`) (* 0x1.0p0 0x1.999999999999ap-4))",
        "a - b / 2                | (- `a` (/ `b` 0x1.0p1))",
        "a > 1 and not b == 0     | (and (> `a` 0x1.0p0) (not (== `b` 0x0.0p0)))",
        "a >= 1 or b < 1 or c!=1  | (or (>= `a` 0x1.0p0) (< `b` 0x1.0p0) (!= `c` 0x1.0p0))",
        "value <= limit.hot       | (<= value limit.`hot`)",
        "now - t{x}               | (- now `t`{`x`})",
        "abs(least(`a``b`, 1))    | (abs (least `a``b` 0x1.0p0))",
        "greatest(a, b)           | (greatest `a` `b`)",
        "ratePerHour(a, 1h)       | (ratePerHour `a` 3600000ms)",
        "percentile(a, 95, 5m)    | (percentile `a` 0x1.7cp6 300000ms)",
        "countWhere(a > b, 3 readings) | (countWhere (> `a` `b`) 3readings)",
        "secondsSince(a > b, 5m)  | (secondsSince (> `a` `b`) 300000ms)",
        "sum(a, today)            | (sum `a` day in `Z`)",
        "sum(a, this month)       | (sum `a` month in `Z`)",
        "ago(a, 1d)               | (ago `a` 86400000ms)",
        "ago(a, 1d, 5m)           | (ago `a` 86400000ms 300000ms)",
        "deviation(a, 1d)         | (deviation `a` 86400000ms 0x0.0p0 10)",
        "deviation(a, 30 readings, 0.5) | (deviation `a` 30readings 0x1.0p-1 10)",
        "deviation(value, all readings, 30 readings) | (deviation value all 0x0.0p0 30)",
        "deviation(a)             | (deviation `a` learned 0x0.0p0 10)",
        "if(a > 1, b)             | (if (> `a` 0x1.0p0) `b`)",
        "if(a > 1, b, 0)          | (if (> `a` 0x1.0p0) `b` 0x0.0p0)",
        "mean(a)                  | (members mean `a`)",
        "percentile(a by site, 5) | (members percentile `a` 0x1.4p2 by `site`)",
      })
  void theCanonicalTextIsKept(String text, String canonical) {
    assertThat(Expressions.canonical(Expressions.parse(text))).isEqualTo(canonical);
  }

  @Test
  void theZoneOfACalendarIsMeant() {
    Expression inBerlin = Expressions.parse("sum(a, today)", ZoneId.of("Europe/Berlin"));
    assertThat(inBerlin).isNotEqualTo(Expressions.parse("sum(a, today)"));
    assertThat(Expressions.text(inBerlin)).isEqualTo("sum(a, today)");
    assertThat(Expressions.canonical(inBerlin)).isEqualTo("(sum `a` day in `Europe/Berlin`)");
  }

  /** Rules are sent to the tasks of a job. */
  @Test
  void canBeSerialized() throws Exception {
    Expression expression =
        Expressions.parse(
            "a" + "+a".repeat(200) + " > ago(max(b, 5m), 1d) and share(c > 1 by d) > 0");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(expression);
    ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(in.readObject()).isEqualTo(expression);
  }

  @Test
  void whatIsWrittenIsReadAsAnEqualExpression() {
    Random random = Seeded.random(ExpressionsTest.class);
    for (int i = 0; i < RANDOM_EXPRESSIONS; i++) {
      Expression.Type type =
          random.nextBoolean() ? Expression.Type.NUMBER : Expression.Type.BOOLEAN;
      Expression expression = new RandomExpressions(random, this::leaf).of(type, random.nextInt(4));
      String text = Expressions.text(expression);
      if (text.length() > Expressions.MAX_LENGTH) {
        continue;
      }
      Expression read = Expressions.parse(text);
      assertThat(read).as(text).isEqualTo(expression);
      assertThat(Expressions.canonical(read)).isEqualTo(Expressions.canonical(expression));
    }
  }

  @Test
  void differentExpressionsHaveDifferentCanonicalTexts() {
    Random random = Seeded.random(ExpressionsTest.class);
    for (int i = 0; i < RANDOM_EXPRESSIONS; i++) {
      RandomExpressions expressions = new RandomExpressions(random, this::leaf);
      Expression one = expressions.number(random.nextInt(2));
      Expression two = expressions.number(random.nextInt(2));
      assertThat(Expressions.canonical(one).equals(Expressions.canonical(two)))
          .as("%s and %s", one, two)
          .isEqualTo(one.equals(two));
    }
  }

  private Expression leaf(Random random) {
    List<Span> spans =
        List.of(
            new Span.Time(Duration.ofMillis(1 + random.nextInt(100_000))),
            new Span.Time(Duration.ofHours(1 + random.nextInt(8_000))),
            new Span.Calendar(
                List.of(Unit.DAY, Unit.WEEK, Unit.MONTH).get(random.nextInt(3)), ZoneOffset.UTC),
            new Span.Readings(1 + random.nextInt(Span.MOST_READINGS)));
    RandomExpressions inner = new RandomExpressions(random, this::leaf);
    return switch (random.nextInt(16)) {
      case 7 -> inner.deviation(inner.number(1), withAll(spans));
      case 8 -> new Deviation(new Expression.Metric(name(random)), null, random.nextInt(2), 3);
      case 0 -> new Expression.Now();
      case 1 -> new Expression.Value();
      case 2 -> new Expression.Limit(name(random));
      case 3 -> new Expression.OtherSensor(name(random), name(random));
      case 4 -> inner.overTime(1, spans);
      case 5 -> inner.ago(0, Duration.ofMillis(4 + random.nextInt(1_000_000)));
      case 6 -> inner.acrossMembers(1);
      default -> new Expression.Metric(name(random));
    };
  }

  private static List<Span> withAll(List<Span> spans) {
    return List.of(spans.get(0), spans.get(1), new Span.All());
  }

  private static String name(Random random) {
    List<String> names =
        List.of(
            "a",
            "b2",
            "_c",
            "max",
            "ago",
            "limit",
            "now",
            "value",
            "and",
            "by",
            "readings",
            "1",
            "5m",
            "engine.rpm",
            "a b",
            " a ",
            "`",
            "``",
            "a`b",
            "{a}",
            "a=\"b\"",
            "ü",
            "-",
            "\uD83C\uDF21");
    return names.get(random.nextInt(names.size()));
  }
}
