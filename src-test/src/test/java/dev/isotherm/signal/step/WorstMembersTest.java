package dev.isotherm.signal.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.signal.Expression;
import dev.isotherm.signal.text.Expressions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorstMembersTest {

  private static final double TRUE = 1;
  private static final double FALSE = 0;

  /** The values of s1, s2 … are those of the argument that the functions share. */
  private static String worst(boolean lowIsBad, String signal, List<String> levels, double... of) {
    List<Expression> conditions = levels.stream().map(Expressions::parse).toList();
    StepProgram program =
        new StepProgram(Duration.ofMinutes(5), Expressions.parse(signal), conditions);
    StepOfGroups groups = new StepOfGroups(program, null);
    for (int i = 0; i < of.length; i++) {
      groups.add("s" + (i + 1), "north", new double[] {of[i], of[i]});
    }
    List<String> texts = new ArrayList<>();
    double[] noOthers = {};
    groups.forEachGroup(0, noOthers, lowIsBad, (label, result, members) -> texts.add(members));
    assertThat(texts).hasSize(1);
    return texts.get(0);
  }

  @Test
  void thoseForWhichTheConditionHolds() {
    assertThat(worst(false, "share(a > 3)", List.of(), FALSE, TRUE, Double.NaN, TRUE))
        .isEqualTo("s2, s4");
    assertThat(worst(false, "count(a > 3)", List.of(), FALSE, FALSE)).isNull();
    double[] many = Stream.generate(() -> TRUE).limit(12).mapToDouble(one -> one).toArray();
    assertThat(worst(false, "count(a > 3)", List.of(), many))
        .isEqualTo("s1, s10, s11, s12, s2, s3, s4, s5, s6, s7 and 2 more");
  }

  @Test
  void aConditionComesBeforeNumbers() {
    assertThat(worst(false, "mean(a)", List.of("share(a > 3) > 0.5"), FALSE, TRUE)).isEqualTo("s2");
  }

  @Test
  void theLargestValues() {
    assertThat(worst(false, "mean(a)", List.of(), 5, 7, Double.NaN, -1.5, 7))
        .isEqualTo("s2 (7), s5 (7), s1 (5)");
    assertThat(worst(false, "mean(a)", List.of(), Double.NaN)).isNull();
  }

  @Test
  void theSmallestValuesWhereLowIsBad() {
    assertThat(worst(true, "mean(a)", List.of(), 5, 7, -1.5, 8))
        .isEqualTo("s3 (-1.5), s1 (5), s2 (7)");
    assertThat(worst(false, "min(a)", List.of(), 5, 7)).isEqualTo("s1 (5), s2 (7)");
  }
}
