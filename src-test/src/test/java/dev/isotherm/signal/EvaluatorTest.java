package dev.isotherm.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.signal.text.Expressions;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorTest {

  private static final int RANDOM_EXPRESSIONS = 5_000;
  private static final List<Double> VALUES =
      List.of(0.0, -0.0, 1.0, -1.0, 2.0, 0.1, 1e308, -1e308, 1e-320, Double.NaN);

  private static final Evaluator<Map<String, Double>> EVALUATOR =
      new Evaluator<>(EvaluatorTest::lookup);

  @ParameterizedTest
  @CsvSource({
    "a + b * 2, 8",
    "a - b - 1, -2",
    "-a / b, -0.66666666666666663",
    "'least(a, b) + greatest(a, b) * 10', 32",
    "abs(a - b), 1",
    "floor(-a / b), -1",
    "ceil(a / b), 1",
    "sqrt(a * 8), 4",
    "exp(0), 1",
    "exp(1), 2.7182818284590455",
    "ln(exp(a)), 2",
    "log10(1000), 3",
    "'coalesce(a, b)', 2",
    "'coalesce(x, b)', 3",
    "'coalesce(x, coalesce(a / 0, -1))', -1",
    "'if(a > 1, b)', 3",
    "'if(a > 1, b, a)', 3",
    "'if(a < 1, b, a)', 2",
    "'if(a > 1, b, x)', 3",
    "'if(a < 1, x, b)', 3",
    "'if(x > 1 or a > 1, b)', 3",
    "'coalesce(if(x > 1, a, b), 7)', 7",
    "'1 - if(a == 2 and not b == 2, if(b > 2, 10, 20), 30)', -9",
    "1h + 1ms, 3600.001",
  })
  void computes(String text, double result) {
    assertThat(number(text)).isEqualTo(result);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "-x",
        "a + x",
        "x * 0",
        "x - x",
        "abs(x)",
        "sqrt(-1)",
        "ln(0)",
        "ln(-1)",
        "log10(0)",
        "exp(1000)",
        "least(a, x)",
        "coalesce(x, a / 0)",
        "if(a < 1, b)",
        "if(x > 1, a)",
        "if(x > 1, a, b)",
        "if(a > 1, x, b)",
        "if(a < 1, b, x)",
        "a / 0",
        "0 / 0",
        "a / (b - 3)",
        "1e308 * 10",
        "1 / (1e308 * 10)"
      })
  void isAbsent(String text) {
    assertThat(number(text)).isNaN();
  }

  @ParameterizedTest
  @CsvSource({
    "a > 1, TRUE",
    "a >= 2, TRUE",
    "a < 2, FALSE",
    "a == 2 and b != 2, TRUE",
    "0 == -0, TRUE",
    "x == x, UNKNOWN",
    "'coalesce(x, 0) > 1', FALSE",
    "not x > 1, UNKNOWN",
    "x > 1 and a > 1, UNKNOWN",
    "x > 1 and a > 2, FALSE",
    "a > 2 and x > 1, FALSE",
    "x > 1 or a > 1, TRUE",
    "x > 1 or a > 2, UNKNOWN",
    "a > 2 or x > 1 or b > 2, TRUE",
    "not (x > 1 and a > 2), TRUE",
    "1 / (a - 2) > 0, UNKNOWN",
  })
  void decides(String text, Truth truth) {
    Map<String, Double> context = Map.of("a", 2.0, "b", 3.0);
    assertThat(EVALUATOR.truth(Expressions.parse(text)).apply(context)).isEqualTo(truth);
  }

  @Test
  void agreesWithANaiveEvaluation() {
    Random random = Seeded.random(EvaluatorTest.class);
    RandomExpressions expressions = new RandomExpressions(random, EvaluatorTest::metric);
    for (int i = 0; i < RANDOM_EXPRESSIONS; i++) {
      Map<String, Double> context = Map.of("a", value(random), "b", value(random));
      NaiveEvaluator naive =
          new NaiveEvaluator(
              lookup -> {
                double value = lookup(lookup).applyAsDouble(context);
                return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
              });
      Expression number = expressions.number(4);
      assertThat(EVALUATOR.number(number).applyAsDouble(context))
          .as("%s with %s", Expressions.text(number), context)
          .isEqualTo((Double) naive.number(number).orElse(Double.NaN));
      Expression condition = expressions.condition(5);
      assertThat(EVALUATOR.truth(condition).apply(context))
          .as("%s with %s", Expressions.text(condition), context)
          .isEqualTo(naive.truth(condition));
    }
  }

  private static double value(Random random) {
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  private static Expression metric(Random random) {
    return new Expression.Metric(random.nextBoolean() ? "a" : "b");
  }

  private static double number(String text) {
    Map<String, Double> context = Map.of("a", 2.0, "b", 3.0);
    return EVALUATOR.number(Expressions.parse(text)).applyAsDouble(context);
  }

  private static ToDoubleFunction<Map<String, Double>> lookup(Expression.Lookup lookup) {
    String name = ((Expression.Metric) lookup).name();
    return context -> context.getOrDefault(name, Double.NaN);
  }
}
